// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "dkrls/age.hpp"
#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/detail/text/decimal.hpp"
#include "dkrls/detail/text/rfc3339.hpp"

namespace dkrls {
namespace detail {

inline ParseError bad_age(std::string message) {
  return {make_error_code(Errc::invalid_age), std::move(message)};
}

inline constexpr std::string_view age_examples =
    "give a number of days such as 20 or 1.5, an age such as 36h, 20d, 3w or 1d12h, or a date such "
    "as 2026-01-01";

/// The seconds in a unit, "d" or "W"; 0 if there is no such unit.
constexpr std::uint64_t seconds_per_unit(char unit) noexcept {
  constexpr std::uint64_t hour = 3600;
  switch (to_lower(unit)) {
    case 'h':
      return hour;
    case 'd':
      return 24 * hour;
    case 'w':
      return 7 * 24 * hour;
    default:
      return 0;
  }
}

/// True for text that begins as a date does, "2026-".
constexpr bool is_like_date(std::string_view text) noexcept {
  return text.size() > 4 && count_digits(text) == 4 && text[4] == '-';
}

inline result<AgeLimit, ParseError> parse_date(std::string_view text) {
  const auto day = read_day(text.substr(0, 10));
  if (!day)
    return bad_age("there is no such day: give a date such as 2026-01-01");
  if (text.size() == 10)
    return AgeLimit(*day);
  const auto time = read_time_of_day(text.substr(10));
  if (!time)
    return bad_age(
        "give a date such as 2026-01-01, or a moment with its zone, 2026-01-01T12:00:00Z or "
        "2026-01-01T12:00:00+02:00");
  return AgeLimit(std::chrono::sys_seconds(day->time_since_epoch()) + *time);
}

}  // namespace detail

DKRLS_DECL result<std::chrono::seconds, ParseError> parse_age(std::string_view text) {
  const ParseError out_of_range = {make_error_code(Errc::out_of_range), "no image is that old"};
  std::int64_t sum = 0;
  std::string_view rest = text;
  do {
    const auto number = detail::split_decimal(rest);
    if (!number)
      return detail::bad_age(std::string(detail::age_examples));
    const bool plain = number->rest.empty() && rest.size() == text.size();
    const char unit = plain ? 'd' : number->rest.empty() ? '\0' : number->rest.front();
    if (detail::to_lower(unit) == 'm')
      return detail::bad_age("minutes or months? give hours (36h), days (20d) or weeks (3w)");
    const std::uint64_t factor = detail::seconds_per_unit(unit);
    if (factor == 0)
      return detail::bad_age(std::string(detail::age_examples));
    const auto seconds = detail::scale_decimal(*number, factor);
    if (!seconds || *seconds > std::numeric_limits<std::int64_t>::max() - sum)
      return out_of_range;
    sum += *seconds;
    rest = number->rest.substr(plain ? 0 : 1);
  } while (!rest.empty());
  return std::chrono::seconds(sum);
}

DKRLS_DECL result<AgeLimit, ParseError> parse_age_limit(std::string_view text) {
  if (detail::is_like_date(text))
    return detail::parse_date(text);
  const auto age = parse_age(text);
  return age ? result<AgeLimit, ParseError>(*age) : age.error();
}

DKRLS_DECL std::chrono::seconds age_at(const AgeLimit& limit, std::chrono::sys_seconds now,
                                       const FromLocalTime& from_local_time) {
  if (const auto* const age = std::get_if<std::chrono::seconds>(&limit))
    return *age;
  if (const auto* const moment = std::get_if<std::chrono::sys_seconds>(&limit))
    return now - *moment;
  return now - from_local_time(std::get<std::chrono::local_days>(limit));
}

DKRLS_DECL void append_age(std::string& out, std::chrono::seconds age) {
  const auto count = [&out](std::int64_t number, std::string_view unit) {
    out += std::to_string(number);
    out += unit;
  };
  const std::int64_t seconds = age.count();
  const std::int64_t minutes = seconds / 60;
  const std::int64_t hours = seconds / 3600 + (seconds % 3600 >= 1800 ? 1 : 0);  // rounded
  if (seconds < 1)
    out += "Less than a second";
  else if (seconds == 1)
    out += "1 second";
  else if (seconds < 60)
    count(seconds, " seconds");
  else if (minutes == 1)
    out += "About a minute";
  else if (minutes < 60)
    count(minutes, " minutes");
  else if (hours == 1)
    out += "About an hour";
  else if (hours < 48)
    count(hours, " hours");
  else if (hours < 24 * 7 * 2)
    count(hours / 24, " days");
  else if (hours < 24 * 30 * 2)
    count(hours / 24 / 7, " weeks");
  else if (hours < 24 * 365 * 2)
    count(hours / 24 / 30, " months");
  else
    count(seconds / 3600 / 24 / 365, " years");
}

DKRLS_DECL std::string format_age(std::chrono::seconds age) {
  std::string text;
  append_age(text, age);
  return text;
}

}  // namespace dkrls
