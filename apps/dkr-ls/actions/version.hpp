#pragma once

#include "cli/commands.hpp"
#include "exit_code.hpp"
#include "world.hpp"

namespace dkr_ls {

/// Prints the client's version and the engine's. Without an engine it prints which sockets it
/// tried; that is a failure only if the user named the engine.
ExitCode show_version(const Settings& settings, const World& world);

}  // namespace dkr_ls
