#pragma once

#include <algorithm>
#include <limits>
#include <numeric>
#include <unordered_set>
#include <utility>

#include "dkrls/detail/bare_id.hpp"
#include "dkrls/detail/capped_sum.hpp"
#include "dkrls/disk_usage.hpp"

namespace dkrls {

namespace detail {

/// Whether the engine reported all layers of an image.
inline bool has_layers(const SurveyedImage& surveyed) {
  return std::all_of(surveyed.chains.begin(), surveyed.chains.end(),
                     [](const LayerChain& chain) { return chain.layers.has_value(); });
}

}  // namespace detail

DKRLS_DECL DiskUsage::DiskUsage(detail::DiskSurvey survey)
    : survey_(std::move(survey)),
      intermediate_(detail::intermediate_images(survey_)),
      families_(survey_.images.size()),
      listed_unique_(detail::listed_unique(survey_)) {
  for (const detail::SurveyedImage& each : survey_.images) {
    indexes_.emplace(detail::bare_id(each.image.id), tops_.size());
    add_layers(each);
    if (survey_.store == detail::LayerStore::containerd)
      contents_.add(each);
  }
  tree_.settle();
  find_parents();
}

DKRLS_DECL void DiskUsage::add_layers(const detail::SurveyedImage& surveyed) {
  const std::optional<std::uint64_t>& size = surveyed.image.size;
  Indexes& tops = tops_.emplace_back();
  if (!detail::has_layers(surveyed)) {
    ++unknown_.count;
    unknown_.without_size += has_size(surveyed) ? 0U : 1U;
    unknown_.bytes = detail::capped_sum(unknown_.bytes, size.value_or(0));
  }
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

/// Whether an image has a size that its layers do not exceed.
DKRLS_DECL bool DiskUsage::has_size(const detail::SurveyedImage& surveyed) const {
  return surveyed.image.size && survey_.store != detail::LayerStore::containerd;
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
  const auto is_taken_from_children = [&](std::size_t image) {
    // podman removes an image from under those that were built on it. So does containerd's store if
    // nothing refers to the image; else it remains as a dangling one.
    return survey_.store == detail::LayerStore::podman ||
           (survey_.store == detail::LayerStore::containerd &&
            detail::is_unreferenced(survey_.images[image].image));
  };
  // On containerd's store some of the intermediate images may be left behind.
  const bool removes_intermediate = survey_.store != detail::LayerStore::containerd;
  const auto is_removed = [&](std::size_t image) {
    const bool is_wanted = wanted.contains(image);
    return !removed.contains(image) &&
           (is_wanted ||
            (detail::is_unreferenced(survey_.images[image].image) && removes_intermediate)) &&
           (containers == Containers::ignore || survey_.images[image].image.containers == 0U) &&
           (!has_remaining_child(image) || (is_wanted && is_taken_from_children(image)));
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
    if (!detail::has_layers(surveyed)) {
      add_reason(LowerBoundReason::unknown_layers);
      --remaining.count;
      remaining.without_size -= has_size(surveyed) ? 0U : 1U;
      remaining.bytes -= std::min(remaining.bytes, surveyed.image.size.value_or(0));
    }
  }
  const detail::ByteBounds held = tree_.bytes_only_in(tops);
  figure.bytes = held.low;
  if (!held.exact())
    add_reason(LowerBoundReason::history);
  figure = subtract_unknown(figure, remaining);
  if (on_containerd)
    figure.bytes = least_with_blobs(images, figure.bytes);
  return figure;
}

/// The least that images hold on containerd's store, `unpacked` bytes of unpacked layers among it.
/// Compressed layers are known in two ways: the list reports what only one image has, and an image
/// without a layer of a remaining image shares no compressed layer with it.
DKRLS_DECL std::uint64_t DiskUsage::least_with_blobs(const Indexes& images,
                                                     std::uint64_t unpacked) const {
  const std::vector<std::uint64_t> contents = contents_.bytes_only_in(images);
  std::uint64_t listed = 0;
  std::uint64_t blobs = 0;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const std::uint64_t unique = listed_unique_[images[i]].low;
    const std::uint64_t unpacked_alone = tree_.bytes_only_in(tops_[images[i]]).high;
    listed = detail::capped_sum(listed, unique);
    blobs =
        detail::capped_sum(blobs, std::max(unique - std::min(unique, unpacked_alone), contents[i]));
  }
  return std::max(listed, detail::capped_sum(unpacked, blobs));
}

/// Subtracts the sizes of remaining images whose layers are unknown: they may share any of these
/// bytes.
DKRLS_DECL Figure DiskUsage::subtract_unknown(Figure figure, const UnknownImages& remaining) const {
  if (figure.bytes == 0 || remaining.count == 0)
    return figure;
  const bool unlimited =
      remaining.without_size > 0 || unknown_.bytes == std::numeric_limits<std::uint64_t>::max();
  figure.bytes -= unlimited ? figure.bytes : std::min(figure.bytes, remaining.bytes);
  figure.reason = LowerBoundReason::unknown_layers;
  return figure;
}

DKRLS_DECL Figure DiskUsage::freed_by(const Indexes& chosen, Containers containers) const {
  if (containers == Containers::keep &&
      std::any_of(chosen.begin(), chosen.end(),
                  [this](std::size_t image) { return !survey_.images[image].image.containers; }))
    return {0, LowerBoundReason::unknown_containers};
  return bytes_only_in(removed_with(chosen, containers));
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
    if (const auto image = index_of(row.id))
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
  if (survey_.only_unique)
    return {listed_unique_[*image].low, std::nullopt};
  return freed_by({*image}, Containers::ignore);
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
