// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/engine_json/layer_parser.hpp"
#include "dkrls/image.hpp"

namespace dkrls::detail {

/// The store of an engine's layers. It determines how the engine counts bytes.
enum class LayerStore {
  /// Docker's own: an image's size is the sum of its layers, and a layer's size is that of the
  /// files in it.
  graph_driver,
  /// containerd: an image's size is that of its compressed layers and documents, which no API
  /// reports one by one, plus that of its unpacked layers, for each of its platforms.
  containerd,
  /// podman: an image's size is the sum of its layers, each counted as a tar archive, plus that of
  /// what the store notes down for this image alone.
  podman,
};

/// The layers of an image, or on containerd's store those of an image for one platform.
struct LayerChain {
  /// The DiffIDs, the lowest first; nullopt if the engine did not report them.
  std::optional<std::vector<std::string>> layers = {};

  /// The steps that made them, the oldest first; nullopt if the engine did not report them.
  std::optional<std::vector<HistoryStep>> history = {};

  /// The manifest of this platform in the list; nullopt on other stores, and before API 1.47.
  std::optional<ImageManifest> manifest = {};

  /// The image's size in its inspection; nullopt if the engine did not report it.
  std::optional<std::uint64_t> inspected_size = {};

  friend bool operator==(const LayerChain&, const LayerChain&) = default;
};

/// An image of the list, and the result of its inspection.
struct SurveyedImage {
  Image image = {};

  /// One for each platform with content; exactly one if the list does not report platforms.
  std::vector<LayerChain> chains = {};

  friend bool operator==(const SurveyedImage&, const SurveyedImage&) = default;
};

/// An engine's report on its images. A DiskUsage is computed from it alone.
struct DiskSurvey {
  LayerStore store = LayerStore::graph_driver;

  /// All images, each with its containers counted. Intermediate images may be left out, see
  /// drop_intermediate().
  std::vector<SurveyedImage> images = {};

  /// Whether a listing shows intermediate images, too.
  bool lists_intermediate = false;

  /// Whether Image::shared_size alone gives the bytes that only an image has; then the images are
  /// not inspected. See shared_sizes_are_exact().
  bool has_shared_sizes = false;

  /// Whether Image::shared_size counts compressed layers, too: on containerd's store from API 1.55
  /// on.
  bool shares_blobs = false;

  /// Bytes of the build cache that images share; nullopt if the engine was not asked or did not
  /// report it.
  std::optional<std::uint64_t> shared_build_cache = {};

  /// Bytes of all layers as the engine counts them, at a moment of its own; nullopt if it was not
  /// asked or did not report them.
  std::optional<std::uint64_t> layers_size = {};

  friend bool operator==(const DiskSurvey&, const DiskSurvey&) = default;
};

/// True if an image has neither a tag nor a digest. A dangling image may have digests.
DKRLS_DECL bool is_unreferenced(const Image& image);

/// Returns for each image whether it is an intermediate image: it has no reference and other images
/// were built on it, so the engine does not list it.
DKRLS_DECL std::vector<bool> intermediate_images(const DiskSurvey& survey);

/// Drops intermediate images unless a container uses one. On a graph driver an image has all layers
/// of the image it was built on, and an intermediate image is removed with the last image built on
/// it: no byte count depends on it. An image that a container uses is not removed, so all are kept
/// then.
DKRLS_DECL void drop_intermediate(DiskSurvey& survey);

/// True if the engine has some of a manifest's content.
inline bool has_content(const ImageManifest& manifest) noexcept {
  return manifest.available || manifest.content_size > 0 || manifest.unpacked_size > 0;
}

/// Returns the chains of an image of the list, none of them inspected yet.
DKRLS_DECL std::vector<LayerChain> chains_of(const Image& image);

/// Returns the bytes of layers that an image may have besides those of its known chains; nullopt if
/// there is no limit. Before API 1.47 these are the layers of other platforms, too: the list of
/// containerd's store does not report them, and an inspection reports those of one platform.
DKRLS_DECL std::optional<std::uint64_t> unknown_bytes(const SurveyedImage& surveyed,
                                                      LayerStore store);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/disk/disk_survey.ipp"
#endif
