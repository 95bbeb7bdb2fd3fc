// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "dkrls/detail/disk/layer_bounds.hpp"
#include "dkrls/detail/disk/shared_sizes.hpp"

namespace dkrls::detail {

/// The step sizes of a history, in the order of the layers. A step of 0 bytes may or may not be a
/// layer.
struct LayerSizes {
  std::vector<std::uint64_t> sizes;
  std::uint64_t sum = 0;
  std::size_t certain = 0;  ///< number of sizes above 0
};

/// Reads the sizes of a history. Returns nullopt if their sum overflows.
inline std::optional<LayerSizes> read_history(const std::vector<HistoryStep>& history,
                                              bool trust_words) {
  LayerSizes read;
  for (const HistoryStep& step : history) {
    if (step.size == 0 && trust_words && !step.makes_layer)
      continue;
    if (step.size > std::numeric_limits<std::uint64_t>::max() - read.sum)
      return std::nullopt;
    read.sizes.push_back(step.size);
    read.sum += step.size;
    read.certain += step.size > 0 ? 1U : 0U;
  }
  return read;
}

/// Returns the running sums of the sizes, without the first `skipped` sizes of 0.
template <class Iterator>
std::vector<std::uint64_t> add_up(Iterator first, Iterator last, std::size_t skipped) {
  std::vector<std::uint64_t> sums;
  std::uint64_t sum = 0;
  for (; first != last; ++first) {
    if (*first == 0 && skipped > 0) {
      --skipped;
      continue;
    }
    sum += *first;
    sums.push_back(sum);
  }
  return sums;
}

/// Returns exact bounds for a store whose layers are never 0 bytes, or `bounds` unchanged if the
/// number of sizes does not match.
inline std::vector<ByteBounds> bounds_of_certain(const LayerSizes& read,
                                                 std::vector<ByteBounds> bounds) {
  if (read.certain != bounds.size())
    return bounds;
  std::uint64_t sum = 0;
  auto bound = bounds.begin();
  for (const std::uint64_t size : read.sizes)
    if (size > 0) {
      sum += size;
      *bound++ = {sum, sum};
    }
  return bounds;
}

/// Returns bounds for layers that hold `total` bytes together. The history may lack steps: up to
/// `unnamed` of the uppermost layers have none.
inline std::vector<ByteBounds> bounds_of_total(LayerSizes read, std::size_t unnamed,
                                               std::uint64_t total,
                                               std::vector<ByteBounds> bounds) {
  const std::size_t layers = bounds.size();
  const std::size_t skipped = read.sizes.size() + unnamed - layers;
  read.sizes.resize(read.sizes.size() + unnamed, 0);
  // The lowest layers hold least if the lowest steps of 0 bytes are layers, and most if the
  // uppermost ones are.
  const std::vector<std::uint64_t> above = add_up(read.sizes.rbegin(), read.sizes.rend(), skipped);
  const std::vector<std::uint64_t> below = add_up(read.sizes.begin(), read.sizes.end(), skipped);
  const std::size_t named = read.sum < total ? read.certain : layers;
  for (std::size_t i = 0; i + 1 < layers; ++i)
    bounds[i] = {read.sum - above[layers - 2 - i], i < named ? below[i] : total};
  return bounds;
}

/// Returns bounds for `layers` layers that hold `total` bytes together.
inline std::vector<ByteBounds> bounds_of_total(const std::optional<std::vector<HistoryStep>>& steps,
                                               std::size_t layers, std::uint64_t total) {
  std::vector<ByteBounds> bounds(layers, ByteBounds{0, total});
  if (layers == 0)
    return bounds;
  bounds.back().low = total;
  auto read = steps ? read_history(*steps, true) : std::optional<LayerSizes>();
  const bool all_bytes = read && read->sum == total;
  const bool complete = all_bytes && read->sizes.size() >= layers;
  if (all_bytes && !complete)
    read = read_history(*steps, false);  // the commands of the steps may be misleading
  const bool contradiction = !read || read->sum > total || read->certain > layers ||
                             (read->certain == layers && !all_bytes);
  if (contradiction)
    return bounds;
  const std::size_t unnamed = complete ? 0 : layers - read->certain;
  return bounds_of_total(*std::move(read), unnamed, total, std::move(bounds));
}

/// Returns the bytes that all layers of a chain hold, if the list reports them.
inline std::optional<std::uint64_t> size_of_layers(const LayerChain& chain, LayerStore store,
                                                   std::optional<std::uint64_t> image_size) {
  if (store == LayerStore::graph_driver)
    return image_size;
  return chain.manifest ? std::optional(chain.manifest->unpacked_size) : std::nullopt;
}

DKRLS_DECL std::vector<ByteBounds> layer_bounds(const LayerChain& chain, LayerStore store,
                                                std::optional<std::uint64_t> image_size) {
  if (!chain.layers)
    return {};
  const std::vector<std::string>& layers = *chain.layers;
  if (chain.manifest && chain.manifest->unpacked_size == 0)
    return std::vector<ByteBounds>(layers.size());
  const std::optional<std::uint64_t> total = size_of_layers(chain, store, image_size);
  if (!total) {
    // On containerd's store a packed image is smaller than the layers that it shares.
    const std::uint64_t most = store == LayerStore::containerd
                                   ? ByteBounds().high
                                   : image_size.value_or(ByteBounds().high);
    std::vector<ByteBounds> bounds(layers.size(), ByteBounds{0, most});
    const auto read =
        chain.history ? read_history(*chain.history, true) : std::optional<LayerSizes>();
    return read ? bounds_of_certain(*read, std::move(bounds)) : bounds;
  }
  // On a graph driver the size of an empty layer is known.
  const auto is_empty = [store](const std::string& diff_id) {
    return store == LayerStore::graph_driver && diff_id == empty_layer;
  };
  const auto empty =
      static_cast<std::size_t>(std::count_if(layers.begin(), layers.end(), is_empty));
  const auto others = bounds_of_total(chain.history, layers.size() - empty, *total);
  std::vector<ByteBounds> bounds;
  auto next = others.begin();
  for (const std::string& diff_id : layers) {
    if (!is_empty(diff_id))
      bounds.push_back(*next++);
    else
      bounds.push_back(bounds.empty() ? ByteBounds{0, 0} : ByteBounds(bounds.back()));
  }
  return bounds;
}

}  // namespace dkrls::detail
