// SPDX-License-Identifier: MIT
#pragma once

#include "dkrls/detail/text/time_text.hpp"

namespace dkrls::detail {

DKRLS_DECL bool append_date_and_time(std::string& out, std::chrono::sys_seconds time,
                                     char separator) {
  using std::chrono::sys_days;
  using std::chrono::year;
  constexpr std::chrono::sys_seconds first = sys_days(year(0) / 1 / 1);
  constexpr std::chrono::sys_seconds end = sys_days(year(10'000) / 1 / 1);
  if (time < first || time >= end)
    return false;
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time_of_day(time - day);
  const auto append = [&out](auto number, unsigned unit) {
    for (; unit > 0; unit /= 10)
      out += static_cast<char>('0' + static_cast<unsigned>(number) / unit % 10);
  };
  append(static_cast<int>(date.year()), 1000);
  out += '-';
  append(static_cast<unsigned>(date.month()), 10);
  out += '-';
  append(static_cast<unsigned>(date.day()), 10);
  out += separator;
  append(time_of_day.hours().count(), 10);
  out += ':';
  append(time_of_day.minutes().count(), 10);
  out += ':';
  append(time_of_day.seconds().count(), 10);
  return true;
}

}  // namespace dkrls::detail
