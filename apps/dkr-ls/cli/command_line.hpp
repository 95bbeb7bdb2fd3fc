// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "cli/invocation.hpp"

namespace dkr_ls {

/// Returns the complaint about a command that does not exist.
UsageError unknown_command(const std::string& name);

/// Reads the arguments of the process, without its name, as docker reads its own: global flags
/// stand before or after the command, a value follows behind '=' or as the next argument, a switch
/// takes "=true" or "=false", letters may stand together, and nothing may be abbreviated. If a flag
/// is given more than once the last one counts, but some flags collect values.
///
/// Throws UsageError.
Invocation parse_command_line(std::span<const std::string> arguments);

/// The beginning of a command line, as far as it can be read.
struct PartialLine {
  Invocation invocation;                 ///< as far as the words make sense
  const Flag* awaiting_value = nullptr;  ///< the flag that the next word is the value of
};

/// Reads the beginning of a command line by the rules of parse_command_line(), but skips what is
/// wrong.
PartialLine parse_partial_line(std::span<const std::string> words);

}  // namespace dkr_ls
