// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/logger.hpp"

namespace dkrls {
namespace detail {

/// The names of the levels, in the order of LogLevel.
inline constexpr std::array<std::string_view, 6> log_level_names = {"TRACE",   "DEBUG", "INFO",
                                                                    "WARNING", "ERROR", "FATAL"};

}  // namespace detail

DKRLS_DECL result<LogLevel> parse_log_level(std::string_view text) {
  if (detail::equals_ignoring_case(text, "WARN"))
    return LogLevel::warning;
  for (std::size_t i = 0; i < detail::log_level_names.size(); ++i)
    if (detail::equals_ignoring_case(text, detail::log_level_names[i]))
      return static_cast<LogLevel>(i);
  return Errc::invalid_log_level;
}

DKRLS_DECL std::string_view to_string(LogLevel level) noexcept {
  return detail::log_level_names[static_cast<std::size_t>(level)];
}

}  // namespace dkrls
