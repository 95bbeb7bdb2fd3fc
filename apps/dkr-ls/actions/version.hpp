// SPDX-License-Identifier: MIT
#pragma once

#include "cli/invocation.hpp"
#include "exit_code.hpp"
#include "world.hpp"

namespace dkr_ls {

/// Prints the client's version and the engine's. Without an engine it prints which sockets it
/// tried; that is a failure only if the user named the engine.
/// *Errors:* throws UsageError if several engines are named.
ExitCode show_version(const Invocation& invocation, const World& world);

}  // namespace dkr_ls
