// SPDX-License-Identifier: MIT
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

/// A command line that was not understood. what() is one line with the cause and what is allowed;
/// it quotes the user.
class UsageError : public std::runtime_error {
 public:
  /// A wrong value, or flags that exclude each other.
  UsageError(const Command& command, const std::string& message)
      : runtime_error(message), command_(&command) {}

  /// An unknown flag, command or argument.
  static UsageError unknown(const Command& command, const std::string& message, std::string hint) {
    UsageError error(command, message);
    error.set_hint(std::move(hint));
    error.shows_usage_ = true;
    return error;
  }

  /// The command whose help helps.
  const Command& command() const noexcept { return *command_; }

  /// A line that says what to type instead; empty if nobody knows.
  const std::string& hint() const noexcept { return hint_; }
  void set_hint(std::string hint) { hint_ = std::move(hint); }

  /// True if the line of usage helps as well.
  bool shows_usage() const noexcept { return shows_usage_; }

 private:
  const Command* command_;
  std::string hint_;
  bool shows_usage_ = false;
};

}  // namespace dkr_ls
