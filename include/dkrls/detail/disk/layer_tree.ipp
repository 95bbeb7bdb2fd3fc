// SPDX-License-Identifier: MIT
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
      layers_.emplace_back().below = layer;
    }
    layer = known->second;
    Layer& added = layers_[layer];
    ++added.chains;
    added.agreed = {std::max(added.agreed.low, bounds[i].low),
                    std::min(added.agreed.high, bounds[i].high)};
    added.widest = {std::min(added.widest.low, bounds[i].low),
                    std::max(added.widest.high, bounds[i].high)};
  }
  return layer;
}

/// Returns what both bounds permit. If they contradict each other, either may be right.
DKRLS_DECL ByteBounds LayerTree::narrowed(const ByteBounds& known, const ByteBounds& other) {
  const ByteBounds both = {std::max(known.low, other.low), std::min(known.high, other.high)};
  return both.low <= both.high
             ? both
             : ByteBounds{std::min(known.low, other.low), std::max(known.high, other.high)};
}

DKRLS_DECL void LayerTree::settle() {
  for (std::size_t number = 1; number < layers_.size(); ++number) {
    Layer& layer = layers_[number];
    layer.bounds = layer.agreed.low <= layer.agreed.high ? layer.agreed : layer.widest;
    layer.bounds = narrowed(layer.bounds, {layers_[layer.below].bounds.low, ByteBounds().high});
  }
  std::vector<std::uint64_t> least_above(layers_.size(), ByteBounds().high);  // of the layers on it
  for (std::size_t number = layers_.size() - 1; number > 0; --number) {
    Layer& layer = layers_[number];
    layer.bounds = narrowed(layer.bounds, {0, least_above[number]});
    least_above[layer.below] = std::min(least_above[layer.below], layer.bounds.high);
  }
}

/// Returns the layers that no other chain has, each after the layers above it.
DKRLS_DECL std::vector<std::size_t> LayerTree::layers_only_in(
    const std::vector<std::size_t>& tops) const {
  std::unordered_map<std::size_t, std::size_t> chains;  // of these, by layer
  for (const std::size_t top : tops)
    for (std::size_t layer = top; layer != ground; layer = layers_[layer].below)
      ++chains[layer];
  std::vector<std::size_t> only;
  for (const auto& [layer, count] : chains)
    if (count == layers_[layer].chains)
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
  Branches roots;                                      // those on layers that other chains have
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
