// SPDX-License-Identifier: MIT
#include "terminal/local_time.hpp"

#include <cstdlib>
#include <ctime>
#include <dkrls/formatter.hpp>
#include <filesystem>
#include <string_view>

namespace dkr_ls {
namespace {

/// True if TZ names a zone whose data is missing, as in a container image with one file. The C
/// library then takes a part of the name for a zone at +0000 ("Europe" of Europe/Berlin); docker
/// falls back to UTC.
bool lacks_zone_data() {
  const char* const variable = std::getenv("TZ");
  std::string_view zone = variable == nullptr ? "" : variable;
  if (zone.starts_with(':'))
    zone.remove_prefix(1);
  const bool is_rule = zone.find('/') == std::string_view::npos &&
                       zone.find_first_of("0123456789<") != std::string_view::npos;  // "EST5EDT"
  if (zone.empty() || is_rule)
    return false;
  const char* const directory = std::getenv("TZDIR");
  std::error_code ec;
  return !std::filesystem::exists(
      std::filesystem::path(directory == nullptr ? "/usr/share/zoneinfo" : directory) / zone, ec);
}

}  // namespace

void append_local_time(std::string& out, std::chrono::sys_seconds time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm local{};
  char text[64];
  static const bool is_utc = lacks_zone_data();
  const bool read = !is_utc && ::localtime_r(&seconds, &local) != nullptr;
  const std::size_t size =
      read ? std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %z %Z", &local) : 0;
  if (size == 0)
    dkrls::append_utc_time(out, time);  // also if the C library cannot represent the year
  else
    out.append(text, size);
}

std::chrono::sys_seconds from_local_time(std::chrono::local_seconds time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::tm local{};
  local.tm_year = static_cast<int>(date.year()) - 1900;
  local.tm_mon = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
  local.tm_mday = static_cast<int>(static_cast<unsigned>(date.day()));
  local.tm_hour = static_cast<int>(clock.hours().count());
  local.tm_min = static_cast<int>(clock.minutes().count());
  local.tm_sec = static_cast<int>(clock.seconds().count());
  local.tm_isdst = -1;  // mktime() finds out
  return std::chrono::sys_seconds(std::chrono::seconds(std::mktime(&local)));
}

}  // namespace dkr_ls
