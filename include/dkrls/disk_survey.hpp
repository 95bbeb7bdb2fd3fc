#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dkrls/image.hpp"

namespace dkrls {

/// Who keeps the layers of an engine's images, and by that how the engine counts bytes.
enum class LayerStore {
  /// Docker's own: an image's size is that of its layers, each counted by the files in it.
  graph_driver,
  /// containerd: an image's size is that of its compressed layers and documents, which no API tells
  /// one by one, and of its unpacked layers.
  containerd,
  /// podman: an image's size is that of its layers, each counted as a tar archive, and of what the
  /// store notes down for this image alone.
  podman,
};

/// A step of how an image was built.
/// Source: Engine API, HistoryResponseItem of GET /images/{name}/history.
struct HistoryStep {
  std::uint64_t size = 0;   ///< bytes of the layer it made; 0 for an empty layer and for none
  bool makes_layer = true;  ///< false when its words say that it only changes settings

  friend bool operator==(const HistoryStep&, const HistoryStep&) = default;
};

/// Images of a survey, by their index in it.
using ImageIndexes = std::vector<std::size_t>;

/// An image and what it is made of.
struct SurveyedImage {
  Image image;  ///< has a shared_size only where that tells what the image holds alone

  /// The DiffIDs of its layers, the lowest first; nullopt when the engine did not say.
  std::optional<std::vector<std::string>> layers = {};

  /// Its steps, the oldest first; nullopt when the engine did not say.
  std::optional<std::vector<HistoryStep>> history = {};

  /// Whether `layers` are only those that other images have as well, of shared_size bytes, and
  /// `history` a step for each of them: so it is where the engine's sums told which ones these are,
  /// or that it makes no difference to the survey's `removals`. What is above them only this image
  /// has.
  bool lacks_own_layers = false;

  friend bool operator==(const SurveyedImage&, const SurveyedImage&) = default;
};

/// What an engine says of the space its images take: all that a DiskUsage is worked out from.
struct DiskSurvey {
  LayerStore store = LayerStore::graph_driver;

  /// All of them, each with its containers counted. Hidden ones of the classic builder may be left
  /// out where they hold nothing that the others do not; see SurveyRequest::intermediate.
  std::vector<SurveyedImage> images;

  /// Bytes of the build cache that are layers of images as well: at most so much of what removing
  /// images gives back lives on as cache. nullopt when that was not asked for or not told.
  std::optional<std::uint64_t> shared_build_cache;

  /// The removals that this tells of, each in order, where it tells of no others; see
  /// SurveyRequest::removals. Empty where it tells of any.
  std::vector<ImageIndexes> removals = {};

  /// What all images hold, every layer once, as the engine adds it up. Set where that stands in for
  /// the layers of those that go in the only one of `removals`.
  std::optional<std::uint64_t> layers_size = {};

  friend bool operator==(const DiskSurvey&, const DiskSurvey&) = default;
};

}  // namespace dkrls
