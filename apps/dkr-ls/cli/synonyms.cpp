// SPDX-License-Identifier: MIT
#include "cli/synonyms.hpp"

#include <algorithm>
#include <span>

#include "cli/any_case.hpp"
#include "cli/suggest.hpp"

namespace dkr_ls {
namespace {

struct Synonym {
  std::string_view word;
  std::string_view hint;
};

/// A flag that has another name here, and the flag of the command to use.
struct FlagSynonym {
  std::string_view spelling;
  std::string_view flag;  ///< as in --flag; the hint is given if the command has it
  std::string_view hint;
};

constexpr std::string_view use_tags = "Use \"dkr-ls tags\".";
constexpr std::string_view use_du = "Use \"dkr-ls du\".";
constexpr std::string_view use_repos = "Use \"dkr-ls repos\".";
constexpr std::string_view removes_nothing =
    "dkr-ls removes nothing: pipe its list into docker rmi, as \"dkr-ls help tags\" shows.";
constexpr std::string_view only_lists = "dkr-ls only lists images: use docker for that.";

constexpr Synonym command_synonyms[] = {
    {"images", use_tags},
    {"image", use_tags},
    {"ls", use_tags},
    {"list", use_tags},
    {"df", use_du},
    {"dus", use_du},
    {"system", use_du},
    {"repository", use_repos},
    {"repositories", use_repos},
    {"rm", removes_nothing},
    {"rmi", removes_nothing},
    {"remove", removes_nothing},
    {"delete", removes_nothing},
    {"prune", removes_nothing},
    {"inspect", only_lists},
    {"history", only_lists},
    {"pull", only_lists},
    {"push", only_lists},
    {"build", only_lists},
    {"run", only_lists},
    {"ps", only_lists},
    {"save", only_lists},
    {"load", only_lists},
    {"search", only_lists},
};

constexpr std::string_view use_filters =
    "Use --dangling, --label, a PATTERN (reference), --minAge (until) or --maxAge (since).";
constexpr std::string_view use_json = "Use --format json.";
constexpr std::string_view use_min_age = "Use --minAge AGE.";
constexpr std::string_view use_max_age = "Use --maxAge AGE.";
constexpr std::string_view use_tagged = "Use --date tagged: ages and the order follow it.";
constexpr std::string_view use_limit =
    "Use --maxTags N for the newest of each repository, or \"| head\" for the first lines.";
constexpr std::string_view use_prefix = "Use --prefix P.";
constexpr std::string_view use_debug = "Use --log-level DEBUG.";
constexpr std::string_view prints_no_colours = "dkr-ls prints no colours.";
constexpr std::string_view every_size = "Sizes are in docker's units; --format json has bytes.";

constexpr FlagSynonym flag_synonyms[] = {
    {"--filter", "dangling", use_filters},
    {"-f", "dangling", use_filters},
    {"-f", "format", "Use --format FORMAT."},
    {"--output", "format", use_json},
    {"-o", "format", use_json},
    {"--json", "format", use_json},
    {"--older-than", "minAge", use_min_age},
    {"--older", "minAge", use_min_age},
    {"--until", "minAge", use_min_age},
    {"--before", "minAge", use_min_age},
    {"--newer-than", "maxAge", use_max_age},
    {"--newer", "maxAge", use_max_age},
    {"--since", "maxAge", use_max_age},
    {"--limit", "maxTags", use_limit},
    {"--head", "maxTags", use_limit},
    {"--last", "maxTags", use_limit},
    {"-n", "maxTags", use_limit},
    {"--total", "sum", "Use --sum."},
    {"--skipTags", "keep", "Use --keep."},
    {"--skip-tags", "keep", "Use --keep."},
    {"--skip", "keep", "Use --keep."},
    {"-s", "sort", "Use --sort KEY."},
    {"--repo", "prefix", use_prefix},
    {"--repository", "prefix", use_prefix},
    {"--name", "prefix", use_prefix},
    {"--reference", "prefix", use_prefix},
    {"--size", "minSize", "SIZE is always shown; --sort size, --minSize and --maxSize use it."},
    {"--created", "minAge", "CREATED is always shown; --sort created is the default order."},
    {"--reclaimable", "reclaim", "Use --reclaim."},
    {"--tree", "unique", "dkr-ls has no tree: --platforms and --unique add a column each."},
    {"--arch", "platform", "Use --platform, as in --platform linux/arm64."},
    {"--architecture", "platform", "Use --platform, as in --platform linux/arm64."},
    {"--pulled", "date", use_tagged},
    {"--tagged", "date", use_tagged},
    {"-l", "sum", "\"tags\" has all columns; \"dkr-ls repos --long\" sums up repositories."},
    {"--sort", "format",
     "\"du\" is in the order of UNIQUE; use \"dkr-ls repos --long --sort size\"."},
    {"--prefix", "format", "Use \"dkr-ls tags --prefix P\"."},
    {"--noheader", "no-header", "Use --no-header."},
    {"--no-headers", "no-header", "Use --no-header."},
    {"--debug", "log-level", use_debug},
    {"--verbose", "log-level", use_debug},
    {"-D", "log-level", use_debug},
    {"-v", "version", "Use --version, or --log-level INFO to see what is done."},
    {"-V", "version", "Use --version."},
    {"--no-color", "help", prints_no_colours},
    {"--no-colour", "help", prints_no_colours},
    {"--color", "help", prints_no_colours},
    {"--colour", "help", prints_no_colours},
    {"--human", "format", every_size},
    {"--human-readable", "format", every_size},
    {"--watch", "format", "Use \"watch dkr-ls\" and the command."},
};

constexpr std::string_view biggest_first =
    "\"--sort size\" begins with the biggest; --reverse turns the order around.";
constexpr std::string_view newest_first =
    "\"--sort created\" begins with the newest; --reverse turns the order around.";

constexpr Synonym sort_synonyms[] = {
    {"name", "Did you mean \"repository\"?"},
    {"image", "Did you mean \"repository\"?"},
    {"date", "Did you mean \"created\"?"},
    {"age", "Did you mean \"created\"?"},
    {"time", "Did you mean \"created\"?"},
    {"tagged", use_tagged},
    {"-size", biggest_first},
    {"size:desc", biggest_first},
    {"size:asc", biggest_first},
    {"-created", newest_first},
    {"created:desc", newest_first},
    {"created:asc", newest_first},
};

std::string find_hint(std::span<const Synonym> synonyms, std::string_view word) {
  for (const Synonym& synonym : synonyms)
    if (equals_in_any_case(word, synonym.word))
      return std::string(synonym.hint);
  return {};
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates,
                         std::string_view dashes = {}) {
  const std::string suggestion = suggest(word, candidates);
  return suggestion.empty() ? suggestion
                            : "Did you mean \"" + std::string(dashes) + suggestion + "\"?";
}

}  // namespace

std::string hint_for_command(std::string_view word) {
  std::string hint = find_hint(command_synonyms, word);
  if (!hint.empty())
    return hint;
  std::vector<std::string_view> names;
  for (const Command& command : commands())
    if (!command.hidden)
      names.push_back(command.name);
  return did_you_mean(word, names);
}

std::string hint_for_flag(const Command& command, std::string_view spelling) {
  for (const FlagSynonym& synonym : flag_synonyms)
    if (synonym.spelling == spelling &&
        find_flag(command, "--" + std::string(synonym.flag)) != nullptr)
      return std::string(synonym.hint);
  if (!spelling.starts_with("--"))
    return {};
  std::vector<std::string_view> names;
  for (const auto spelled : {&Flag::name, &Flag::alias})  // on a tie the name wins over the alias
    for (const std::span<const Flag> table : {command.flags(), global_flags()})
      for (const Flag& flag : table)
        names.push_back(flag.*spelled);
  return did_you_mean(spelling.substr(2), names, "--");
}

std::string hint_for_value(const Command& command, const Flag& flag, std::string_view value) {
  if (flag.name == "sort") {
    std::string hint = find_hint(sort_synonyms, value);
    if (hint == use_tagged && find_flag(command, "--date") == nullptr)
      return {};
    if (!hint.empty())
      return hint;
  }
  return did_you_mean(value, {flag.choices.begin(), flag.choices.end()});
}

std::string hint_for_argument(const Command& command) {
  switch (command.id) {
    case Command::Id::repos:
    case Command::Id::du:
      return "Use \"dkr-ls tags PATTERN\".";
    default:
      return {};
  }
}

}  // namespace dkr_ls
