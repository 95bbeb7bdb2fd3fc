#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/disk/byte_bounds.hpp"
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
  /// reports one by one, plus that of its unpacked layers. For each of its platforms.
  containerd,
  /// podman: an image's size is the sum of its layers, each counted as a tar archive, plus that of
  /// what the store notes down for this image alone.
  podman,
};

/// The layers of an image, or on containerd's store those of its image for one platform.
struct LayerChain {
  /// The DiffIDs, the lowest first; nullopt if the engine did not report them.
  std::optional<std::vector<std::string>> layers = {};

  /// The steps that made them, the oldest first; nullopt if the engine did not report them.
  std::optional<std::vector<HistoryStep>> history = {};

  /// The manifest of this platform, as the list has it; nullopt on other stores and if the engine
  /// does not report manifests.
  std::optional<ImageManifest> manifest = {};

  friend bool operator==(const LayerChain&, const LayerChain&) = default;
};

/// An image of the list, and what the engine reported when it was inspected.
struct SurveyedImage {
  Image image = {};

  /// One for each platform whose content the engine has, and always one on other stores.
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

  /// Whether the images have shared sizes, and on containerd's store such that count compressed
  /// layers, too: those of API 1.55.
  bool has_shared_sizes = false;

  /// Whether no image was inspected, as the list has all unique bytes. See listed_unique().
  bool only_unique = false;

  /// Bytes of the build cache that images share; nullopt if the engine was not asked or did not
  /// report it.
  std::optional<std::uint64_t> shared_build_cache = {};

  /// Bytes of all layers as the engine counts them, at a moment of its own; nullopt if it was not
  /// asked or did not report it.
  std::optional<std::uint64_t> layers_size = {};

  friend bool operator==(const DiskSurvey&, const DiskSurvey&) = default;
};

/// Returns the chains of an image that are still to be inspected: one for each platform whose
/// content the engine has, or a single one if the list does not report platforms.
DKRLS_DECL std::vector<LayerChain> chains_of(const Image& image);

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

/// Returns for each image the bytes that only it has, as far as the list alone reports them: its
/// size less its shared size, plus its index on containerd's store. This is the one place where
/// figures come from shared sizes.
///
/// On a graph driver that is exact without intermediate images: shared sizes count these, but they
/// are removed along with others. On containerd's store it is exact if the image has content for
/// one platform, is unpacked, shares no layer with one that is not, and neither is the base of
/// another image nor was built on an intermediate one. Otherwise it is a lower bound there, and 0
/// if several platforms have content: their common layers may be counted twice.
DKRLS_DECL std::vector<ByteBounds> listed_unique(const DiskSurvey& survey);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/disk/disk_survey.ipp"
#endif
