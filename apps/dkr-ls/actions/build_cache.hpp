#pragma once

#include <dkrls/disk_usage.hpp>

#include "world.hpp"

namespace dkr_ls {

/// Says on `err` how much of what removing images frees may live on in the engine's build cache,
/// where that is so.
void say_what_build_cache_keeps(const dkrls::DiskSurvey& survey, const dkrls::DiskFigure& freed,
                                const World& world);

}  // namespace dkr_ls
