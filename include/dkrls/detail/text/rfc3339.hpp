// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

#include "dkrls/detail/text/ascii.hpp"

/// Reads dates and moments of RFC 3339.
namespace dkrls::detail {

/// Reads a part of a date, which is all digits; -1 for other text.
constexpr int read_digits(std::string_view text) noexcept {
  if (text.empty() || count_digits(text) != text.size())
    return -1;
  int number = 0;
  for (const char c : text)
    number = number * 10 + (c - '0');
  return number;
}

/// "2026-01-01"; nullopt for what is in no calendar.
inline std::optional<std::chrono::local_days> read_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-')
    return std::nullopt;
  const int year = read_digits(text.substr(0, 4));
  const int month = read_digits(text.substr(5, 2));
  const int day = read_digits(text.substr(8, 2));
  if (year < 0 || month < 0 || day < 0)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  return date.ok() ? std::optional(std::chrono::local_days(date)) : std::nullopt;
}

/// Reads "12:00", with hours from 0 to 23; nullopt for other text.
inline std::optional<std::chrono::minutes> read_hours_and_minutes(std::string_view text) {
  if (text.size() != 5 || text[2] != ':')
    return std::nullopt;
  const int hours = read_digits(text.substr(0, 2));
  const int minutes = read_digits(text.substr(3, 2));
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
    return std::nullopt;
  return std::chrono::hours(hours) + std::chrono::minutes(minutes);
}

/// "Z", or how far a zone is ahead of UTC, "+02:00".
inline std::optional<std::chrono::minutes> read_offset(std::string_view text) {
  if (text == "Z" || text == "z")
    return std::chrono::minutes(0);
  if (!text.starts_with('+') && !text.starts_with('-'))
    return std::nullopt;
  const auto size = read_hours_and_minutes(text.substr(1));
  return size && text.front() == '-' ? std::optional(-*size) : size;
}

/// What follows the day in RFC 3339, "T12:00:00.5+02:00", as the time since midnight UTC of that
/// day.
inline std::optional<std::chrono::seconds> read_time_of_day(std::string_view text) {
  constexpr std::string_view separators = "Tt ";
  if (text.size() < 9 || separators.find(text.front()) == std::string_view::npos || text[6] != ':')
    return std::nullopt;
  const auto minutes = read_hours_and_minutes(text.substr(1, 5));
  const int seconds = read_digits(text.substr(7, 2));
  if (!minutes || seconds < 0 || seconds > 60)  // 60: a leap second
    return std::nullopt;
  text.remove_prefix(9);
  bool fraction = false;
  if (text.starts_with('.')) {
    const std::size_t digits = count_digits(text.substr(1));
    if (digits == 0)
      return std::nullopt;
    fraction = text.substr(1, digits).find_first_not_of('0') != std::string_view::npos;
    text.remove_prefix(1 + digits);
  }
  const auto offset = read_offset(text);
  if (!offset)
    return std::nullopt;
  return *minutes + std::chrono::seconds(seconds + (fraction ? 1 : 0)) - *offset;
}

/// Reads a moment, "2026-01-01T12:00:00.5+02:00", and rounds it up to a second; nullopt for other
/// text.
inline std::optional<std::chrono::sys_seconds> read_moment(std::string_view text) {
  const auto day = read_day(text.substr(0, 10));
  if (!day)
    return std::nullopt;
  const auto time = read_time_of_day(text.substr(10));
  if (!time)
    return std::nullopt;
  return std::chrono::sys_seconds(day->time_since_epoch()) + *time;
}

}  // namespace dkrls::detail
