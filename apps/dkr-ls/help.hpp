#pragma once

#include <string>

#include "commands.hpp"

namespace dkr_ls {

/// The whole help of a command: what it is for, its usage and examples.
std::string help_text(const Command& command);

/// "Usage:" and the flags, as it follows an error.
std::string usage_text(const Command& command);

}  // namespace dkr_ls
