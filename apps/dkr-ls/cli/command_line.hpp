#pragma once

#include <span>
#include <string>

#include "cli/invocation.hpp"

namespace dkr_ls {

/// The complaint about a command that does not exist.
UsageError unknown_command(const std::string& name);

/// Understands the arguments of the process, without its name. Global flags may stand before and
/// after the command, values behind '=' or in the next argument, and nothing may be abbreviated. Of
/// a flag given more than once the last counts, except those that collect.
///
/// Throws UsageError.
Invocation parse_command_line(std::span<const std::string> arguments);

}  // namespace dkr_ls
