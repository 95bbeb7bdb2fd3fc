// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

#include <algorithm>
#include <boost/program_options/cmdline.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <optional>

#include "cli/flag_values.hpp"
#include "cli/synonyms.hpp"

namespace dkr_ls {
namespace {

namespace po = boost::program_options;

/// Calls `visit` for every flag of every command. Flags of one name are alike in whether they need
/// a value (a test checks it), so a line can be split before its command is known.
template <class Visit>
void for_each_flag(Visit visit) {
  for (const Command& command : commands())
    for (const std::span<const Flag> table : {command.flags(), global_flags()})
      for (const Flag& flag : table)
        visit(flag);
}

const Flag* find_flag_of_any_command(std::string_view spelling) {
  for (const Command& command : commands())
    if (const Flag* const flag = find_flag(command, spelling))
      return flag;
  return nullptr;
}

/// An option for Program_options. Its key is the name of the flag, or the spelling if there is no
/// such flag or its value is missing; Program_options knows no such key and leaves it as it is.
po::option make_option(const std::string& word, const std::string& spelling,
                       const std::optional<std::string>& value, bool next_word_is_value) {
  po::option option;
  option.original_tokens = {spelling, word};
  option.string_key = spelling;
  const Flag* const flag = find_flag_of_any_command(spelling);
  if (flag == nullptr)
    return option;
  if (value)
    option.value = {*value};
  else if (flag->value != Flag::Value::required)
    option.value = {"true"};
  if (!option.value.empty() || next_word_is_value)
    option.string_key = flag->name;
  return option;
}

std::vector<po::option> read_letters(const std::string& word, bool is_last_word) {
  std::vector<po::option> options;
  for (std::size_t i = 1; i < word.size(); ++i) {
    const std::string spelling = {'-', word[i]};
    const std::string rest = word.substr(i + 1);
    const Flag* const flag = find_flag_of_any_command(spelling);
    const bool needs_value = flag != nullptr && flag->value == Flag::Value::required;
    if (rest.starts_with('=') || (needs_value && !rest.empty())) {
      options.push_back(
          make_option(word, spelling, rest.substr(rest.starts_with('=') ? 1 : 0), false));
      break;
    }
    options.push_back(make_option(word, spelling, std::nullopt, !is_last_word));
  }
  return options;
}

/// Takes the first word if it consists of flags, in docker's spelling: "--name", "--name=value",
/// "-n", "-nvalue", "-n=value", or several letters as in "-aq". Program_options has no style in
/// which a switch takes a value behind '=' only and letters still stand together.
std::vector<po::option> read_flags(std::vector<std::string>& words) {
  const std::string word = words.front();
  if (word.size() < 2 || word[0] != '-' || word == "--")
    return {};
  words.erase(words.begin());
  if (word[1] != '-')
    return read_letters(word, words.empty());
  const std::size_t equals = word.find('=');
  std::optional<std::string> value;
  if (equals != std::string::npos)
    value = word.substr(equals + 1);
  return {make_option(word, word.substr(0, equals), value, !words.empty())};
}

/// Splits a line into options and arguments, in their order.
std::vector<po::option> split(std::span<const std::string> words) {
  namespace style = po::command_line_style;
  po::options_description known;
  for_each_flag([&](const Flag& flag) {
    const std::string name(flag.name);
    if (known.find_nothrow(name, false) != nullptr)
      return;
    if (flag.value == Flag::Value::required)
      known.add_options()(name.c_str(), new po::untyped_value);  // takes ownership
    else
      known.add_options()(name.c_str(), po::value<std::string>()->implicit_value("true"));
  });
  return po::command_line_parser(std::vector<std::string>(words.begin(), words.end()))
      .options(known)
      .style(style::unix_style & ~style::allow_guessing)
      .extra_style_parser(read_flags)
      .allow_unregistered()
      .run()
      .options;
}

UsageError unknown_flag(const Command& command, const po::option& option) {
  const std::string& spelling = option.original_tokens.front();
  const std::string& word = option.original_tokens[1];
  const bool among_letters = !word.starts_with("--") && word.size() > 2 && word[2] != '=';
  std::string hint = hint_for_flag(command, spelling);
  if (among_letters && find_flag(command, "-" + word) != nullptr)  // "-sum"
    hint = "Did you mean \"-" + word + "\"?";
  return UsageError::unknown(
      command, "unknown flag: " + spelling + (among_letters ? " in \"" + word + "\"" : ""), hint);
}

UsageError missing_value(const Command& command, const std::string& spelling, const Flag& flag) {
  return {command, "flag needs a value: " + spelling + " " + std::string(flag.value_name) +
                       ", give " + std::string(flag.allowed)};
}

UsageError bad_value(const Command& command, const std::string& spelling, std::string_view value,
                     const Flag& flag) {
  const std::string remedy =
      flag.remedy == nullptr ? "give " + std::string(flag.allowed) : flag.remedy(value);
  UsageError error(command, "invalid " + spelling + " \"" + std::string(value) + "\": " + remedy);
  error.set_hint(hint_for_value(command, flag, value));
  return error;
}

/// True for a word that people mean as the value of a switch.
bool is_truth(std::string_view word) {
  return parse_truth(word) || equals_in_any_case(word, "yes") || equals_in_any_case(word, "no");
}

void take_argument(const std::string& argument, Invocation& invocation) {
  if (invocation.command != &root_command) {
    invocation.arguments.push_back(argument);
    return;
  }
  const Command* const named = find_command(argument);
  if (named == nullptr)
    throw unknown_command(argument);
  invocation.command = named;
}

/// Throws UsageError.
void take(const po::option& option, Invocation& invocation) {
  if (option.position_key != -1)
    return take_argument(option.value.front(), invocation);
  const Command& command = *invocation.command;
  const std::string& spelling = option.original_tokens.front();
  const Flag* const flag = find_flag(command, spelling);
  if (flag == nullptr)
    throw unknown_flag(command, option);
  if (option.unregistered)
    throw missing_value(command, spelling, *flag);
  const std::string& value = option.value.front();
  if (!flag->apply(value, invocation.settings))
    throw bad_value(command, spelling, value, *flag);
}

/// True if a flag is given: with a value that is not empty, or as a switch that is not turned off
/// later.
bool is_on(std::string_view name, const Command& command, const std::vector<po::option>& options) {
  const Flag* const flag = find_flag(command, "--" + std::string(name));
  if (flag == nullptr)
    return false;
  if (flag->value == Flag::Value::required)
    return std::ranges::any_of(options, [&](const po::option& option) {
      return option.string_key == name && !option.value.front().empty();
    });
  const auto last =
      std::ranges::find(options.rbegin(), options.rend(), name, &po::option::string_key);
  return last != options.rend() && parse_truth(last->value.front()) == true;
}

/// Throws UsageError if two flags exclude each other.
void check_conflicts(const Command& command, const std::vector<po::option>& options) {
  for (const Conflict& conflict : conflicts())
    if (is_on(conflict.first, command, options) && is_on(conflict.second, command, options))
      throw UsageError(command, std::string(conflict.why) + ": give --" +
                                    std::string(conflict.first) + " or --" +
                                    std::string(conflict.second) + ", not both");
}

/// Throws UsageError for "--sum false". As in docker the word is an argument, and as a pattern it
/// would match nothing.
void check_words_after_switches(const Command& command, const std::vector<po::option>& options) {
  for (std::size_t i = 1; i < options.size(); ++i) {
    const po::option& before = options[i - 1];
    const std::string& word = options[i].value.front();
    if (options[i].position_key == -1 || before.position_key != -1 || !is_truth(word))
      continue;
    const std::string& spelling = before.original_tokens.front();
    const bool has_value = before.original_tokens[1].find('=') != std::string::npos;
    if (!has_value && find_flag(command, spelling)->value != Flag::Value::required)
      throw UsageError(command, std::string("\"")
                                    .append(word)
                                    .append("\" after the switch ")
                                    .append(spelling)
                                    .append(" is an argument: write ")
                                    .append(spelling)
                                    .append("=true or ")
                                    .append(spelling)
                                    .append("=false"));
  }
}

/// Throws UsageError if there are more arguments than the command takes.
void check_arguments(const Invocation& invocation) {
  const Command& command = *invocation.command;
  if (invocation.arguments.size() <= command.max_arguments)
    return;
  const std::string& stray = invocation.arguments[command.max_arguments];
  throw UsageError::unknown(
      command,
      "unexpected argument \"" + stray + "\": " +
          (command.max_arguments == 0 ? "\"" + std::string(command.name) + "\" takes flags only"
                                      : "one " + std::string(command.arguments) + " is enough"),
      hint_for_argument(command));
}

}  // namespace

UsageError unknown_command(const std::string& name) {
  return UsageError::unknown(root_command, "unknown command \"" + name + "\"",
                             hint_for_command(name));
}

Invocation parse_command_line(std::span<const std::string> arguments) {
  Invocation invocation;
  const Command* const complete = find_command("__complete");
  if (!arguments.empty() && arguments.front() == complete->name) {
    // Half a command line, which is not to be read as one of ours.
    invocation.command = complete;
    invocation.arguments.assign(arguments.begin() + 1, arguments.end());
    return invocation;
  }
  const std::vector<po::option> options = split(arguments);
  for (const po::option& option : options)
    take(option, invocation);
  if (invocation.settings.help || invocation.settings.version)
    return invocation;
  check_conflicts(*invocation.command, options);
  check_words_after_switches(*invocation.command, options);
  check_arguments(invocation);
  return invocation;
}

PartialLine parse_partial_line(std::span<const std::string> words) {
  PartialLine line;
  const std::vector<po::option> options = split(words);
  for (const po::option& option : options) {
    try {
      take(option, line.invocation);
    } catch (const UsageError&) {
      // Half a line need not be right.
    }
  }
  if (!options.empty() && options.back().unregistered)
    line.awaiting_value =
        find_flag(*line.invocation.command, options.back().original_tokens.front());
  return line;
}

}  // namespace dkr_ls
