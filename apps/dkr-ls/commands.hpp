#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <dkrls/logger.hpp>

/// The commands and flags of dkr-ls, each declared once: parsing, help and completion read the same
/// tables.
namespace dkr_ls {

/// What the flags of a command line say, whatever the command.
struct Settings {
  bool help = false;
  bool version = false;
  dkrls::LogLevel log_level = dkrls::LogLevel::warning;
  std::optional<std::string> host;
  std::optional<std::string> context;
  std::chrono::seconds timeout{120};

  std::optional<std::chrono::seconds> min_age;
  std::vector<std::string> prefixes;
  std::optional<std::uint64_t> min_size;
  std::optional<std::size_t> max_tags;
  bool sum = false;
};

struct Flag {
  enum class Value { none, optional, required };

  /// Takes a value over into the settings; false when it is not what `allowed` says. A flag without
  /// its optional value gets "true", one that has none gets "".
  using Apply = bool (*)(std::string_view value, Settings& settings);

  std::string_view name;   ///< as in --name
  std::string_view alias;  ///< a second spelling, empty for none
  char letter;             ///< as in -l, 0 for none
  Value value;
  std::string_view value_name;  ///< as in --name VALUE
  std::string_view help;
  std::string_view allowed;                   ///< what a value may be, to follow "give"
  std::span<const std::string_view> choices;  ///< all values, where they can be counted
  Apply apply;
};

struct Command {
  enum class Id { root, repos, tags, version, help, completion, complete };

  Id id;
  std::string_view name;       ///< empty for the root
  std::string_view arguments;  ///< as in the usage line, empty for none
  std::size_t max_arguments;
  std::string_view summary;
  std::string_view examples;  ///< lines, each indented by two blanks
  std::span<const Flag> flags;
  bool hidden;
};

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
