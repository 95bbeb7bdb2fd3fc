#pragma once

#include <algorithm>
#include <numeric>
#include <unordered_set>
#include <utility>

#include "dkrls/detail/capped_sum.hpp"
#include "dkrls/disk_usage.hpp"

namespace dkrls {
namespace detail {

/// An ID without its algorithm: engines leave that away here and there.
inline std::string_view bare_id(std::string_view id) noexcept {
  constexpr std::string_view algorithm = "sha256:";
  return id.starts_with(algorithm) ? id.substr(algorithm.size()) : id;
}

inline std::uint64_t subtract_down_to_0(std::uint64_t a, std::uint64_t b) noexcept {
  return a - std::min(a, b);
}

}  // namespace detail

DKRLS_DECL DiskUsage::DiskUsage(DiskSurvey survey) : survey_(std::move(survey)), layers_(survey_) {
  for (const SurveyedImage& each : survey_.images) {
    indexes_.emplace(detail::bare_id(each.image.id), places_.size());
    if (!each.layers)
      unknown_.push_back(places_.size());
    places_.emplace_back().dangling = is_dangling(each.image);
  }
  find_parents();
  std::sort(survey_.removals.begin(), survey_.removals.end());
}

DKRLS_DECL void DiskUsage::find_parents() {
  for (std::size_t image = 0; image < places_.size(); ++image) {
    const auto parent = index_of(survey_.images[image].image.parent_id);
    if (!parent)
      continue;
    places_[image].parent = *parent;
    ++places_[*parent].children;
  }
}

DKRLS_DECL std::optional<std::size_t> DiskUsage::index_of(std::string_view id) const {
  const auto known = indexes_.find(detail::bare_id(id));
  return known == indexes_.end() ? std::nullopt : std::optional(known->second);
}

/// Whether an image is there for the images built on it only, and listed nowhere.
DKRLS_DECL bool DiskUsage::is_hidden(std::size_t image) const {
  return places_[image].dangling && places_[image].children > 0;
}

DKRLS_DECL std::vector<std::reference_wrapper<const Image>> DiskUsage::listed_images() const {
  std::vector<std::reference_wrapper<const Image>> listed;
  for (std::size_t image = 0; image < places_.size(); ++image)
    if (!is_hidden(image))
      listed.emplace_back(survey_.images[image].image);
  return listed;
}

/// The chosen images that can go, and the hidden ones that go with them.
/// Source: moby, imageDeleteHelper in daemon/images/image_delete.go.
DKRLS_DECL DiskUsage::Indexes DiskUsage::leaving(const Indexes& chosen,
                                                 Containers containers) const {
  const std::unordered_set<std::size_t> wanted(chosen.begin(), chosen.end());
  std::unordered_set<std::size_t> gone;
  std::unordered_map<std::size_t, std::size_t> children_gone;
  const auto held = [&](std::size_t image) {
    return places_[image].children > children_gone[image] &&
           // podman takes an image away from under those that were built on it.
           !(survey_.store == LayerStore::podman && wanted.contains(image));
  };
  // On containerd's store Docker 26 leaves some of the hidden ones behind.
  const bool takes_hidden = survey_.store != LayerStore::containerd;
  const auto goes = [&](std::size_t image) {
    return !gone.contains(image) &&
           (wanted.contains(image) || (places_[image].dangling && takes_hidden)) &&
           (containers == Containers::ignore ||
            survey_.images[image].image.containers.value_or(0) == 0) &&
           !held(image);
  };
  Indexes order;
  for (std::size_t image : chosen)
    for (; image != nobody && goes(image); image = places_[image].parent) {
      gone.insert(image);
      order.push_back(image);
      ++children_gone[places_[image].parent];
    }
  return order;
}

/// What one image gives back besides a layer and all below it.
DKRLS_DECL DiskFigure DiskUsage::held_above(std::size_t image, std::size_t layer) const {
  const SurveyedImage& surveyed = survey_.images[image];
  if (!surveyed.layers)
    return {0, Doubt::unknown_layers};
  const detail::ByteBounds& kept = layers_.tree.bounds(layer);
  if (survey_.store == LayerStore::containerd)
    return {detail::subtract_down_to_0(layers_.tree.bounds(layers_.tops[image]).low, kept.high),
            Doubt::blobs};
  if (!surveyed.image.size)
    return {0, Doubt::unknown_size};
  return {detail::subtract_down_to_0(*surveyed.image.size, kept.high),
          kept.exact() ? std::nullopt : std::optional(Doubt::history)};
}

/// What is held by these images and no other.
DKRLS_DECL DiskFigure DiskUsage::held_by(const Indexes& images) const {
  return share_of_unknown(sum_of(images), images);
}

/// What is held by these images and no other whose layers are known.
DKRLS_DECL DiskFigure DiskUsage::sum_of(const Indexes& images) const {
  const detail::LayerTree& tree = layers_.tree;
  std::unordered_map<std::size_t, std::size_t> users;  // by layer; 0 once it has been counted
  for (const std::size_t image : images)
    for (std::size_t layer = layers_.tops[image]; layer != tree.ground; layer = tree.below(layer))
      ++users[layer];
  DiskFigure total;
  for (const std::size_t image : images) {
    // Each image accounts for its layers above the first that stays or another accounts for.
    std::size_t layer = layers_.tops[image];
    while (layer != tree.ground && users[layer] == tree.images(layer)) {
      users[layer] = 0;
      layer = tree.below(layer);
    }
    const DiskFigure held = held_above(image, layer);
    total.bytes = detail::capped_sum(total.bytes, held.bytes);
    total.doubt = std::max(total.doubt, held.doubt);
  }
  return total;
}

/// Takes off a figure what images that stay may share in when nobody knows their layers.
DKRLS_DECL DiskFigure DiskUsage::share_of_unknown(DiskFigure figure, const Indexes& images) const {
  if (figure.bytes == 0 || unknown_.empty())
    return figure;
  const std::unordered_set<std::size_t> going(images.begin(), images.end());
  for (const std::size_t image : unknown_) {
    if (going.contains(image))
      continue;
    const std::optional<std::uint64_t>& size = survey_.images[image].image.size;
    figure.bytes = detail::subtract_down_to_0(figure.bytes, size.value_or(figure.bytes));
    figure.doubt = Doubt::unknown_layers;
  }
  return figure;
}

/// What an image holds that no other does, as far as the engine's sums tell.
DKRLS_DECL std::optional<DiskFigure> DiskUsage::told_to_be_unique(std::size_t image) const {
  const Image& told = survey_.images[image].image;
  if (!told.size || !told.shared_size)
    return std::nullopt;
  return DiskFigure{detail::subtract_down_to_0(*told.size, *told.shared_size), std::nullopt};
}

/// What these images hold that no other does: what all hold, less what the others do.
DKRLS_DECL std::optional<DiskFigure> DiskUsage::told_to_be_held(const Indexes& gone) const {
  if (!survey_.layers_size || gone.empty())
    return std::nullopt;
  const std::unordered_set<std::size_t> going(gone.begin(), gone.end());
  Indexes rest;
  for (std::size_t image = 0; image < places_.size(); ++image) {
    if (!going.contains(image))
      rest.push_back(image);
    else if (survey_.images[image].layers)
      return std::nullopt;  // the tree has it, and takes no layer for the others' that it shares
  }
  const DiskFigure kept = sum_of(rest);
  if (!kept.exact())
    return std::nullopt;
  return DiskFigure{detail::subtract_down_to_0(*survey_.layers_size, kept.bytes), std::nullopt};
}

/// Whether the survey has all that is to be known of the removal of these images.
DKRLS_DECL bool DiskUsage::tells(const Indexes& gone) const {
  if (survey_.removals.empty() || gone.empty())
    return true;
  Indexes sorted = gone;
  std::sort(sorted.begin(), sorted.end());
  return std::binary_search(survey_.removals.begin(), survey_.removals.end(), sorted);
}

DKRLS_DECL DiskFigure DiskUsage::freed_by(const Indexes& chosen, Containers containers) const {
  const Indexes gone = leaving(chosen, containers);
  if (gone.size() == 1)
    if (const auto told = told_to_be_unique(gone.front()))
      return *told;
  if (!tells(gone))
    return {0, Doubt::unknown_layers};
  const auto told = told_to_be_held(gone);
  return told ? *told : held_by(gone);
}

DKRLS_DECL DiskFigure DiskUsage::freed_by(const Listing& listing) const {
  return freed_by(fully_listed(listing), Containers::keep);
}

DKRLS_DECL ImageIndexes DiskUsage::leaving(const Listing& listing) const {
  Indexes gone = leaving(fully_listed(listing), Containers::keep);
  std::sort(gone.begin(), gone.end());
  return gone;
}

DKRLS_DECL std::vector<ImageIndexes> DiskUsage::removals() const {
  std::vector<ImageIndexes> removals = {leaving(all_images(), Containers::keep),
                                        leaving(dangling_images(), Containers::keep)};
  for (const auto& [name, members] : members())
    removals.push_back(leaving(members.only, Containers::ignore));
  for (ImageIndexes& gone : removals)
    std::sort(gone.begin(), gone.end());
  return removals;
}

/// The images all references of which are listed.
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

DKRLS_DECL DiskFigure DiskUsage::freed_by(const std::vector<std::string_view>& ids) const {
  Indexes chosen;
  for (const std::string_view id : ids)
    if (const auto image = index_of(id))
      chosen.push_back(*image);
  return freed_by(chosen, Containers::keep);
}

DKRLS_DECL DiskFigure DiskUsage::unique(std::string_view id) const {
  const auto image = index_of(id);
  return image ? freed_by({*image}, Containers::ignore) : DiskFigure();
}

DKRLS_DECL DiskUsage::Indexes DiskUsage::all_images() const {
  Indexes all(places_.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

/// Those that are listed.
DKRLS_DECL DiskUsage::Indexes DiskUsage::dangling_images() const {
  Indexes dangling;
  for (std::size_t image = 0; image < places_.size(); ++image)
    if (places_[image].dangling && !is_hidden(image))
      dangling.push_back(image);
  return dangling;
}

/// The images of each repository, by its name.
DKRLS_DECL std::map<std::string_view, DiskUsage::Members> DiskUsage::members() const {
  std::map<std::string_view, Members> repositories;
  std::vector<Reference> references;
  for (std::size_t image = 0; image < places_.size(); ++image) {
    if (is_hidden(image))
      continue;
    references.clear();
    append_references(survey_.images[image].image, references);
    for (const Reference& reference : references)
      repositories[reference.repository].all.insert(image);
    if (references.front().repository == references.back().repository)  // they are sorted
      repositories[references.front().repository].only.push_back(image);
  }
  return repositories;
}

DKRLS_DECL DiskFigure DiskUsage::on_disk() const {
  return held_by(all_images());
}

DKRLS_DECL DiskFigure DiskUsage::unused() const {
  return freed_by(all_images(), Containers::keep);
}

DKRLS_DECL DiskFigure DiskUsage::dangling() const {
  return freed_by(dangling_images(), Containers::keep);
}

DKRLS_DECL std::vector<RepositoryUsage> DiskUsage::repositories() const {
  std::vector<RepositoryUsage> usages;
  for (const auto& [name, members] : members()) {
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
