// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/disk/byte_bounds.hpp"
#include "dkrls/detail/disk/disk_survey.hpp"

/// The rules for byte counts that come from the engine's shared sizes. They come with the list, so
/// they belong to its moment.
namespace dkrls::detail {

/// True if the size less the shared size is the bytes that only this image holds, for every image
/// of the list: the images need no inspection then. From API 1.42 on the list has shared sizes.
///
/// A graph driver's shared sizes count intermediate images, which are removed along with others, so
/// a list with some is not exact. On containerd's store the list alone is never enough, see
/// listed_unique().
DKRLS_DECL bool shared_sizes_are_exact(const DiskSurvey& survey);

/// Returns for each image of containerd's store the bytes that only this image holds, as far as its
/// size and its shared size show them: the size less the shared size, plus the image's index, which
/// neither of them counts. No upper bound if that is not exact; {0, maximum} before API 1.55.
///
/// It is a lower bound if the image has content for one platform at most: the engine counts what
/// two platforms have in common twice. It also counts a compressed layer as often as the manifest
/// lists it, see repeated_bytes(). It is exact if
/// - the image is unpacked,
/// - no packed chain and no chain of another platform may have one of its layers,
/// - it is not the parent of an image, and its parent is not intermediate.
/// Source: moby, multiPlatformSummary and computeSharedSize in daemon/containerd/image_list.go.
DKRLS_DECL std::vector<ByteBounds> listed_unique(const DiskSurvey& survey);

/// Returns the most bytes by which the content size of a manifest with these layers is too high;
/// nullopt if there is no limit. The engine counts a compressed layer as often as the manifest
/// lists it. The size of such a layer is known only if it is empty: an archive of 1,024 zero bytes.
DKRLS_DECL std::optional<std::uint64_t> repeated_bytes(const std::vector<std::string>& layers);

/// The DiffID of an empty tar archive.
inline constexpr std::string_view empty_layer =
    "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";

/// More than an empty layer takes, compressed in whatever way.
inline constexpr std::uint64_t most_bytes_of_empty_layer = 2048;

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/disk/shared_sizes.ipp"
#endif
