// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "cli/commands.hpp"

/// Words of docker and of other tools that dkr-ls does not have, each with a line that says what to
/// type instead. Such a word is refused and never executed. A line names the command "dkr-ls".
namespace dkr_ls {

/// Empty if there is nothing to say about the word, as for the functions below.
std::string hint_for_command(std::string_view word);

/// `spelling` is "--name" or "-n".
std::string hint_for_flag(const Command& command, std::string_view spelling);

std::string hint_for_value(const Command& command, const Flag& flag, std::string_view value);

std::string hint_for_argument(const Command& command);

}  // namespace dkr_ls
