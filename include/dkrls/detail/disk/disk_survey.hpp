#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/engine_api/layer_parser.hpp"
#include "dkrls/image.hpp"

namespace dkrls::detail {

/// The store of an engine's layers. It determines how the engine counts bytes.
enum class LayerStore {
  /// Docker's own: an image's size is the sum of its layers, and a layer's size is that of the
  /// files
  /// in it.
  graph_driver,
  /// containerd: an image's size is that of its compressed layers and documents, which no API
  /// reports one by one, plus that of its unpacked layers.
  containerd,
  /// podman: an image's size is the sum of its layers, each counted as a tar archive, plus that of
  /// what the store notes down for this image alone.
  podman,
};

/// An image of the list, and the result of its inspection.
struct SurveyedImage {
  Image image;

  /// The DiffIDs of its layers, the lowest first; nullopt if the engine did not report them.
  std::optional<std::vector<std::string>> layers = {};

  /// Its steps, the oldest first; nullopt if the engine did not report them.
  std::optional<std::vector<HistoryStep>> history = {};

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

  /// Bytes of the build cache that images share; nullopt if the engine was not asked or did not
  /// report it.
  std::optional<std::uint64_t> shared_build_cache = {};

  friend bool operator==(const DiskSurvey&, const DiskSurvey&) = default;
};

/// True if an image has neither a tag nor a digest. A dangling image may have digests.
DKRLS_DECL bool is_unreferenced(const Image& image);

/// Returns for each image whether it is an intermediate image: it has no reference and other images
/// were built on it, so the engine does not list it.
DKRLS_DECL std::vector<bool> intermediate_images(const DiskSurvey& survey);

/// Drops intermediate images unless a container uses one. On a graph driver an image has all layers
/// of the image it was built on, and an intermediate image is removed with the last image built on
/// it: no figure depends on it. An image that a container uses is not removed, so all are kept
/// then.
DKRLS_DECL void drop_intermediate(DiskSurvey& survey);

/// True if the size less the shared size is the bytes that only this image holds, for every image
/// of the list. A graph driver's shared sizes are exact, but they count intermediate images, which
/// are removed along with others. From API 1.42 on the list has shared sizes.
DKRLS_DECL bool shared_sizes_are_exact(const DiskSurvey& survey);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/disk/disk_survey.ipp"
#endif
