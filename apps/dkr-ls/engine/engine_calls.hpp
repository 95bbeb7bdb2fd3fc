#pragma once

#include <dkrls/disk_usage.hpp>
#include <dkrls/image.hpp>
#include <dkrls/locate_engine.hpp>

#include "world.hpp"

namespace dkr_ls {

/// Hands every image of an engine to `sink`. Throws EngineError.
void for_each_image(const dkrls::LocatedEngine& engine, const dkrls::ImageRequest& request,
                    const dkrls::ImageSink& sink);

/// The space that an engine's images take. If it takes long, a line on the terminal shows how far
/// the inspection has come. Throws EngineError.
dkrls::DiskUsage disk_usage(const dkrls::LocatedEngine& engine, dkrls::DiskUsageRequest request,
                            const World& world);

}  // namespace dkr_ls
