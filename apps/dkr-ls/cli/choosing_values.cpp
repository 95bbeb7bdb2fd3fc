// SPDX-License-Identifier: MIT
#include "cli/choosing_values.hpp"

#include <dkrls/reference.hpp>

#include "cli/shell_word.hpp"

namespace dkr_ls {
namespace {

/// "--prefix a --prefix b" for "a,b".
std::string one_by_one(std::string_view text) {
  std::string flags;
  for (;;) {
    const std::size_t comma = text.find(',');
    const std::string_view part = text.substr(0, comma);
    if (!part.empty())
      flags += (flags.empty() ? "--prefix " : " --prefix ") + shell_word(part);
    if (comma == std::string_view::npos)
      return flags;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

std::string age_remedy(std::string_view value) {
  return dkrls::parse_age_limit(value).error().message;
}

bool add_prefix(std::string_view value, Settings& settings) {
  settings.prefixes.emplace_back(value);
  return !value.empty() && dkrls::can_begin_repository(value);
}

std::string prefix_remedy(std::string_view value) {
  if (value.empty())
    return "give the first characters of a repository's name, at least one";
  if (value.find(',') != std::string_view::npos)
    return "several are given one by one, write: " + one_by_one(value);
  if (value == "<none>")
    return "images without a tag are dangling, write --dangling instead";
  if (dkrls::parse_pattern(value)) {
    const bool wild = value.find_first_of("*?[\\") != std::string_view::npos;
    const std::string as_pattern = ", write " + shell_word(value) + " without --prefix";
    if (wild)
      return "a prefix is plain characters" + as_pattern;
    const bool may_be_port =
        value.find_first_not_of("0123456789", value.rfind(':') + 1) == std::string_view::npos;
    return "a prefix has neither tag nor digest" + as_pattern +
           (may_be_port ? ", or " + shell_word(std::string(value) + "/") + " for a registry" : "");
  }
  return "no repository's name begins like that: it has lower-case letters and digits, with . _ - "
         "or / between them";
}

bool add_excluded(std::string_view value, Settings& settings) {
  auto pattern = dkrls::parse_pattern(value);
  if (pattern)
    settings.excluded.push_back(std::move(*pattern));
  return pattern.has_value();
}

std::string pattern_remedy(std::string_view value) {
  return dkrls::parse_pattern(value).error().message;
}

bool add_platform(std::string_view value, Settings& settings) {
  auto platform = dkrls::parse_platform(value);
  if (platform)
    settings.platforms.push_back(std::move(*platform));
  return platform.has_value();
}

std::string platform_remedy(std::string_view value) {
  return dkrls::parse_platform(value).error().message;
}

bool add_label(std::string_view value, Settings& settings) {
  LabelChoice label;
  label.absent = value.starts_with('!');
  if (label.absent)
    value.remove_prefix(1);
  const std::size_t equals = value.find('=');
  if (equals != std::string_view::npos && label.absent)
    return false;
  std::string_view key = value.substr(0, equals);
  if (equals != std::string_view::npos) {
    label.value = value.substr(equals + 1);
    label.absent = key.ends_with('!');
    if (label.absent)
      key.remove_suffix(1);
  }
  label.key = key;
  settings.labels.push_back(label);
  return !label.key.empty();
}

}  // namespace dkr_ls
