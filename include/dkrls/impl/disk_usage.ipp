// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <limits>
#include <numeric>
#include <ostream>
#include <unordered_set>
#include <utility>

#include "dkrls/byte_size.hpp"
#include "dkrls/detail/bare_id.hpp"
#include "dkrls/detail/capped_sum.hpp"
#include "dkrls/detail/disk/layer_bounds.hpp"
#include "dkrls/detail/disk/shared_sizes.hpp"
#include "dkrls/disk_usage.hpp"

namespace dkrls {

DKRLS_DECL void append_figure(std::string& out, const Figure& figure, int digits) {
  if (figure.bytes == 0 && figure.reason == LowerBoundReason::unknown_containers) {
    out += "N/A";
    return;
  }
  if (!figure.exact())
    out += ">=";
  append_byte_size(out, figure.bytes, digits);
}

DKRLS_DECL std::string format_figure(const Figure& figure, int digits) {
  std::string text;
  append_figure(text, figure, digits);
  return text;
}

DKRLS_DECL std::ostream& operator<<(std::ostream& out, const Figure& figure) {
  return out << format_figure(figure);
}

DKRLS_DECL Figure operator+(const Figure& a, const Figure& b) noexcept {
  return {detail::capped_sum(a.bytes, b.bytes), std::max(a.reason, b.reason)};
}

DKRLS_DECL DiskUsage::DiskUsage(detail::DiskSurvey survey)
    : survey_(std::move(survey)),
      intermediate_(detail::intermediate_images(survey_)),
      families_(survey_.images.size()),
      listed_unique_(detail::listed_unique(survey_)) {
  for (const detail::SurveyedImage& each : survey_.images) {
    indexes_.emplace(detail::bare_id(each.image.id), tops_.size());
    add_layers(each);
    add_unknown(detail::unknown_bytes(each, survey_.store));
    if (survey_.store == detail::LayerStore::containerd)
      contents_.add(each);
  }
  tree_.settle();
  find_parents();
}

DKRLS_DECL void DiskUsage::add_layers(const detail::SurveyedImage& surveyed) {
  const std::optional<std::uint64_t>& size = surveyed.image.size;
  Indexes& tops = tops_.emplace_back();
  for (const detail::LayerChain& chain : surveyed.chains) {
    if (!chain.layers)
      continue;
    std::vector<std::string> layers = *chain.layers;
    std::vector<detail::ByteBounds> bounds = detail::layer_bounds(chain, survey_.store, size);
    if (survey_.store == detail::LayerStore::podman && size) {
      // What the store notes down for this image alone is like a layer that no other image has.
      layers.push_back(surveyed.image.id);
      bounds.push_back({*size, *size});
    }
    tops.push_back(tree_.add(layers, bounds));
  }
}

DKRLS_DECL void DiskUsage::add_unknown(std::optional<std::uint64_t> bytes) {
  unknown_bytes_.push_back(bytes);
  unknown_.count += bytes == 0U ? 0U : 1U;
  unknown_.unlimited += bytes ? 0U : 1U;
  unknown_.bytes = detail::capped_sum(unknown_.bytes, bytes.value_or(0));
}

DKRLS_DECL void DiskUsage::find_parents() {
  for (std::size_t image = 0; image < families_.size(); ++image)
    if (const auto parent = index_of(survey_.images[image].image.parent_id)) {
      families_[image].parent = *parent;
      ++families_[*parent].children;
    }
}

DKRLS_DECL std::optional<std::size_t> DiskUsage::index_of(std::string_view id) const {
  const auto known = indexes_.find(std::string(detail::bare_id(id)));
  return known == indexes_.end() ? std::nullopt : std::optional(known->second);
}

DKRLS_DECL std::vector<Image> DiskUsage::images() const {
  std::vector<Image> listed;
  for (std::size_t image = 0; image < survey_.images.size(); ++image)
    if (!intermediate_[image] || survey_.lists_intermediate)
      listed.push_back(survey_.images[image].image);
  return listed;
}

/// Returns the chosen images that can be removed, and the intermediate images that are removed with
/// them.
/// Source: moby, imageDeleteHelper in daemon/images/image_delete.go.
DKRLS_DECL DiskUsage::Indexes DiskUsage::removed_with(const Indexes& chosen,
                                                      Containers containers) const {
  const std::unordered_set<std::size_t> wanted(chosen.begin(), chosen.end());
  std::unordered_set<std::size_t> removed;
  std::unordered_map<std::size_t, std::size_t> children_removed;
  const auto has_remaining_child = [&](std::size_t image) {
    return families_[image].children > children_removed[image];
  };
  // podman removes an image from under those that were built on it.
  const bool needs_no_child = survey_.store != detail::LayerStore::podman;
  // On containerd's store Docker 26 leaves some of the intermediate images behind.
  const bool removes_intermediate = survey_.store != detail::LayerStore::containerd;
  const auto is_removed = [&](std::size_t image) {
    const bool is_wanted = wanted.contains(image);
    return !removed.contains(image) &&
           (is_wanted ||
            (detail::is_unreferenced(survey_.images[image].image) && removes_intermediate)) &&
           (containers == Containers::ignore || survey_.images[image].image.containers == 0U) &&
           (!has_remaining_child(image) || (is_wanted && !needs_no_child));
  };
  for (std::size_t image : chosen)
    for (; image != nobody && is_removed(image); image = families_[image].parent) {
      removed.insert(image);
      ++children_removed[families_[image].parent];
    }
  return {removed.begin(), removed.end()};
}

/// Returns the bytes that only these images hold. Their order does not matter.
DKRLS_DECL Figure DiskUsage::bytes_only_in(const Indexes& images) const {
  Figure figure;
  const auto add_reason = [&](LowerBoundReason reason) {
    figure.reason = std::max(figure.reason, std::optional(reason));
  };
  const bool on_containerd = survey_.store == detail::LayerStore::containerd;
  if (on_containerd && images.size() == 1 && listed_unique_[images.front()].exact())
    return {listed_unique_[images.front()].low, std::nullopt};
  Indexes tops;
  UnknownImages remaining = unknown_;
  for (const std::size_t image : images) {
    const detail::SurveyedImage& surveyed = survey_.images[image];
    tops.insert(tops.end(), tops_[image].begin(), tops_[image].end());
    if (on_containerd)
      add_reason(LowerBoundReason::blobs);
    if (!surveyed.image.size)
      add_reason(LowerBoundReason::unknown_size);
    if (std::any_of(surveyed.chains.begin(), surveyed.chains.end(),
                    [](const detail::LayerChain& chain) { return !chain.layers; }))
      add_reason(LowerBoundReason::unknown_layers);
    const std::optional<std::uint64_t>& unknown = unknown_bytes_[image];
    remaining.count -= unknown == 0U ? 0U : 1U;
    remaining.unlimited -= unknown ? 0U : 1U;
    remaining.bytes -= std::min(remaining.bytes, unknown.value_or(0));
  }
  const detail::ByteBounds held = tree_.bytes_only_in(tops);
  figure.bytes = held.low;
  if (!held.exact())
    add_reason(LowerBoundReason::history);
  figure = subtract_unknown(figure, remaining);
  return on_containerd ? with_content(figure, images) : figure;
}

/// Subtracts the sizes of remaining images whose layers are unknown: they may share any of these
/// bytes.
DKRLS_DECL Figure DiskUsage::subtract_unknown(Figure figure, const UnknownImages& remaining) const {
  if (figure.bytes == 0 || remaining.count == 0)
    return figure;
  const bool unlimited =
      remaining.unlimited > 0 || unknown_.bytes == std::numeric_limits<std::uint64_t>::max();
  figure.bytes -= unlimited ? figure.bytes : std::min(figure.bytes, remaining.bytes);
  figure.reason = LowerBoundReason::unknown_layers;
  return figure;
}

/// Adds the content that only these images hold to their unpacked layers: of each image what the
/// list shows, or what the layers show if that is more.
DKRLS_DECL Figure DiskUsage::with_content(Figure unpacked, const Indexes& images) const {
  const std::vector<std::uint64_t> contents = contents_.bytes_only_in(images);
  std::uint64_t listed = 0;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const std::uint64_t index = survey_.images[images[i]].image.index_size.value_or(0);
    listed = detail::capped_sum(listed, listed_unique_[images[i]].low);
    unpacked.bytes = detail::capped_sum(
        unpacked.bytes,
        std::max(content_only_in(images[i]), detail::capped_sum(contents[i], index)));
  }
  unpacked.bytes = std::max(unpacked.bytes, listed);
  return unpacked;
}

