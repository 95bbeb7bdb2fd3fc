#include "cli/command_line.hpp"

#include <algorithm>
#include <boost/program_options/cmdline.hpp>
#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <dkrls/detail/text/suggest.hpp>

namespace dkr_ls {
namespace {

namespace po = boost::program_options;

constexpr const char* positional_key = "arguments";

/// "--name" of "--name=value" or "--name"; "-l" of "-lvalue" or "-l".
std::string spelling_of(std::string_view argument) {
  if (argument.starts_with("--"))
    return std::string(argument.substr(0, argument.find('=')));
  return std::string(argument.substr(0, 2));
}

bool is_flag(std::string_view argument) {
  return argument.size() > 1 && argument[0] == '-';
}

/// The flag that replaces one of a former version; empty for other flags.
std::string_view successor_of(std::string_view spelling) {
  return spelling == "--skipTags" || spelling == "--skip-tags" ? "keep" : "";
}

UsageError unknown_flag(const Command& command, const std::string& spelling) {
  const std::string successor = "--" + std::string(successor_of(spelling));
  if (find_flag(command, successor) != nullptr)
    return {command, "unknown flag: " + spelling, successor};
  std::vector<std::string_view> candidates;
  for (const auto spelled : {&Flag::name, &Flag::alias})  // of equals the name is suggested
    for (const std::span<const Flag> table : {command.flags(), global_flags()})
      for (const Flag& flag : table)
        candidates.push_back(flag.*spelled);
  std::string suggestion;
  if (spelling.starts_with("--"))
    suggestion = dkrls::detail::suggest(std::string_view(spelling).substr(2), candidates);
  return {command, "unknown flag: " + spelling,
          suggestion.empty() ? suggestion : "--" + suggestion};
}

UsageError bad_value(const Command& command, const std::string& spelling, std::string_view value,
                     const Flag& flag) {
  return {command, "invalid " + spelling + " \"" + std::string(value) + "\": give " +
                       std::string(flag.allowed)};
}

/// The index of the argument that names the command: the first that is neither a global flag nor
/// the value of one. arguments.size() when there is none.
std::size_t find_command_argument(std::span<const std::string> arguments) {
  std::size_t i = 0;
  for (; i < arguments.size(); ++i) {
    if (!is_flag(arguments[i]))
      break;
    if (arguments[i] == "--")
      return std::min(i + 1, arguments.size());
    const std::string spelling = spelling_of(arguments[i]);
    const Flag* const flag = find_flag(root_command, spelling);
    if (flag == nullptr)
      throw unknown_flag(root_command, spelling);
    if (flag->value == Flag::Value::required && arguments[i] == spelling)
      ++i;
  }
  return std::min(i, arguments.size());
}

po::options_description describe_options(const Command& command) {
  po::options_description options;
  for (const std::span<const Flag> table : {command.flags(), global_flags()}) {
    for (const Flag& flag : table) {
      std::string names(flag.name);
      if (!flag.alias.empty())
        names.append(",").append(flag.alias);
      if (flag.letter != 0)
        names.append(",").append(1, flag.letter);
      po::value_semantic* value = nullptr;
      if (flag.value == Flag::Value::optional)
        value = po::value<std::string>()->implicit_value("true");
      else
        value = new po::untyped_value(flag.value == Flag::Value::none);
      options.add_options()(names.c_str(), value);  // takes ownership
    }
  }
  options.add_options()(positional_key, new po::untyped_value());
  return options;
}

/// Splits arguments into options as the tables say. Throws UsageError.
std::vector<po::option> split(const Command& command, const std::vector<std::string>& arguments) {
  namespace style = po::command_line_style;
  using Syntax = po::invalid_command_line_syntax;
  const po::options_description options = describe_options(command);
  po::positional_options_description positional;
  positional.add(positional_key, -1);
  try {
    return po::command_line_parser(arguments)
        .options(options)
        .positional(positional)
        .style(style::unix_style & ~style::allow_guessing)
        .run()
        .options;
  } catch (const Syntax& error) {
    const std::string spelling = spelling_of(error.get_option_name());
    const Flag* const flag = find_flag(command, spelling);
    if (flag == nullptr)
      throw unknown_flag(command, spelling);
    switch (error.kind()) {
      case Syntax::missing_parameter:
        throw UsageError(command, "flag needs a value: " + spelling + " " +
                                      std::string(flag->value_name) + ", give " +
                                      std::string(flag->allowed));
      case Syntax::extra_parameter:
        throw UsageError(command, "flag takes no value: " + spelling);
      case Syntax::empty_adjacent_parameter:
        throw bad_value(command, spelling, "", *flag);
      default:
        throw UsageError(command, error.what());
    }
  } catch (const po::unknown_option& error) {
    throw unknown_flag(command, spelling_of(error.get_option_name()));
  } catch (const po::error& error) {
    throw UsageError(command, error.what());
  }
}

/// The flag as the user wrote it. Of letters that stand together, as in "-hc", only one option of
/// them all has the token, and it may be another's.
std::string spelling_of(const po::option& option, const Flag& flag) {
  if (!option.original_tokens.empty() && option.original_tokens.front().starts_with("--"))
    return spelling_of(option.original_tokens.front());
  return {'-', flag.letter};
}

/// Takes one option over.
void apply(const Command& command, const po::option& option, Invocation& invocation) {
  if (option.string_key == positional_key) {
    invocation.arguments.insert(invocation.arguments.end(), option.value.begin(),
                                option.value.end());
    return;
  }
  const Flag& flag = *find_flag(command, "--" + option.string_key);
  std::string_view value;
  if (!option.value.empty())
    value = option.value.front();
  else if (flag.value == Flag::Value::optional)
    value = "true";
  if (!flag.apply(value, invocation.settings))
    throw bad_value(command, spelling_of(option, flag), value, flag);
}

/// Throws UsageError where two flags exclude each other.
void check_conflicts(const Command& command, const std::vector<po::option>& options) {
  const auto is_given = [&](std::string_view name) {
    return std::ranges::find(options, name, &po::option::string_key) != options.end();
  };
  for (const Conflict& conflict : conflicts())
    if (is_given(conflict.first) && is_given(conflict.second))
      throw UsageError(command, std::string(conflict.why) + ": give --" +
                                    std::string(conflict.first) + " or --" +
                                    std::string(conflict.second) + ", not both");
}

}  // namespace

UsageError unknown_command(const std::string& name) {
  std::vector<std::string_view> candidates;
  for (const Command& command : commands())
    if (!command.hidden)
      candidates.push_back(command.name);
  return {root_command, "unknown command \"" + name + "\"",
          dkrls::detail::suggest(name, candidates)};
}

Invocation parse_command_line(std::span<const std::string> arguments) {
  const std::size_t position = find_command_argument(arguments);
  std::vector<std::string> rest(arguments.begin(), arguments.end());
  Invocation invocation;
  if (position < rest.size()) {
    invocation.command = find_command(rest[position]);
    if (invocation.command == nullptr)
      throw unknown_command(rest[position]);
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(position));
  }
  const Command& command = *invocation.command;
  if (command.id == Command::Id::complete) {
    // Half a command line: nothing in it is meant for us.
    invocation.arguments.assign(rest.begin() + static_cast<std::ptrdiff_t>(position), rest.end());
    return invocation;
  }
  const std::vector<po::option> options = split(command, rest);
  for (const po::option& option : options)
    apply(command, option, invocation);
  check_conflicts(command, options);
  if (invocation.arguments.size() > command.max_arguments) {
    const std::string& stray = invocation.arguments[command.max_arguments];
    throw UsageError(command, "unexpected argument \"" + stray + "\": " +
                                  (command.max_arguments == 0
                                       ? "\"" + std::string(command.name) + "\" takes flags only"
                                       : "one " + std::string(command.arguments) + " is enough"));
  }
  return invocation;
}

}  // namespace dkr_ls
