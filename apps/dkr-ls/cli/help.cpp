#include "cli/help.hpp"

#include <algorithm>

namespace dkr_ls {
namespace {

/// "  -H, --host URL", "      --sum[=true|false]".
std::string flag_synopsis(const Flag& flag) {
  std::string text = "      ";
  if (flag.letter != 0)
    text = std::string("  -") + flag.letter + ", ";
  text.append("--").append(flag.name);
  if (flag.value == Flag::Value::required)
    text.append(" ").append(flag.value_name);
  else if (flag.value == Flag::Value::optional)
    text.append("[=").append(flag.value_name).append("]");
  return text;
}

void append_padded(std::string& out, std::string_view text, std::size_t width) {
  out += text;
  out.append(width - std::min(width, text.size()), ' ');
}

void append_flags(std::string& out, std::string_view heading, std::span<const Flag> flags) {
  if (flags.empty())
    return;
  std::size_t width = 0;
  for (const Flag& flag : flags)
    width = std::max(width, flag_synopsis(flag).size());
  out.append("\n").append(heading).append(":\n");
  for (const Flag& flag : flags) {
    append_padded(out, flag_synopsis(flag), width + 3);
    out.append(flag.help).append("\n");
  }
}

void append_commands(std::string& out) {
  std::size_t width = 0;
  for (const Command& command : commands())
    if (!command.hidden)
      width = std::max(width, command.name.size());
  out += "\nCommands:\n";
  for (const Command& command : commands()) {
    if (command.hidden)
      continue;
    out += "  ";
    append_padded(out, command.name, width + 3);
    out.append(command.summary).append("\n");
  }
}

/// The examples as a user of `program` would type them.
void append_examples(std::string& out, const Command& command, const std::string& program) {
  constexpr std::string_view written = "dkr-ls ";
  if (command.examples.empty())
    return;
  out += "\nExamples:\n";
  std::string_view rest = command.examples;
  for (std::size_t at = rest.find(written); at != std::string_view::npos; at = rest.find(written)) {
    out.append(rest.substr(0, at)).append(program).append(" ");
    rest.remove_prefix(at + written.size());
  }
  out += rest;
}

}  // namespace

std::string usage_text(const Command& command, const std::string& program) {
  std::string out = "Usage:\n  " + program + " ";
  const bool root = command.id == Command::Id::root;
  out += root ? "COMMAND" : std::string(command.name);
  if (!command.arguments.empty())
    out.append(" ").append(command.arguments);
  out += " [flags]\n";
  if (root)
    append_commands(out);
  append_flags(out, "Flags", command.flags());
  append_flags(out, "Global flags", global_flags());
  return out;
}

std::string help_text(const Command& command, const std::string& program) {
  std::string out(command.summary);
  out += ".\n";
  append_examples(out, command, program);
  out += '\n';
  out += usage_text(command, program);
  if (command.id == Command::Id::root)
    out += "\n\"" + program + " help COMMAND\" shows the flags of a command.\n";
  return out;
}

}  // namespace dkr_ls
