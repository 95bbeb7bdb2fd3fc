// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"

namespace dkrls {

/// Parses an age: a plain number is days of 24 hours; "36h", "20d" and "3w" name their unit, in any
/// case, and may be added up, "1d12h". Decimal fractions are allowed ("1.5"), signs and exponents
/// are not; fractions of a second are dropped.
///
/// *Errors:* Errc::invalid_age for other text, and for "6m", which may mean minutes or months.
/// Errc::out_of_range beyond 2^63 - 1 seconds. The message says what to write instead.
DKRLS_DECL result<std::chrono::seconds, ParseError> parse_age(std::string_view text);

/// A limit to the age of images: an age, a moment, or a day of the local time zone, which stands
/// for its midnight.
using AgeLimit =
    std::variant<std::chrono::seconds, std::chrono::sys_seconds, std::chrono::local_days>;

/// Parses an age as parse_age() does, a day such as "2026-01-01", or a moment of RFC 3339 such as
/// "2026-01-01T12:00:00Z" or "2026-01-01 12:00:00.5+02:00", rounded up to whole seconds.
///
/// *Errors:* those of parse_age(), and Errc::invalid_age for a day that is in no calendar.
DKRLS_DECL result<AgeLimit, ParseError> parse_age_limit(std::string_view text);

/// Converts a local time to system time. What it does with local times that are skipped or repeated
/// when clocks change is up to the caller.
using FromLocalTime = std::function<std::chrono::sys_seconds(std::chrono::local_seconds)>;

/// Returns the age that a limit allows at the moment `now`: that of an image which was created at
/// the limit. It is negative for a moment after `now`.
DKRLS_DECL std::chrono::seconds age_at(const AgeLimit& limit, std::chrono::sys_seconds now,
                                       const FromLocalTime& from_local_time);

/// Appends an age in docker's words: "Less than a second" (also for a negative age, an image from
/// the future), "About an hour", "2 weeks", "4 years". Does not append " ago".
/// Source of words and thresholds: docker/go-units, HumanDuration.
DKRLS_DECL void append_age(std::string& out, std::chrono::seconds age);

/// Returns the text of append_age().
DKRLS_DECL std::string format_age(std::chrono::seconds age);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/age.ipp"
#endif
