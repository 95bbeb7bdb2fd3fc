// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/disk/byte_bounds.hpp"
#include "dkrls/detail/disk/disk_survey.hpp"

namespace dkrls::detail {

/// Returns for each layer of a chain the bytes of this layer and all layers below it; empty if the
/// layers are unknown. `image_size` is the image's size in the list.
///
/// The history has a size for each layer. But a layer of size 0 looks there like a step that made
/// no layer, and a history may end too early: then the uppermost layers hold what is missing from
/// the size of all layers. If several readings are possible, the bounds cover all of them. Nothing
/// is known of packed layers. Source: moby, ImageHistory in daemon/images/image_history.go.
DKRLS_DECL std::vector<ByteBounds> layer_bounds(const LayerChain& chain, LayerStore store,
                                                std::optional<std::uint64_t> image_size);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/disk/layer_bounds.ipp"
#endif
