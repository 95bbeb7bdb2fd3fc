#pragma once

#include <algorithm>

#include "dkrls/detail/capped_sum.hpp"
#include "dkrls/detail/disk/layer_tree.hpp"

namespace dkrls::detail {

DKRLS_DECL std::size_t LayerTree::add(const std::vector<std::string>& diff_ids,
                                      const std::vector<ByteBounds>& bounds) {
  std::size_t layer = ground;
  for (std::size_t i = 0; i < diff_ids.size(); ++i) {
    auto known = numbers_.find(Key<std::string_view>{layer, diff_ids[i]});
    if (known == numbers_.end()) {
      known = numbers_.emplace(Key<std::string>{layer, diff_ids[i]}, layers_.size()).first;
      layers_.push_back({layer, 0, {}});
    }
    layer = known->second;
    ++layers_[layer].images;
    narrow(layer, bounds[i]);
  }
  return layer;
}

DKRLS_DECL void LayerTree::narrow(std::size_t layer, const ByteBounds& bounds) {
  ByteBounds& known = layers_[layer].bounds;
  const ByteBounds both = {std::max(known.low, bounds.low), std::min(known.high, bounds.high)};
  // If two images contradict each other, either may be right.
  known = both.low <= both.high
              ? both
              : ByteBounds{std::min(known.low, bounds.low), std::max(known.high, bounds.high)};
}

DKRLS_DECL void LayerTree::settle() {
  for (std::size_t layer = 1; layer < layers_.size(); ++layer)
    narrow(layer, {layers_[layers_[layer].below].bounds.low, ByteBounds().high});
  for (std::size_t layer = layers_.size() - 1; layer > 0; --layer)
    if (layers_[layer].below != ground)
      narrow(layers_[layer].below, {0, layers_[layer].bounds.high});
}

/// Returns the layers that no other image has, each after the layers above it.
DKRLS_DECL std::vector<std::size_t> LayerTree::layers_only_in(
    const std::vector<std::size_t>& tops) const {
  std::unordered_map<std::size_t, std::size_t> images;  // of these, by layer
  for (const std::size_t top : tops)
    for (std::size_t layer = top; layer != ground; layer = layers_[layer].below)
      ++images[layer];
  std::vector<std::size_t> only;
  for (const auto& [layer, count] : images)
    if (count == layers_[layer].images)
      only.push_back(layer);
  std::sort(only.begin(), only.end(), std::greater<>());
  return only;
}

DKRLS_DECL ByteBounds LayerTree::bytes_only_in(const std::vector<std::size_t>& tops) const {
  // What is known of the layers on top of one: of each branch the bytes from the ground to its
  // ends, and of all branches together the bytes above this layer.
  struct Branches {
    bool any = false;
    std::uint64_t tallest = 0;
    ByteBounds above = {0, 0};
  };
  const auto difference = [](std::uint64_t a, std::uint64_t b) { return a - std::min(a, b); };
  std::unordered_map<std::size_t, Branches> branches;  // by the layer below them
  Branches roots;                                      // those on layers that other images have
  const std::vector<std::size_t> only = layers_only_in(tops);
  for (const std::size_t number : only) {  // from above
    const Layer& layer = layers_[number];
    const Branches& on_top = branches[number];
    // If the size of a layer is open, the branches on it hold least if it holds most.
    const ByteBounds whole = {
        capped_sum(std::max(layer.bounds.low, std::min(on_top.tallest, layer.bounds.high)),
                   on_top.above.low),
        on_top.any ? capped_sum(layer.bounds.low, on_top.above.high) : layer.bounds.high};
    const ByteBounds& below = layers_[layer.below].bounds;
    const bool stands_on_another =
        !std::binary_search(only.begin(), only.end(), layer.below, std::greater<>());
    Branches& beside = stands_on_another ? roots : branches[layer.below];
    beside.any = true;
    beside.tallest = std::max(beside.tallest, whole.low);
    beside.above.low = capped_sum(beside.above.low, difference(whole.low, below.high));
    beside.above.high = capped_sum(beside.above.high, difference(whole.high, below.low));
  }
  return roots.above;
}

}  // namespace dkrls::detail
