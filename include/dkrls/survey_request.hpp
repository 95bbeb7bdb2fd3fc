#pragma once

#include <cstddef>
#include <functional>

namespace dkrls {

/// Takes how many of all images have been asked about.
using SurveyProgress = std::function<void(std::size_t asked, std::size_t all)>;

/// Whether an engine is asked for DiskSurvey::shared_build_cache. From API 1.42 on it tells that by
/// itself; before, only along with the sizes of all images, containers and volumes, which may take
/// longer than all the rest.
enum class AskBuildCache {
  never,
  if_cheap,  ///< where it is told by itself
  always,
};

/// What a survey of an engine's disk is to ask, besides what images are made of.
struct SurveyRequest {
  AskBuildCache build_cache = AskBuildCache::never;

  /// Whether the images of the survey are to have their labels.
  bool labels = false;

  /// Called after every image; may be empty.
  SurveyProgress progress = {};
};

}  // namespace dkrls
