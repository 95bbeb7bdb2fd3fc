#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "commands.hpp"

namespace dkr_ls {

/// A command line that was understood.
struct Invocation {
  const Command* command = &root_command;
  std::vector<std::string> arguments;
  Settings settings;
};

/// A command line that was not. what() is a line that names the cause and what is allowed; it
/// quotes the user.
class UsageError : public std::runtime_error {
 public:
  UsageError(const Command& command, const std::string& message, std::string suggestion = {})
      : runtime_error(message), command_(&command), suggestion_(std::move(suggestion)) {}

  /// The command whose usage helps.
  const Command& command() const noexcept { return *command_; }

  /// What was probably meant; empty when nothing is near.
  const std::string& suggestion() const noexcept { return suggestion_; }

 private:
  const Command* command_;
  std::string suggestion_;
};

/// The complaint about a command that does not exist.
UsageError unknown_command(const std::string& name);

/// Understands the arguments of the process, without its name. Global flags may stand before and
/// after the command, values behind '=' or in the next argument, and nothing may be abbreviated. Of
/// a flag given more than once the last counts, except those that collect.
///
/// Throws UsageError.
Invocation parse_command_line(std::span<const std::string> arguments);

}  // namespace dkr_ls
