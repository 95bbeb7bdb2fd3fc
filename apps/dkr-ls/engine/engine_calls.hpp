// SPDX-License-Identifier: MIT
#pragma once

#include <dkrls/disk_usage.hpp>
#include <dkrls/image.hpp>
#include <memory>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "exit_code.hpp"
#include "terminal/progress_line.hpp"
#include "world.hpp"

namespace dkr_ls {

/// Returns a line on the terminal for a call that takes long; nullptr if there is no terminal for
/// it.
std::unique_ptr<ProgressLine> make_progress_line(const dkrls::Logger& logger, const World& world);

/// Returns the options of an engine for a call beside that line. What is logged takes the line away
/// first.
dkrls::ClientOptions options_beside(ProgressLine* line, const dkrls::LocatedEngine& engine);

/// How many of the engines did what they were asked.
enum class Answers { all, some, none };

/// Returns failure unless all engines answered.
inline ExitCode exit_code_of(Answers answers) {
  return answers == Answers::all ? ExitCode::ok : ExitCode::failure;
}

/// Hands every image of the engines to `sink`. Asks several engines at the same time, and hands on
/// the images of each when its list is complete: a part of a list could be taken for the whole. If
/// images are inspected and that takes long, a line on the terminal shows how far it has come.
///
/// *Errors:* throws EngineError if one engine is asked. Of several it prints a line for each that
/// fails.
Answers for_each_image(const Engines& engines, const dkrls::ImageRequest& request,
                       const dkrls::ImageSink& sink, const World& world);

/// The disk usage of a host.
struct HostUsage {
  std::string host;  ///< ClientOptions::host_name
  dkrls::DiskUsage usage;
};

struct DiskUsages {
  std::vector<HostUsage> hosts;  ///< in the order of the engines, without those that failed
  Answers answers = Answers::all;
};

/// Returns the space that the images of each engine take. If it takes long, a line on the terminal
/// shows how far the inspection has come.
/// *Errors:* as for_each_image().
DiskUsages disk_usages(const Engines& engines, const dkrls::DiskUsageRequest& request,
                       const World& world);

}  // namespace dkr_ls
