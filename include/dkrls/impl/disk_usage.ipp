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

DKRLS_DECL DiskUsage::DiskUsage(detail::DiskSurvey survey)
    : survey_(std::move(survey)),
      intermediate_(detail::intermediate_images(survey_)),
      families_(survey_.images.size()) {
  for (const detail::SurveyedImage& each : survey_.images) {
    indexes_.emplace(detail::bare_id(each.image.id), indexes_.size());
    add_layers(each);
  }
  tree_.settle();
  find_parents();
}

DKRLS_DECL void DiskUsage::add_layers(const detail::SurveyedImage& surveyed) {
  const std::optional<std::uint64_t>& size = surveyed.image.size;
  if (!surveyed.layers) {
    tops_.push_back(detail::LayerTree::ground);
    ++unknown_.count;
    unknown_.without_size += size ? 0U : 1U;
    unknown_.bytes = detail::capped_sum(unknown_.bytes, size.value_or(0));
    return;
  }
  std::vector<std::string> layers = *surveyed.layers;
  std::vector<detail::ByteBounds> bounds = detail::layer_bounds(surveyed, survey_.store);
  if (survey_.store == detail::LayerStore::podman && size) {
    // What the store notes down for this image alone is like a layer that no other image has.
    layers.push_back(surveyed.image.id);
    bounds.push_back({*size, *size});
  }
  tops_.push_back(tree_.add(layers, bounds));
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
  std::vector<std::size_t> tops;
  UnknownImages remaining = unknown_;
  for (const std::size_t image : images) {
    const detail::SurveyedImage& surveyed = survey_.images[image];
    const std::optional<std::uint64_t>& size = surveyed.image.size;
    tops.push_back(tops_[image]);
    if (survey_.store == detail::LayerStore::containerd)
      add_reason(LowerBoundReason::blobs);
    if (!size)
      add_reason(LowerBoundReason::unknown_size);
    if (!surveyed.layers) {
      add_reason(LowerBoundReason::unknown_layers);
      --remaining.count;
      remaining.without_size -= size ? 0U : 1U;
      remaining.bytes -= std::min(remaining.bytes, size.value_or(0));
    }
  }
  const detail::ByteBounds held = tree_.bytes_only_in(tops);
  figure.bytes = held.low;
  if (!held.exact())
    add_reason(LowerBoundReason::history);
  return subtract_unknown(figure, remaining);
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
  if (survey_.has_shared_sizes) {
    const Image& listed = survey_.images[*image].image;
    return {*listed.size - *listed.shared_size, std::nullopt};
  }
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
