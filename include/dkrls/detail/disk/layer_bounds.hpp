#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/disk_survey.hpp"

namespace dkrls::detail {

/// Two numbers of bytes with the true one between them.
struct ByteBounds {
  std::uint64_t low = 0;
  std::uint64_t high = std::numeric_limits<std::uint64_t>::max();

  bool exact() const noexcept { return low == high; }

  friend bool operator==(const ByteBounds&, const ByteBounds&) = default;
};

/// What the lowest 1, 2, ... all layers of an image hold together; nothing for an image whose
/// layers are not known.
///
/// The history has a size for each layer, but a layer of size 0 looks there like a step without
/// one, and a history may end too early: the layers on top of it hold what it does not account for.
/// Where that leaves several ways to read it, the bounds hold all of them.
/// Source: moby, ImageHistory in daemon/images/image_history.go.
DKRLS_DECL std::vector<ByteBounds> layer_bounds(const SurveyedImage& surveyed, LayerStore store);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/disk/layer_bounds.ipp"
#endif
