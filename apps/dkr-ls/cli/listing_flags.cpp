// SPDX-License-Identifier: MIT
#include "cli/choosing_values.hpp"
#include "cli/flag_values.hpp"
#include "cli/flags.hpp"

namespace dkr_ls {
namespace {

// In the order of dkrls::SortKey.
constexpr std::string_view sort_keys[] = {"created", "size", "repository", "tag", "id", "host"};

// In the order of dkrls::ImageDate.
constexpr std::string_view dates[] = {"created", "tagged"};

// In the order of dkrls::RepositoryKey.
constexpr std::string_view repository_keys[] = {"created", "size", "repository"};

constexpr std::string_view formats[] = {"table", "json"};

constexpr Flag reverse_flag = {.name = "reverse",
                               .letter = 'r',
                               .help = "turn the order around; what is unknown stays last",
                               .apply = set<&Settings::reverse>};

constexpr Flag no_header_flag = {.name = "no-header",
                                 .help = "leave out the line with the names of the columns",
                                 .apply = set<&Settings::heading, false>};

constexpr Flag no_trunc_flag = {.name = "no-trunc",
                                .help = "show IDs and names in full, however narrow the terminal",
                                .apply = set<&Settings::in_full>};

constexpr Flag format_flag = {
    .name = "format",
    .value = Flag::Value::required,
    .value_name = "FORMAT",
    .help = "table, json (an object a line) or a template such as '{{.Repository}}:{{.Tag}}'",
    .allowed = "table, json or a template such as '{{.Repository}}:{{.Tag}}'",
    .choices = formats,
    .apply = [](std::string_view value, Settings& settings) {
      settings.format = value;
      for (const std::string_view word : formats)
        if (equals_in_any_case(value, word))
          settings.format = word;
      return !value.empty();
    }};

constexpr Flag repos_format_flag = [] {
  Flag flag = format_flag;
  flag.help = "table, json (an object a line) or a template such as '{{.Repository}} {{.Tags}}'";
  flag.allowed = "table, json or a template such as '{{.Repository}} {{.Tags}}'";
  return flag;
}();

constexpr Flag du_format_flag = [] {
  Flag flag = format_flag;
  flag.help =
      "table, json (an object a line) or a template for the repositories such as "
      "'{{.Repository}} {{.Unique}}'";
  flag.allowed = "table, json or a template such as '{{.Repository}} {{.Unique}}'";
  return flag;
}();

constexpr Flag repos_flag_table[] = {
    {.name = "sort",
     .value = Flag::Value::required,
     .value_name = "KEY",
     .help = "order by created (default: the newest image), size or repository",
     .allowed = "created, size or repository",
     .choices = repository_keys,
     .apply = set_choice<&Settings::repository_key, repository_keys>},
    reverse_flag,
    {.name = "long",
     .letter = 'l',
     .help = "show how many tags and images there are, from when, and their size, each image "
             "counted once",
     .apply = set<&Settings::long_listing>},
    no_trunc_flag,
    no_header_flag,
    repos_format_flag,
};

constexpr Flag tags_flag_table[] = {
    {.name = "rows",
     .value = Flag::Value::required,
     .value_name = "FILE",
     .help = "list the rows that tags --format json printed, on any machines; - reads standard "
             "input",
     .allowed = "a file with rows of tags --format json, or - for standard input",
     .live = Flag::Live::files,
     .apply =
         [](std::string_view value, Settings& settings) {
           settings.rows = value;
           return !value.empty();
         }},
    {.name = "minAge",
     .alias = "min-age",
     .value = Flag::Value::required,
     .value_name = "AGE",
     .help = "only images created more than AGE days ago (36h, 3w, 1d12h), or before a date",
     .allowed = age_values,
     .apply = set_age<&Settings::min_age>,
     .remedy = age_remedy},
    {.name = "maxAge",
     .alias = "max-age",
     .value = Flag::Value::required,
     .value_name = "AGE",
     .help = "only images created at most AGE days ago, or since a date",
     .allowed = age_values,
     .apply = set_age<&Settings::max_age>,
     .remedy = age_remedy},
    {.name = "minSize",
     .alias = "min-size",
     .value = Flag::Value::required,
     .value_name = "SIZE",
     .help = "only images bigger than SIZE, such as 100MB, 1.5GB or 512MiB",
     .allowed = "a number of bytes up to 9.2EB, such as 100MB, 1.5GB, 512kB, 100MiB or 1048576",
     .apply = set_size<&Settings::min_size>},
    {.name = "maxSize",
     .alias = "max-size",
     .value = Flag::Value::required,
     .value_name = "SIZE",
     .help = "only images of at most SIZE",
     .allowed = "a number of bytes up to 9.2EB, such as 100MB, 1.5GB, 512kB, 100MiB or 1048576",
     .apply = set_size<&Settings::max_size>},
    {.name = "prefix",
     .value = Flag::Value::required,
     .value_name = "P",
     .help = "only repositories that start with P; give it again to allow several",
     .allowed = "the first characters of a repository's name, at least one",
     .live = Flag::Live::repositories,
     .apply = add_prefix,
     .remedy = prefix_remedy},
    {.name = "exclude",
     .value = Flag::Value::required,
     .value_name = "PATTERN",
     .help = "nothing that matches PATTERN, such as 'app/*:v1*' or app/ for all below; give it "
             "again to leave out more",
     .allowed = "a pattern such as nginx, 'nginx:1.*', ghcr.io/org/ or an ID",
     .live = Flag::Live::patterns,
     .apply = add_excluded,
     .remedy = pattern_remedy},
    {.name = "label",
     .value = Flag::Value::required,
     .value_name = "K[=V]",
     .help = "only images with the label K, and the value V if it is given; '!K' and 'K!=V' mean "
             "without it; give it again to demand several",
     .allowed = "the name of a label, NAME=VALUE, !NAME or NAME!=VALUE",
     .apply = add_label},
    {.name = "platform",
     .value = Flag::Value::required,
     .value_name = "P",
     .help = "only images with content for the platform P, such as linux/arm64, with a column of "
             "all their platforms: removing a row takes them all; give it again to allow several",
     .allowed = "OS/ARCHITECTURE or OS/ARCHITECTURE/VARIANT, such as linux/arm64",
     .apply = add_platform,
     .remedy = platform_remedy},
    {.name = "dangling",
     .value_name = "true|false",
     .help = "only images that docker calls dangling: without a tag; or only the others",
     .apply =
         [](std::string_view value, Settings& settings) {
           settings.dangling = parse_truth(value);
           return settings.dangling.has_value();
         }},
    {.name = "used",
     .help = "only images that some container, running or not, was made from",
     .apply = set<&Settings::used>},
    {.name = "unused",
     .help = "only images that no container was made from",
     .apply = set<&Settings::unused>},
    {.name = "all",
     .letter = 'a',
     .help = "the intermediate images of the classic builder, too",
     .apply = set<&Settings::intermediate>},
    {.name = "keep",
     .value = Flag::Value::required,
     .value_name = "N",
     .help = "never the N newest images of each repository, nor one of unknown date",
     .allowed = "a whole number of 1 or more",
     .apply = set_count<&Settings::keep>},
    {.name = "maxTags",
     .alias = "max-tags",
     .value = Flag::Value::required,
     .value_name = "N",
     .help = "at most the N newest tags of each repository, after all other flags",
     .allowed = "a whole number of 1 or more",
     .apply = set_count<&Settings::max_tags>},
    {.name = "date",
     .value = Flag::Value::required,
     .value_name = "DATE",
     .help = "the date to show, to order by and to count ages, --keep and --maxTags by: created "
             "(default), or tagged: when the image last got a name on this engine",
     .allowed = "created or tagged",
     .choices = dates,
     .apply = set_choice<&Settings::date, dates>},
    {.name = "sort",
     .value = Flag::Value::required,
     .value_name = "KEY",
     .help = "order by created (default; the date that --date names), size, repository, tag, id "
             "or host",
     .allowed = "created, size, repository, tag, id or host",
     .choices = sort_keys,
     .apply = set_choice<&Settings::sort_key, sort_keys>},
    reverse_flag,
    {.name = "sum",
     .value_name = "true|false",
     .help = "add a line with the total size, each image counted once",
     .apply = set<&Settings::sum>},
    {.name = "unique",
     .help = "add a column with the bytes that only this image holds",
     .apply = set<&Settings::unique>},
    {.name = "platforms",
     .value_name = "true|false",
     .help = "add a column with the platforms that the image has content for",
     .apply = set<&Settings::platform_column>},
    {.name = "reclaim",
     .help = "add the total, and a line with what removing exactly the listed rows would free",
     .apply = set<&Settings::reclaim>},
    {.name = "quiet",
     .letter = 'q',
     .help = "only the IDs, each once; to remove rows use '{{.Reference}}': an ID takes all its "
             "names along",
     .apply = set<&Settings::quiet>},
    {.name = "digests", .help = "add a column with the digests", .apply = set<&Settings::digests>},
    {.name = "host-name",
     .value = Flag::Value::required,
     .value_name = "NAME",
     .help = "add a column with the name of the engine's host, which is NAME",
     .allowed = "a name of at least one character",
     .apply =
         [](std::string_view value, Settings& settings) {
           settings.host_name = value;
           return !value.empty();
         }},
    no_trunc_flag,
    no_header_flag,
    format_flag,
};

constexpr Flag du_flag_table[] = {no_trunc_flag, no_header_flag, du_format_flag};

}  // namespace

std::span<const Flag> repos_flags() {
  return repos_flag_table;
}

std::span<const Flag> tags_flags() {
  return tags_flag_table;
}

std::span<const Flag> du_flags() {
  return du_flag_table;
}

}  // namespace dkr_ls
