// SPDX-License-Identifier: MIT
#pragma once

#include "dkrls/detail/text/time_text.hpp"
#include "dkrls/format_options.hpp"

namespace dkrls {

DKRLS_DECL void append_utc_time(std::string& out, std::chrono::sys_seconds time) {
  out += detail::append_date_and_time(out, time, ' ') ? " +0000 UTC" : "N/A";
}

DKRLS_DECL std::string format_utc_time(std::chrono::sys_seconds time) {
  std::string text;
  append_utc_time(text, time);
  return text;
}

}  // namespace dkrls