/// Returns the content that only this image holds, as far as the list shows it: without its
/// unpacked layers.
DKRLS_DECL std::uint64_t DiskUsage::content_only_in(std::size_t image) const {
  std::uint64_t unpacked = 0;
  for (const detail::LayerChain& chain : survey_.images[image].chains)
    if (chain.manifest)
      unpacked = detail::capped_sum(unpacked, chain.manifest->unpacked_size);
  unpacked = std::min(unpacked, tree_.bytes_only_in(tops_[image]).high);
  return listed_unique_[image].low - std::min(listed_unique_[image].low, unpacked);
}

DKRLS_DECL Figure DiskUsage::freed_by(const Indexes& chosen, Containers containers) const {
  if (containers == Containers::keep &&
      std::any_of(chosen.begin(), chosen.end(),
                  [this](std::size_t image) { return !survey_.images[image].image.containers; }))
    return {0, LowerBoundReason::unknown_containers};
  const Indexes removed = removed_with(chosen, containers);
  Figure figure = bytes_only_in(removed);
  // Containerd's store removes some images from under those that were built on them.
  const auto remains = [&](std::size_t image) {
    return families_[image].children > 0 &&
           std::find(removed.begin(), removed.end(), image) == removed.end();
  };
  if (survey_.store == detail::LayerStore::containerd && figure.exact() &&
      std::any_of(chosen.begin(), chosen.end(), remains))
    figure.reason = LowerBoundReason::blobs;
  return figure;
}

