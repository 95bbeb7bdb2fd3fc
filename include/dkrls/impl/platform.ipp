// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/platform.hpp"

namespace dkrls {
namespace detail {

/// Another name of a processor, and the one that engines use.
struct ProcessorName {
  std::string_view alias;
  std::string_view architecture;
  std::string_view variant;
};

inline constexpr std::array<ProcessorName, 6> processor_names{{
    {"x86_64", "amd64", ""},
    {"x86-64", "amd64", ""},
    {"aarch64", "arm64", ""},
    {"i386", "386", ""},
    {"armhf", "arm", "v7"},
    {"armel", "arm", "v6"},
}};

inline bool is_platform_word(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || c == '.' || c == '_' || c == '-';
  });
}

/// Returns the variant, or the one that the architecture has without it.
inline std::string_view variant_of(const Platform& platform) noexcept {
  if (!platform.variant.empty())
    return platform.variant;
  if (platform.architecture == "arm64")
    return "v8";
  if (platform.architecture == "arm")
    return "v7";
  return platform.architecture == "amd64" ? "v1" : "";
}

inline bool is_operating_system(std::string_view word) noexcept {
  constexpr std::array<std::string_view, 4> known = {"linux", "windows", "freebsd", "darwin"};
  return std::find(known.begin(), known.end(), word) != known.end();
}

inline ParseError bad_platform(const std::vector<std::string>& words) {
  std::string message = "give OS/ARCHITECTURE or OS/ARCHITECTURE/VARIANT, such as linux/arm64";
  if (words.size() == 1 && is_platform_word(words[0]) && !is_operating_system(words[0]))
    message = "an operating system and an architecture are needed, write: linux/" + words[0];
  return {make_error_code(Errc::invalid_platform), std::move(message)};
}

}  // namespace detail

DKRLS_DECL std::string to_string(const Platform& platform) {
  std::string text = platform.os + "/" + platform.architecture;
  if (!platform.variant.empty())
    text += "/" + platform.variant;
  return text;
}

DKRLS_DECL result<Platform, ParseError> parse_platform(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text)
    if (c == '/')
      words.emplace_back();
    else
      words.back() += detail::to_lower(c);
  if (words.size() < 2 || words.size() > 3 ||
      !std::all_of(words.begin(), words.end(), detail::is_platform_word))
    return detail::bad_platform(words);

  Platform platform{.os = words[0], .architecture = words[1]};
  for (const detail::ProcessorName& name : detail::processor_names)
    if (platform.architecture == name.alias) {
      platform.architecture = name.architecture;
      platform.variant = name.variant;
    }
  if (words.size() == 3)
    platform.variant = (words[2].size() == 1 ? "v" : "") + words[2];
  return platform;
}

DKRLS_DECL bool fits(const Platform& platform, const Platform& wanted) noexcept {
  return platform.os == wanted.os && platform.architecture == wanted.architecture &&
         (wanted.variant.empty() || detail::variant_of(platform) == detail::variant_of(wanted));
}

}  // namespace dkrls
