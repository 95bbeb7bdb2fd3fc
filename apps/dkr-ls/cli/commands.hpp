#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "cli/settings.hpp"

/// The commands and flags of dkr-ls, each declared once: parsing, help and completion read the same
/// tables.
namespace dkr_ls {

struct Flag {
  enum class Value { none, optional, required };

  /// What completion looks up for a value that no table can hold.
  enum class Live { none, repositories, contexts };

  /// Takes a value over into the settings; false when it is not what `allowed` says. A flag without
  /// its optional value gets "true", one that has none gets "".
  using Apply = bool (*)(std::string_view value, Settings& settings);

  std::string_view name;        ///< as in --name
  std::string_view alias = {};  ///< a second spelling, empty for none
  char letter = 0;              ///< as in -l, 0 for none
  Value value = Value::none;
  std::string_view value_name = {};  ///< as in --name VALUE
  std::string_view help;
  std::string_view allowed = {};                   ///< what a value may be, to follow "give"
  std::span<const std::string_view> choices = {};  ///< all values, where they can be counted
  Live live = Live::none;
  Apply apply;
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

/// nullptr when there is no such command.
const Command* find_command(std::string_view name);

/// The flag of a command, or the global one, that is spelled `text`: "--name", "--alias" or "-l".
/// nullptr when there is none.
const Flag* find_flag(const Command& command, std::string_view text);

inline constexpr std::string_view shells[] = {"bash", "zsh", "fish"};

}  // namespace dkr_ls
