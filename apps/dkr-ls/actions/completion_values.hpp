#pragma once

#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "world.hpp"

namespace dkr_ls {

/// The values of a kind that are there at the moment: the repositories of the engine that the
/// settings name, newest image first, or the names of docker's contexts. Only names that mean
/// themselves in every shell. Empty when there are none or they cannot be had; never says why.
///
/// Someone waits at a prompt: after 300 ms the process ends as if there were none. An engine behind
/// ssh is not asked, for ssh may have questions.
std::vector<std::string> live_values(Flag::Live kind, const Settings& settings, const World& world);

}  // namespace dkr_ls
