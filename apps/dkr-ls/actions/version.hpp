#pragma once

#include "cli/commands.hpp"
#include "exit_code.hpp"
#include "world.hpp"

namespace dkr_ls {

/// Prints the client's version and what there is to know of the engine: a look at whether all is
/// well. Without an engine it says what was tried, which is a failure only if the engine had been
/// named.
ExitCode show_version(const Settings& settings, const World& world);

}  // namespace dkr_ls
