#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "dkrls/disk_survey.hpp"

namespace dkrls {

/// Takes how many images have been asked about of all that are known to be needed so far.
using SurveyProgress = std::function<void(std::size_t asked, std::size_t all)>;

/// Says which images are about to be removed, by their index. So far they are listed and not looked
/// into.
using SurveyRemoval = std::function<std::vector<bool>(const DiskSurvey& listed)>;

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

  /// Set where DiskUsage::unique() is the only figure that is wanted, but for that of `removal`.
  /// Docker tells it by itself from API 1.42 on, and before together with the build cache, except
  /// on containerd's store and where there are hidden images.
  bool only_unique = false;

  /// Given where the only figure that is wanted, but for `only_unique`, is what removing these
  /// images frees. Docker tells what all images hold, except on containerd's store: then it is
  /// enough to know of the others what they hold together. That sum is only asked for together with
  /// the build cache.
  SurveyRemoval removal = {};

  /// Called after every image that is looked into; may be empty.
  SurveyProgress progress = {};
};

}  // namespace dkrls
