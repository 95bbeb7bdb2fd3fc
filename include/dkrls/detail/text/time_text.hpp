#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "dkrls/age.hpp"
#include "dkrls/detail/config.hpp"

namespace dkrls::detail {

/// Appends date and time of day in UTC, "2026-01-02T03:04:05", with `separator` in place of the
/// 'T'.
/// *Errors:* returns false and appends nothing if the year does not have four digits.
DKRLS_DECL bool append_date_and_time(std::string& out, std::chrono::sys_seconds time,
                                     char separator);

/// The ages of many records, in docker's words. Records come by age, so that one often reads as
/// the one before it.
class AgeWords {
 public:
  /// "2 weeks ago". A view that is valid until the next call.
  std::string_view ago(std::chrono::seconds age);

 private:
  std::int64_t half_hours_ = 0;  // of the last age
  std::string words_;
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/text/time_text.ipp"
#endif
