// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "world.hpp"

namespace dkr_ls {

/// Returns the existing values of a kind: the repositories of the engine in the settings, newest
/// image first, or the names of docker's contexts. Leaves out names that a shell would have to
/// quote.
///
/// The user waits at a prompt: after 300 ms the process ends without values. Does not ask an engine
/// behind ssh, because ssh may prompt.
///
/// *Errors:* returns no values.
std::vector<std::string> live_values(Flag::Live kind, const Settings& settings, const World& world);

}  // namespace dkr_ls
