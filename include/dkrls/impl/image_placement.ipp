#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <random>
#include <set>

#include "dkrls/detail/image_placement.hpp"

namespace dkrls::detail {

DKRLS_DECL ImagePlacement::ImagePlacement(const DiskSurvey& survey, std::uint64_t layers_size,
                                          const std::vector<bool>& wanted, Purpose purpose)
    : survey_(survey), wanted_(wanted), purpose_(purpose), layers_(survey) {
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
      Shared& shared = shared_.try_emplace(layer, Shared{image, depth}).first->second;
      shared.held = shared.held || wanted_[image];
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
  const bool any_will_do =
      purpose_ == Purpose::together &&
      std::all_of(first, last, [](const auto& place) { return place.second->held; });
  return std::next(first) == last || any_will_do ? first->second : nullptr;
}

DKRLS_DECL bool ImagePlacement::has_no_place(std::size_t image) const {
  const SurveyedImage& each = survey_.images[image];
  return !each.layers && each.image.shared_size != 0U && place_of(image) == nullptr;
}

DKRLS_DECL std::vector<std::size_t> ImagePlacement::next_images(std::size_t more) const {
  if (!readable_)
    return {};
  if (complete_ && purpose_ == Purpose::each)
    return unplaced_;  // as nothing else would tell two places apart
  Indexes others;      // may have layers that are shared and nobody has shown yet
  for (std::size_t image = 0; image < survey_.images.size(); ++image)
    if (!complete_ && !wanted_[image] && has_no_place(image))
      others.push_back(image);
  Indexes next;
  std::set<std::uint64_t> sizes;
  const auto append_one_of_each_size = [&](const Indexes& images) {
    for (const std::size_t image : images) {
      const std::uint64_t shared_size = *survey_.images[image].image.shared_size;
      if (!places_.contains(shared_size) && sizes.insert(shared_size).second)
        next.push_back(image);
    }
  };
  append_one_of_each_size(unplaced_);
  append_one_of_each_size(others);
  if (next.size() < more) {
    append_some(unplaced_, more, next);
    append_some(others, more, next);
    std::sort(next.begin(), next.end());
    next.erase(std::unique(next.begin(), next.end()), next.end());
  }
  return next;
}

/// Any of them, the same each time: engines list images in an order that may have to do with what
/// they are made of.
DKRLS_DECL void ImagePlacement::append_some(const Indexes& images, std::size_t count,
                                            Indexes& some) {
  std::sample(images.begin(), images.end(), std::back_inserter(some), count, std::minstd_rand());
}

DKRLS_DECL void ImagePlacement::place(DiskSurvey& survey) const {
  for (std::size_t image = 0; image < survey.images.size(); ++image) {
    SurveyedImage& each = survey.images[image];
    if (!wanted_[image] || each.layers)
      continue;
    each.lacks_own_layers = true;
    each.layers.emplace();
    if (each.image.shared_size == 0U)
      continue;
    const Shared& shared = *place_of(image);
    const std::vector<std::string>& layers = *survey_.images[shared.image].layers;
    each.layers->assign(layers.begin(), layers.begin() + static_cast<std::ptrdiff_t>(shared.depth));
  }
}

}  // namespace dkrls::detail
