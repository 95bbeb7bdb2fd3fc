#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "dkrls/disk_survey.hpp"

namespace dkrls {

/// Takes how many images have been asked about of all that are known to be needed so far.
using SurveyProgress = std::function<void(std::size_t asked, std::size_t all)>;

/// Says of several removals, each by itself, which images go. So far these are listed and not
/// looked into.
using SurveyRemovals = std::function<std::vector<ImageIndexes>(const DiskSurvey& listed)>;

/// Whether an engine is asked for DiskSurvey::shared_build_cache. From API 1.42 on it tells that by
/// itself; before, only along with the sizes of all images, containers and volumes, which may take
/// longer than all the rest.
enum class AskBuildCache {
  never,
  if_cheap,  ///< where it is told by itself, or soon with what is asked for anyway
  always,
};

/// What a survey of an engine's disk is to ask, besides what images are made of.
struct SurveyRequest {
  AskBuildCache build_cache = AskBuildCache::never;

  /// Whether the images of the survey are to have their labels.
  bool labels = false;

  /// Whether the hidden images of the classic builder are wanted even where they hold nothing that
  /// the others do not.
  bool intermediate = false;

  /// Set where DiskUsage::unique() is the only figure that is wanted, but for those of `removals`.
  /// Docker tells it by itself, except on containerd's store and, from API 1.42 on, where there are
  /// hidden images.
  bool only_unique = false;

  /// Given where the only figures that are wanted, but for `only_unique`, are what each of these
  /// removals frees. Docker tells what all images hold, except on containerd's store: then few of
  /// them need to be looked into.
  SurveyRemovals removals = {};

  /// Called after every image that is looked into; may be empty.
  SurveyProgress progress = {};
};

}  // namespace dkrls
