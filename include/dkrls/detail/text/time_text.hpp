// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>

#include "dkrls/detail/config.hpp"

namespace dkrls::detail {

/// Appends date and time of day in UTC, "2026-01-02T03:04:05", with `separator` in place of the
/// 'T'.
/// *Errors:* returns false and appends nothing if the year does not have four digits.
DKRLS_DECL bool append_date_and_time(std::string& out, std::chrono::sys_seconds time,
                                     char separator);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/text/time_text.ipp"
#endif
