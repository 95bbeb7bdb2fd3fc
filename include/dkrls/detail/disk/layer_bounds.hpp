#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/disk/disk_survey.hpp"

namespace dkrls::detail {

/// The smallest and the largest possible value of a byte count.
struct ByteBounds {
  std::uint64_t low = 0;
  std::uint64_t high = std::numeric_limits<std::uint64_t>::max();

  bool exact() const noexcept { return low == high; }

  friend bool operator==(const ByteBounds&, const ByteBounds&) = default;
};

/// Returns for each layer of an image the bytes of this layer and all layers below it; empty if the
/// image's layers are unknown.
///
/// The history has a size for each layer. But a layer of size 0 looks there like a step that made
/// no layer, and a history may end too early: then the uppermost layers hold what is missing from
/// the image's size. If several readings are possible, the bounds cover all of them. Source: moby,
/// ImageHistory in daemon/images/image_history.go.
DKRLS_DECL std::vector<ByteBounds> layer_bounds(const SurveyedImage& surveyed, LayerStore store);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/disk/layer_bounds.ipp"
#endif
