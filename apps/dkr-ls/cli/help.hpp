#pragma once

#include <string>

#include "cli/commands.hpp"

namespace dkr_ls {

/// The whole help of a command: what it is for, examples and its usage. `program` is what the user
/// types to get here, "dkr-ls" or "docker ls".
std::string help_text(const Command& command, const std::string& program);

/// "Usage:" and the flags, as it follows an error.
std::string usage_text(const Command& command, const std::string& program);

}  // namespace dkr_ls