DKRLS_DECL Figure DiskUsage::freed_by(const Listing& listing) const {
  return freed_by(fully_listed(listing), Containers::keep);
}

DKRLS_DECL Figure DiskUsage::freed_by(const std::vector<std::string_view>& ids) const {
  Indexes chosen;
  for (const std::string_view id : ids)
    if (const auto image = index_of(id))
      chosen.push_back(*image);
  return freed_by(chosen, Containers::keep);
}

/// Returns the images whose references are all listed.
DKRLS_DECL DiskUsage::Indexes DiskUsage::fully_listed(const Listing& listing) const {
  std::map<std::size_t, std::set<std::pair<std::string_view, std::string_view>>> listed;
  for (const Row& row : listing)
    if (const auto image = index_of(row.id); image && survey_.images[*image].image.host == row.host)
      listed[*image].emplace(row.repository, row.tag);
  Indexes chosen;
  for (const auto& [image, rows] : listed) {
    std::vector<Reference> references;
    append_references(survey_.images[image].image, references);
    if (std::all_of(references.begin(), references.end(), [&rows = rows](const Reference& each) {
          return rows.contains({each.repository, each.tag});
        }))
      chosen.push_back(image);
  }
  return chosen;
}

DKRLS_DECL Figure DiskUsage::unique(std::string_view id) const {
  const auto image = index_of(id);
  if (!image)
    return {};
  if (survey_.has_shared_sizes) {
    const Image& listed = survey_.images[*image].image;
    return {*listed.size - *listed.shared_size, std::nullopt};
  }
  return freed_by({*image}, Containers::ignore);
}

DKRLS_DECL std::optional<Figure> DiskUsage::unique(const Row& row) const {
  const auto image = index_of(row.id);
  return image && survey_.images[*image].image.host == row.host ? std::optional(unique(row.id))
                                                                : std::nullopt;
}

DKRLS_DECL DiskUsage::Indexes DiskUsage::all_images() const {
  Indexes all(survey_.images.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

DKRLS_DECL Figure DiskUsage::on_disk() const {
  return bytes_only_in(all_images());
}

DKRLS_DECL Figure DiskUsage::unused() const {
  return freed_by(all_images(), Containers::keep);
}

DKRLS_DECL Figure DiskUsage::dangling() const {
  Indexes dangling = all_images();
  std::erase_if(dangling, [this](std::size_t image) {
    return intermediate_[image] || !is_dangling(survey_.images[image].image);
  });
  return freed_by(dangling, Containers::keep);
}

/// Returns the images of each repository, by its name.
DKRLS_DECL std::map<std::string, DiskUsage::Members> DiskUsage::repository_members() const {
  std::map<std::string, Members> repositories;
  std::vector<Reference> references;
  for (std::size_t image = 0; image < survey_.images.size(); ++image) {
    if (intermediate_[image])
      continue;
    references.clear();
    append_references(survey_.images[image].image, references);
    for (const Reference& reference : references)
      repositories[std::string(reference.repository)].all.insert(image);
    if (references.front().repository == references.back().repository)  // they are sorted
      repositories[std::string(references.front().repository)].only.push_back(image);
  }
  return repositories;
}

DKRLS_DECL std::vector<RepositoryUsage> DiskUsage::repositories() const {
  std::vector<RepositoryUsage> usages;
  for (const auto& [name, members] : repository_members()) {
    RepositoryUsage& usage = usages.emplace_back();
    usage.name = name;
    usage.images = members.all.size();
    for (const std::size_t image : members.all)
      usage.size = detail::capped_sum(usage.size, survey_.images[image].image.size.value_or(0));
    usage.unique = freed_by(members.only, Containers::ignore);
  }
  std::stable_sort(usages.begin(), usages.end(),
                   [](const auto& a, const auto& b) { return a.unique.bytes > b.unique.bytes; });
  return usages;
}

}  // namespace dkrls
