#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.hpp"
#include "cli/settings.hpp"

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

}  // namespace dkr_ls
