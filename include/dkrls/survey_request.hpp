#pragma once

#include <cstddef>
#include <functional>

namespace dkrls {

/// Takes how many of all images have been asked about.
using SurveyProgress = std::function<void(std::size_t asked, std::size_t all)>;

/// What a survey of an engine's disk is to ask, besides what images are made of.
struct SurveyRequest {
  /// DiskSurvey::shared_build_cache. Before API 1.42 engines tell it only along with the sizes of
  /// all containers and volumes, which may take them long.
  bool build_cache = false;

  /// Called after every image; may be empty.
  SurveyProgress progress = {};
};

}  // namespace dkrls
