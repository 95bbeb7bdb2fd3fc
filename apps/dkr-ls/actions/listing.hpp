// SPDX-License-Identifier: MIT
#pragma once

#include "cli/invocation.hpp"
#include "exit_code.hpp"
#include "world.hpp"

namespace dkr_ls {

/// Ask the engine, and print what the settings select.
/// *Errors:* throw UsageError for an invalid format, EngineError if the engine fails.
ExitCode list_repositories(const Invocation& invocation, const World& world);
ExitCode list_tags(const Invocation& invocation, const World& world);
ExitCode show_disk_usage(const Invocation& invocation, const World& world);

}  // namespace dkr_ls
