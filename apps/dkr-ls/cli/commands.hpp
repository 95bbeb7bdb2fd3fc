// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "cli/settings.hpp"

/// The commands and flags of dkr-ls, each declared once: parsing, help and completion read the same
/// tables.
namespace dkr_ls {

struct Flag {
  /// A switch is on without a value, and "=true" or "=false" may follow it.
  enum class Value { of_switch, required };

  /// The values that completion asks the engine, docker's files or the shell for.
  enum class Live { none, repositories, patterns, contexts, files };

  /// Puts a value into the settings; false if it is not what `allowed` says. A switch without a
  /// value gets "true".
  using Apply = bool (*)(std::string_view value, Settings& settings);

  std::string_view name;        ///< as in --name
  std::string_view alias = {};  ///< a second spelling, empty for none
  char letter = 0;              ///< as in -l, 0 for none
  Value value = Value::of_switch;
  std::string_view value_name = {};  ///< as in --name VALUE, or in --switch[=VALUE] to show that
  std::string_view help;
  std::string_view allowed = "true or false";      ///< what a value may be, to follow "give"
  std::span<const std::string_view> choices = {};  ///< all values of a flag that needs one; or none
  Live live = Live::none;
  Apply apply;

  /// Returns the fault of a value and what to write instead; nullptr if `allowed` says enough.
  std::string (*remedy)(std::string_view value) = nullptr;
};

struct Command {
  enum class Id { root, repos, tags, du, version, help, completion, complete, plugin_metadata };

  Id id;
  std::string_view name;       ///< empty for the root
  std::string_view arguments;  ///< as in the usage line, empty for none
  std::size_t max_arguments;
  std::string_view summary;
  std::string_view examples;  ///< lines, each indented by two blanks
  std::span<const Flag> (*flags)();
  bool hidden;
};

/// Returns all values that a flag takes; empty if they are too many to list.
std::span<const std::string_view> values_of(const Flag& flag);

/// Two flags of which at most one can be given.
struct Conflict {
  std::string_view first;   ///< as in --first
  std::string_view second;  ///< likewise
  std::string_view why;
};

std::span<const Conflict> conflicts();

/// dkr-ls without a command.
extern const Command root_command;

/// All commands in the order of the help, the hidden ones last.
std::span<const Command> commands();

/// The flags that work before and after every command.
std::span<const Flag> global_flags();

/// Returns nullptr if there is no such command.
const Command* find_command(std::string_view name);

/// Returns the flag of a command, or the global one, that is spelled `text`: "--name", "--alias" or
/// "-l". nullptr if there is none.
const Flag* find_flag(const Command& command, std::string_view text);

inline constexpr std::string_view shells[] = {"bash", "zsh", "fish"};

}  // namespace dkr_ls
