#include "commands.hpp"

#include <algorithm>
#include <charconv>
#include <dkrls/age.hpp>
#include <dkrls/byte_size.hpp>
#include <dkrls/endpoint.hpp>

namespace dkr_ls {
namespace {

using namespace std::string_view_literals;

/// Reads a whole number into `number`; false when the text is anything else or does not fit.
template <class Number>
bool parse_whole(std::string_view text, Number& number) {
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  return parsed.ec == std::errc() && parsed.ptr == end;
}

constexpr std::string_view log_levels[] = {"TRACE", "DEBUG", "INFO", "WARNING", "ERROR", "FATAL"};
constexpr std::string_view truth_values[] = {"true", "false"};

constexpr Flag global_flag_table[] = {
    {.name = "log-level",
     .alias = {},
     .letter = 0,
     .value = Flag::Value::required,
     .value_name = "LEVEL",
     .help = "say on stderr what is done: TRACE, DEBUG, INFO, WARNING, ERROR or FATAL "
             "(default WARNING)",
     .allowed = "TRACE, DEBUG, INFO, WARNING, ERROR or FATAL",
     .choices = log_levels,
     .apply =
         [](std::string_view value, Settings& settings) {
           const auto level = dkrls::parse_log_level(value);
           if (level)
             settings.log_level = *level;
           return level.has_value();
         }},
    {.name = "host",
     .alias = {},
     .letter = 'H',
     .value = Flag::Value::required,
     .value_name = "URL",
     .help = "the engine to ask: unix://, tcp:// or ssh:// (default as docker's, see the README)",
     .allowed =
         "an endpoint such as unix:///var/run/docker.sock, tcp://host:2375 or ssh://user@host",
     .choices = {},
     .apply =
         [](std::string_view value, Settings& settings) {
           settings.host = value;
           return dkrls::parse_endpoint(value).has_value();
         }},
    {.name = "context",
     .alias = {},
     .letter = 'c',
     .value = Flag::Value::required,
     .value_name = "NAME",
     .help = "the engine of a Docker context",
     .allowed = "the name of a context, see \"docker context ls\"",
     .choices = {},
     .apply =
         [](std::string_view value, Settings& settings) {
           settings.context = value;
           return !value.empty();
         }},
    {.name = "timeout",
     .alias = {},
     .letter = 0,
     .value = Flag::Value::required,
     .value_name = "SECONDS",
     .help = "longest silence of the engine that is accepted, 0 for any (default 120)",
     .allowed = "a whole number of seconds from 0 to 86400",
     .choices = {},
     .apply =
         [](std::string_view value, Settings& settings) {
           constexpr std::uint32_t longest = 24 * 60 * 60;
           std::uint32_t seconds = 0;
           if (!parse_whole(value, seconds) || seconds > longest)
             return false;
           settings.timeout = std::chrono::seconds(seconds);
           return true;
         }},
    {.name = "help",
     .alias = {},
     .letter = 'h',
     .value = Flag::Value::none,
     .value_name = {},
     .help = "show this help",
     .allowed = {},
     .choices = {},
     .apply =
         [](std::string_view, Settings& settings) {
           settings.help = true;
           return true;
         }},
    {.name = "version",
     .alias = {},
     .letter = 0,
     .value = Flag::Value::none,
     .value_name = {},
     .help = "show the version",
     .allowed = {},
     .choices = {},
     .apply =
         [](std::string_view, Settings& settings) {
           settings.version = true;
           return true;
         }},
};

constexpr Flag tags_flag_table[] = {
    {.name = "minAge",
     .alias = "min-age",
     .letter = 0,
     .value = Flag::Value::required,
     .value_name = "DAYS",
     .help = "only images created more than DAYS days ago (36h, 20d and 3w name other units)",
     .allowed = "a number of days such as 20 or 1.5, or an age such as 36h, 20d or 3w",
     .choices = {},
     .apply =
         [](std::string_view value, Settings& settings) {
           const auto age = dkrls::parse_age(value);
           if (age)
             settings.min_age = *age;
           return age.has_value();
         }},
    {.name = "prefix",
     .alias = {},
     .letter = 0,
     .value = Flag::Value::required,
     .value_name = "P",
     .help = "only repositories that start with P; give it again to allow several",
     .allowed = "the first characters of a repository's name, at least one",
     .choices = {},
     .apply =
         [](std::string_view value, Settings& settings) {
           settings.prefixes.emplace_back(value);
           return !value.empty();
         }},
    {.name = "minSize",
     .alias = "min-size",
     .letter = 0,
     .value = Flag::Value::required,
     .value_name = "SIZE",
     .help = "only images bigger than SIZE, such as 100MB, 1.5GB or 512MiB",
     .allowed = "a number of bytes up to 9.2EB, such as 100MB, 1.5GB, 512kB, 100MiB or 1048576",
     .choices = {},
     .apply =
         [](std::string_view value, Settings& settings) {
           const auto size = dkrls::parse_byte_size(value);
           if (size)
             settings.min_size = *size;
           return size.has_value();
         }},
    {.name = "maxTags",
     .alias = "max-tags",
     .letter = 0,
     .value = Flag::Value::required,
     .value_name = "N",
     .help = "at most the N newest tags of each repository, after all other flags",
     .allowed = "a whole number of 1 or more",
     .choices = {},
     .apply =
         [](std::string_view value, Settings& settings) {
           std::size_t count = 0;
           if (!parse_whole(value, count) || count == 0)
             return false;
           settings.max_tags = count;
           return true;
         }},
    {.name = "sum",
     .alias = {},
     .letter = 0,
     .value = Flag::Value::optional,
     .value_name = "true|false",
     .help = "add a line with the total size, each image counted once",
     .allowed = "true or false",
     .choices = truth_values,
     .apply =
         [](std::string_view value, Settings& settings) {
           settings.sum = value == "true";
           return value == "true" || value == "false";
         }},
};

constexpr Command command_table[] = {
    {.id = Command::Id::repos,
     .name = "repos",
     .arguments = {},
     .max_arguments = 0,
     .summary = "List the repositories, one per line, the one with the newest image first",
     .examples = "  dkr-ls repos                      # what is here?\n"
                 "  dkr-ls repos | tail -n +2 | wc -l # how many repositories?\n",
     .flags = {},
     .hidden = false},
    {.id = Command::Id::tags,
     .name = "tags",
     .arguments = {},
     .max_arguments = 0,
     .summary = "List the tags, one per line, newest first",
     .examples = "  dkr-ls tags --minAge 90 --minSize 100MB --sum  # old and large, and what it "
                 "adds up to\n"
                 "  dkr-ls tags --prefix ci/ --maxTags 1           # the newest of each of ours\n"
                 "  dkr-ls tags --minAge 180 | awk 'NR > 1 {print $3}' | sort -u | xargs -r docker "
                 "rmi\n",
     .flags = tags_flag_table,
     .hidden = false},
    {.id = Command::Id::version,
     .name = "version",
     .arguments = {},
     .max_arguments = 0,
     .summary = "Show the version, and what engine there is",
     .examples = {},
     .flags = {},
     .hidden = false},
    {.id = Command::Id::help,
     .name = "help",
     .arguments = "[COMMAND]",
     .max_arguments = 1,
     .summary = "Show the help of a command",
     .examples = {},
     .flags = {},
     .hidden = false},
    {.id = Command::Id::completion,
     .name = "completion",
     .arguments = "bash|zsh|fish",
     .max_arguments = 1,
     .summary = "Print a script that completes command lines in a shell",
     .examples = "  source <(dkr-ls completion bash)\n"
                 "  dkr-ls completion fish > ~/.config/fish/completions/dkr-ls.fish\n",
     .flags = {},
     .hidden = false},
    {.id = Command::Id::complete,
     .name = "__complete",
     .arguments = "[WORD...]",
     .max_arguments = static_cast<std::size_t>(-1),
     .summary = "Print what the last word may become, for the completion scripts",
     .examples = {},
     .flags = {},
     .hidden = true},
};

bool is_spelled(const Flag& flag, std::string_view text) {
  if (text.size() == 2 && text[0] == '-')
    return flag.letter != 0 && text[1] == flag.letter;
  if (!text.starts_with("--"))
    return false;
  text.remove_prefix(2);
  return text == flag.name || (!flag.alias.empty() && text == flag.alias);
}

}  // namespace

constinit const Command root_command = {
    .id = Command::Id::root,
    .name = {},
    .arguments = {},
    .max_arguments = 0,
    .summary = "See what container images this machine holds: how old, how big, and where from",
    .examples =
        "  dkr-ls tags --minAge 30 --sum\n"
        "  dkr-ls tags --prefix nginx --maxTags 3\n",
    .flags = {},
    .hidden = false};

std::span<const Command> commands() {
  return command_table;
}

std::span<const Flag> global_flags() {
  return global_flag_table;
}

const Command* find_command(std::string_view name) {
  const auto* const found = std::ranges::find(command_table, name, &Command::name);
  return found == std::end(command_table) ? nullptr : found;
}

const Flag* find_flag(const Command& command, std::string_view text) {
  for (const std::span<const Flag> table : {command.flags, global_flags()})
    for (const Flag& flag : table)
      if (is_spelled(flag, text))
        return &flag;
  return nullptr;
}

}  // namespace dkr_ls
