// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/commands.hpp"

/// The texts about commands that users read. `program` is what the user types to get here, "dkr-ls"
/// or "docker ls".
namespace dkr_ls {

/// Returns the whole help of a command in lines of at most `width` characters: what the command is
/// for, examples, its usage and its flags.
std::string help_text(const Command& command, const std::string& program, std::size_t width);

/// Returns "dkr-ls tags [flags]", as it follows "Usage:".
std::string usage_line(const Command& command, const std::string& program);

/// Returns the sentence below an error that names the help of a command.
std::string where_help_is(const Command& command, const std::string& program);

/// Returns a text that names the command "dkr-ls" with the name that the user types.
std::string as_typed(std::string_view text, const std::string& program);

}  // namespace dkr_ls
