#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <random>
#include <string_view>
#include <utility>

#include "dkrls/detail/disk/image_placement.hpp"

namespace dkrls::detail {

/// The first of an image's repositories; one of its own for an image that nothing refers to.
inline std::string_view repository_of(const Image& image) {
  std::vector<Reference> references;
  append_references(image, references);
  const std::string_view repository = references.front().repository;
  return repository.empty() ? image.id : repository;
}

DKRLS_DECL ImagePlacement::ImagePlacement(const DiskSurvey& survey, std::uint64_t layers_size,
                                          const std::vector<bool>& wanted,
                                          const std::vector<ImageIndexes>& removals)
    : survey_(survey), wanted_(wanted), goes_with_(survey.images.size()), layers_(survey) {
  for (std::size_t removal = 0; removal < removals.size(); ++removal)
    for (const std::size_t image : removals[removal])
      goes_with_[image].push_back(removal);
  readable_ = find_shared_layers();
  if (readable_)
    add_up(layers_size);
  for (std::size_t image = 0; image < survey_.images.size(); ++image)
    if (wanted_[image] && has_no_place(image))
      unplaced_.push_back(image);
}

/// Follows each image that was looked into from the uppermost layer that it shares down. Layers of
/// 0 bytes are passed over: no figure depends on them. False where it is not known what a layer
/// holds.
DKRLS_DECL bool ImagePlacement::find_shared_layers() {
  const LayerTree& tree = layers_.tree;
  for (std::size_t image = 0; image < survey_.images.size(); ++image) {
    const SurveyedImage& each = survey_.images[image];
    if (!each.layers)
      continue;
    std::uint64_t found = 0;  // of what it shares
    std::size_t depth = each.layers->size();
    for (std::size_t layer = layers_.tops[image]; layer != tree.ground;
         layer = tree.below(layer), --depth) {
      const ByteBounds& bounds = tree.bounds(layer);
      if (!bounds.exact())
        return false;
      if (bounds.low > each.image.shared_size || bounds == tree.bounds(tree.below(layer)))
        continue;
      found = std::max(found, bounds.low);
      const Indexes& goes_with = goes_with_[image];
      Shared& shared =
          shared_.try_emplace(layer, Shared{layer, image, depth, goes_with}).first->second;
      std::erase_if(shared.freed_with, [&](std::size_t removal) {
        return !std::binary_search(goes_with.begin(), goes_with.end(), removal);
      });
    }
    if (found != each.image.shared_size)
      return false;
  }
  return true;
}

/// Finds out where the layers are, and whether they are all.
DKRLS_DECL void ImagePlacement::add_up(std::uint64_t layers_size) {
  std::uint64_t sum = 0;  // modulo 2^64, as the comparison below
  for (const auto& [layer, shared] : shared_) {
    const std::uint64_t bytes = layers_.tree.bounds(layer).low;
    sum += bytes - layers_.tree.bounds(layers_.tree.below(layer)).low;
    places_.emplace(bytes, &shared);
  }
  for (const SurveyedImage& each : survey_.images)
    sum += *each.image.size - *each.image.shared_size;
  complete_ = sum == layers_size;
}

/// Where an image stands that shares something and was not looked into; nullptr while that is open.
DKRLS_DECL const ImagePlacement::Shared* ImagePlacement::place_of(std::size_t image) const {
  const auto [first, last] = places_.equal_range(*survey_.images[image].image.shared_size);
  if (!complete_ || first == last)
    return nullptr;
  const Indexes& goes_with = goes_with_[image];
  const bool any_will_do = std::all_of(first, last, [&](const auto& place) {
    const Indexes& freed_with = place.second->freed_with;
    return std::includes(goes_with.begin(), goes_with.end(), freed_with.begin(), freed_with.end());
  });
  return std::next(first) == last || any_will_do ? first->second : nullptr;
}

DKRLS_DECL bool ImagePlacement::has_no_place(std::size_t image) const {
  const SurveyedImage& each = survey_.images[image];
  return !each.layers && each.image.shared_size != 0U && place_of(image) == nullptr;
}

DKRLS_DECL ImageIndexes ImagePlacement::next_images(std::size_t more, std::size_t most) const {
  if (!readable_)
    return {};
  Indexes others;  // may have layers that are shared and nobody has shown yet
  for (std::size_t image = 0; image < survey_.images.size(); ++image)
    if (!complete_ && !wanted_[image] && has_no_place(image))
      others.push_back(image);
  // The largest first: they may show where smaller ones lead.
  std::map<std::uint64_t, std::size_t, std::greater<>> one_of_each_size;
  for (const Indexes* const images : {&unplaced_, &std::as_const(others)})
    for (const std::size_t image : *images)
      if (const std::uint64_t size = *survey_.images[image].image.shared_size;
          !places_.contains(size))
        one_of_each_size.emplace(size, image);
  Indexes next;
  for (const auto& [size, image] : one_of_each_size)
    if (next.size() < most)
      next.push_back(image);
  if (next.size() < more) {
    append_some(unplaced_, more, next);
    append_some(others, (more + 3) / 4, next);
  }
  std::sort(next.begin(), next.end());
  next.erase(std::unique(next.begin(), next.end()), next.end());
  return next;
}

/// Some of the images, those first whose repositories have the fewest that were looked into: the
/// images of one are mostly made of the same layers. Which ones of a repository is left to chance,
/// the same each time, as engines list images in an order that may have to do with their layers.
DKRLS_DECL void ImagePlacement::append_some(Indexes images, std::size_t count,
                                            Indexes& some) const {
  std::map<std::string_view, std::size_t> seen;
  for (const SurveyedImage& each : survey_.images)
    if (each.layers)
      ++seen[repository_of(each.image)];
  std::shuffle(images.begin(), images.end(), std::minstd_rand());
  std::multimap<std::size_t, std::size_t> in_turn;
  for (const std::size_t image : images)
    in_turn.emplace(seen[repository_of(survey_.images[image].image)]++, image);
  for (const auto& [before, image] : in_turn)
    if (count-- > 0)
      some.push_back(image);
    else
      break;
}

DKRLS_DECL void ImagePlacement::place(DiskSurvey& survey) const {
  for (std::size_t image = 0; image < survey.images.size(); ++image) {
    SurveyedImage& each = survey.images[image];
    if (!wanted_[image] || each.layers)
      continue;
    each.lacks_own_layers = true;
    each.layers.emplace();
    each.history.emplace();
    if (each.image.shared_size == 0U)
      continue;
    const Shared& shared = *place_of(image);
    const std::vector<std::string>& layers = *survey_.images[shared.image].layers;
    each.layers->assign(layers.begin(), layers.begin() + static_cast<std::ptrdiff_t>(shared.depth));
    each.history = steps_of(shared);
  }
}

/// A step for each of the layers up to one that is shared.
DKRLS_DECL std::vector<HistoryStep> ImagePlacement::steps_of(const Shared& shared) const {
  const LayerTree& tree = layers_.tree;
  std::vector<HistoryStep> steps(shared.depth);
  std::size_t layer = shared.layer;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step, layer = tree.below(layer))
    step->size = tree.bounds(layer).low - tree.bounds(tree.below(layer)).low;
  return steps;
}

}  // namespace dkrls::detail
