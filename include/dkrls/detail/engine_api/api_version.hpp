// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace dkrls::detail {

/// A version of the Engine API, 1.41 for example.
struct ApiVersion {
  int major = 0;
  int minor = 0;

  friend auto operator<=>(const ApiVersion&, const ApiVersion&) = default;
};

/// The oldest supported version: Docker 1.12 of 2016. As in docker/cli, also the version of an
/// engine that does not report one.
inline constexpr ApiVersion oldest_api_version{1, 24};

/// The newest version whose image list is known to have the format that we parse.
inline constexpr ApiVersion newest_api_version{1, 55};

inline std::string to_string(ApiVersion version) {
  return std::to_string(version.major) + "." + std::to_string(version.minor);
}

/// Parses "1.41". Returns nullopt for any other text.
inline std::optional<ApiVersion> parse_api_version(std::string_view text) {
  ApiVersion version;
  const char* const end = text.data() + text.size();
  const auto major = std::from_chars(text.data(), end, version.major);
  if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.')
    return std::nullopt;
  const auto minor = std::from_chars(major.ptr + 1, end, version.minor);
  if (minor.ec != std::errc() || minor.ptr != end || version.major < 0 || version.minor < 0)
    return std::nullopt;
  return version;
}

}  // namespace dkrls::detail
