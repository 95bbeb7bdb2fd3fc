// SPDX-License-Identifier: MIT
#include "cli/help.hpp"

#include <algorithm>
#include <vector>

namespace dkr_ls {
namespace {

/// Returns the words of a text. What single quotes enclose is one word; an apostrophe is no quote.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool quoted = false;
  bool between = true;
  for (const char c : text) {
    if (c == '\'' && (quoted || between))
      quoted = !quoted;
    const bool blank = c == ' ' && !quoted;
    if (!blank && between)
      words.emplace_back();
    if (!blank)
      words.back() += c;
    between = blank;
  }
  return words;
}

/// Appends words to the line that `out` ends with, and to further lines of at most `width`
/// characters that begin with `indent`. A line that is not the last ends in `mark`. A word that is
/// longer than a line is not broken.
void append_wrapped(std::string& out, std::string_view text, const std::string& indent,
                    std::size_t width, std::string_view mark = {}) {
  std::size_t column = out.size() - (out.rfind('\n') + 1);  // npos + 1 is 0
  bool first = true;
  for (const std::string& word : words_of(text)) {
    if (!first && column + 1 + word.size() + mark.size() > width) {
      out.append(mark).append("\n").append(indent);
      column = indent.size();
    } else if (!first) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    first = false;
  }
  out += '\n';
}

/// "  -H, --host URL", "      --sum[=true|false]".
std::string flag_synopsis(const Flag& flag) {
  std::string text = "      ";
  if (flag.letter != 0)
    text = std::string("  -") + flag.letter + ", ";
  text.append("--").append(flag.name);
  if (flag.value == Flag::Value::required)
    text.append(" ").append(flag.value_name);
  else if (!flag.value_name.empty())
    text.append("[=").append(flag.value_name).append("]");
  return text;
}

struct Item {
  std::string name;
  std::string_view text;
};

/// Appends items in two columns, or on a narrow terminal each text below its name.
void append_items(std::string& out, std::string_view heading, const std::vector<Item>& items,
                  std::size_t width) {
  if (items.empty())
    return;
  constexpr std::size_t gap = 3;
  constexpr std::size_t narrowest_text = 30;
  constexpr std::size_t indent_below = 10;
  std::size_t column = 0;
  for (const Item& item : items)
    column = std::max(column, item.name.size() + gap);
  const bool below = column + narrowest_text > width;
  out.append("\n").append(heading).append(":\n");
  for (const Item& item : items) {
    out += item.name;
    if (below)
      out.append("\n").append(indent_below, ' ');
    else
      out.append(column - item.name.size(), ' ');
    append_wrapped(out, item.text, std::string(below ? indent_below : column, ' '), width);
  }
}

void append_flags(std::string& out, std::string_view heading, std::span<const Flag> flags,
                  std::size_t width) {
  std::vector<Item> items;
  for (const Flag& flag : flags)
    items.push_back({flag_synopsis(flag), flag.help});
  append_items(out, heading, items, width);
}

void append_commands(std::string& out, std::size_t width) {
  std::vector<Item> items;
  for (const Command& command : commands())
    if (!command.hidden)
      items.push_back({"  " + std::string(command.name), command.summary});
  append_items(out, "Commands", items, width);
}

std::string_view without_blanks(std::string_view text) {
  const std::size_t start = std::min(text.find_first_not_of(' '), text.size());
  return text.substr(start, text.find_last_not_of(' ') + 1 - start);
}

/// Appends a command line. A long one is continued as a shell reads it: behind "|", or else behind
/// a backslash.
void append_command_line(std::string& out, std::string_view line, std::size_t width) {
  constexpr std::size_t indent = 2;
  for (bool first = true; !line.empty(); first = false) {
    std::size_t end = line.size();
    if (indent + line.size() > width)
      end = std::min(line.find(" | "), line.size());
    const std::string_view part = line.substr(0, end == line.size() ? end : end + 2);
    line.remove_prefix(std::min(part.size() + 1, line.size()));
    out.append(first ? indent : 2 * indent, ' ');
    append_wrapped(out, part, std::string(2 * indent, ' '), width, " \\");
  }
}

/// Appends the examples, each below what it is for.
void append_examples(std::string& out, const Command& command, const std::string& program,
                     std::size_t width) {
  if (command.examples.empty())
    return;
  out += "\nExamples:\n";
  std::string_view rest = command.examples;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::size_t comment = std::min(line.find(" # "), line.size());
    if (comment < line.size()) {
      out += "  ";
      append_wrapped(out, line.substr(comment + 1), "  # ", width);
    }
    append_command_line(out, as_typed(without_blanks(line.substr(0, comment)), program), width);
  }
}

}  // namespace

std::string as_typed(std::string_view text, const std::string& program) {
  constexpr std::string_view written = "dkr-ls ";
  std::string out;
  for (std::size_t at = text.find(written); at != std::string_view::npos; at = text.find(written)) {
    out.append(text.substr(0, at)).append(program).append(" ");
    text.remove_prefix(at + written.size());
  }
  return out.append(text);
}

std::string usage_line(const Command& command, const std::string& program) {
  std::string line = program + " ";
  line += command.id == Command::Id::root ? "COMMAND" : command.name;
  if (!command.arguments.empty())
    line.append(" ").append(command.arguments);
  return line + " [flags]";
}

std::string where_help_is(const Command& command, const std::string& program) {
  if (command.id == Command::Id::root)
    return "Run '" + program + " --help' for its commands.";
  return "Run '" + program + " " + std::string(command.name) + " --help' for its flags.";
}

std::string help_text(const Command& command, const std::string& program, std::size_t width) {
  std::string out;
  append_wrapped(out, std::string(command.summary) + ".", {}, width);
  append_examples(out, command, program, width);
  out += "\nUsage:\n  ";
  append_wrapped(out, usage_line(command, program), std::string(4, ' '), width);
  const bool root = command.id == Command::Id::root;
  if (root)
    append_commands(out, width);
  append_flags(out, "Flags", command.flags(), width);
  append_flags(out, "Global flags", global_flags(), width);
  if (root) {
    out += '\n';
    append_wrapped(out, "\"" + program + " help COMMAND\" shows the flags of a command.", {},
                   width);
  }
  return out;
}

}  // namespace dkr_ls
