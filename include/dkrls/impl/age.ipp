#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "dkrls/age.hpp"
#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/detail/text/decimal.hpp"

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

/// Reads a part of a date, which is all digits; -1 for other text.
constexpr int read_digits(std::string_view text) noexcept {
  if (text.empty() || count_digits(text) != text.size())
    return -1;
  int number = 0;
  for (const char c : text)
    number = number * 10 + (c - '0');
  return number;
}

/// True for text that begins as a date does, "2026-".
constexpr bool is_like_date(std::string_view text) noexcept {
  return text.size() > 4 && count_digits(text) == 4 && text[4] == '-';
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

/// "12:00" with minutes and hours, 0 to 23; nullopt for other text.
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

}  // namespace dkrls
