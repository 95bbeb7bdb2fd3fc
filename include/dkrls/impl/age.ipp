#pragma once

#include "dkrls/age.hpp"
#include "dkrls/detail/text/decimal.hpp"

namespace dkrls {
namespace detail {

/// Returns the seconds of a unit ("", "d", "W" and so on); 0 if there is no such unit.
constexpr std::uint64_t seconds_per_unit(std::string_view unit) noexcept {
  constexpr std::uint64_t hour = 3600;
  if (unit.empty() || equals_ignoring_case(unit, "d"))
    return 24 * hour;
  if (equals_ignoring_case(unit, "h"))
    return hour;
  if (equals_ignoring_case(unit, "w"))
    return 7 * 24 * hour;
  return 0;
}

}  // namespace detail

DKRLS_DECL result<std::chrono::seconds> parse_age(std::string_view text) {
  const auto number = detail::split_decimal(text);
  const std::uint64_t unit = number ? detail::seconds_per_unit(number->rest) : 0;
  if (unit == 0)
    return Errc::invalid_age;
  const auto seconds = detail::scale_decimal(*number, unit);
  if (!seconds)
    return Errc::out_of_range;
  return std::chrono::seconds(*seconds);
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
