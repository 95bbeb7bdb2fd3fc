// SPDX-License-Identifier: MIT
#include "cli/commands.hpp"

#include <algorithm>

#include "cli/flags.hpp"

namespace dkr_ls {
namespace {

std::span<const Flag> no_flags() {
  return {};
}

constexpr Command command_table[] = {
    {.id = Command::Id::repos,
     .name = "repos",
     .arguments = {},
     .max_arguments = 0,
     .summary = "List the repositories, one per line, the one with the newest image first",
     .examples = "  dkr-ls repos --long --sort size  # which repositories are the biggest?\n"
                 "  dkr-ls repos --no-header | wc -l # how many are there?\n",
     .flags = repos_flags,
     .hidden = false},
    {.id = Command::Id::tags,
     .name = "tags",
     .arguments = "[PATTERN...]",
     .max_arguments = static_cast<std::size_t>(-1),
     .summary = "List the tags, one per line, newest first",
     .examples =
         "  dkr-ls tags nginx 'ghcr.io/org/*:v1*'   # what is there of them?\n"
         "  dkr-ls tags --all-contexts nginx        # on which of my hosts is it?\n"
         "  dkr-ls tags --sort size | head -11      # the biggest ten\n"
         "  dkr-ls tags --minAge 90 --unused --sum  # old and unused, and what it adds up to\n"
         "  dkr-ls tags --minAge 90 --unused --format '{{.Reference}}' | xargs -r docker rmi\n"
         "  dkr-ls tags --keep 3 --minAge 60        # older than 60 days, but not the newest "
         "three\n"
         "  dkr-ls tags --prefix ci/ --minAge 30 --unused --reclaim  # what would that really "
         "free?\n"
         "  dkr-ls tags --format json | dkr-ls tags --rows -  # the rows of any machines, here of "
         "this one\n",
     .flags = tags_flags,
     .hidden = false},
    {.id = Command::Id::du,
     .name = "du",
     .arguments = {},
     .max_arguments = 0,
     .summary = "Show what images really take on the disk, and which repositories take it",
     .examples = "  dkr-ls du                               # everything on one screen\n"
                 "  dkr-ls du --format '{{.Repository}} {{.UniqueBytes}}' | head -5\n",
     .flags = du_flags,
     .hidden = false},
    {.id = Command::Id::version,
     .name = "version",
     .arguments = {},
     .max_arguments = 0,
     .summary = "Show the version, and what engine there is",
     .examples = "  dkr-ls version              # which engine is asked, and why that one?\n"
                 "  dkr-ls version --timeout 2  # does it answer? two seconds to say so\n",
     .flags = no_flags,
     .hidden = false},
    {.id = Command::Id::help,
     .name = "help",
     .arguments = "[COMMAND]",
     .max_arguments = 1,
     .summary = "Show the help of a command",
     .examples = "  dkr-ls help tags    # all flags, after the examples people need most\n"
                 "  dkr-ls tags --help  # the same\n",
     .flags = no_flags,
     .hidden = false},
    {.id = Command::Id::completion,
     .name = "completion",
     .arguments = "bash|zsh|fish",
     .max_arguments = 1,
     .summary = "Print a script that completes command lines in a shell",
     .examples = "  source <(dkr-ls completion bash)\n"
                 "  dkr-ls completion fish > ~/.config/fish/completions/dkr-ls.fish\n",
     .flags = no_flags,
     .hidden = false},
    {.id = Command::Id::complete,
     .name = "__complete",
     .arguments = "[WORD...]",
     .max_arguments = static_cast<std::size_t>(-1),
     .summary = "Print what the last word may become, for the completion scripts",
     .examples = {},
     .flags = no_flags,
     .hidden = true},
    {.id = Command::Id::plugin_metadata,
     .name = "docker-cli-plugin-metadata",
     .arguments = {},
     .max_arguments = 0,
     .summary = "Print what docker asks its plugins for",
     .examples = {},
     .flags = no_flags,
     .hidden = true},
};

constexpr Conflict conflict_table[] = {
    {"rows", "host", "rows are read and no engine is asked"},
    {"rows", "context", "rows are read and no engine is asked"},
    {"rows", "all-contexts", "rows are read and no engine is asked"},
    {"rows", "timeout", "rows are read and no engine is asked"},
    {"rows", "host-name", "rows are read and no engine is asked"},
    {"rows", "unique", "only an engine knows what images share"},
    {"rows", "reclaim", "only an engine knows what images share"},
    {"rows", "all", "rows are listed as they were printed"},
    {"used", "unused", "no image is both used and unused"},
    {"quiet", "format", "--quiet shows IDs and nothing else"},
    {"quiet", "sum", "--quiet shows IDs and nothing else"},
    {"quiet", "digests", "--quiet shows IDs and nothing else"},
    {"quiet", "unique", "--quiet shows IDs and nothing else"},
    {"quiet", "platforms", "--quiet shows IDs and nothing else"},
    {"quiet", "reclaim", "--quiet shows IDs and nothing else"},
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
    .flags = no_flags,
    .hidden = false};

std::span<const Command> commands() {
  return command_table;
}

std::span<const Conflict> conflicts() {
  return conflict_table;
}

const Command* find_command(std::string_view name) {
  const auto* const found = std::ranges::find(command_table, name, &Command::name);
  return found == std::end(command_table) ? nullptr : found;
}

std::span<const std::string_view> values_of(const Flag& flag) {
  static constexpr std::string_view truth_values[] = {"true", "false"};
  return flag.value == Flag::Value::required ? flag.choices : truth_values;
}

const Flag* find_flag(const Command& command, std::string_view text) {
  for (const std::span<const Flag> table : {command.flags(), global_flags()})
    for (const Flag& flag : table)
      if (is_spelled(flag, text))
        return &flag;
  return nullptr;
}

}  // namespace dkr_ls
