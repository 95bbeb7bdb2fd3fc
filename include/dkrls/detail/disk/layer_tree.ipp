#pragma once

#include <algorithm>

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
  // Where two images contradict each other, anything that one of them says may be true.
  known = both.low <= both.high
              ? both
              : ByteBounds{std::min(known.low, bounds.low), std::max(known.high, bounds.high)};
}

DKRLS_DECL void LayerTree::settle() {
  for (std::size_t layer = 1; layer < layers_.size(); ++layer)
    narrow(layer, {layers_[below(layer)].bounds.low, ByteBounds().high});
  for (std::size_t layer = layers_.size() - 1; layer > 0; --layer)
    if (below(layer) != ground)
      narrow(below(layer), {0, layers_[layer].bounds.high});
}

}  // namespace dkrls::detail
