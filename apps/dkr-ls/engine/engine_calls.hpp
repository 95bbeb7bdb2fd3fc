#pragma once

#include <dkrls/disk_usage.hpp>
#include <dkrls/image.hpp>
#include <dkrls/locate_engine.hpp>
#include <memory>

#include "terminal/progress_line.hpp"
#include "world.hpp"

namespace dkr_ls {

/// Returns a line on the terminal for a call that takes long; nullptr if there is no terminal for
/// it.
std::unique_ptr<ProgressLine> make_progress_line(const dkrls::LocatedEngine& engine,
                                                 const World& world);

/// Returns the options of an engine for a call beside that line. What is logged takes the line away
/// first.
dkrls::ClientOptions options_beside(ProgressLine* line, const dkrls::LocatedEngine& engine);

/// Hands every image of an engine to `sink`. If images are inspected and that takes long, a line on
/// the terminal shows how far it has come. Throws EngineError.
void for_each_image(const dkrls::LocatedEngine& engine, dkrls::ImageRequest request,
                    const dkrls::ImageSink& sink, const World& world);

/// The space that an engine's images take. If it takes long, a line on the terminal shows how far
/// the inspection has come. Throws EngineError.
dkrls::DiskUsage disk_usage(const dkrls::LocatedEngine& engine, dkrls::DiskUsageRequest request,
                            const World& world);

}  // namespace dkr_ls
