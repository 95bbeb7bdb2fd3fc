#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"

namespace dkrls {

/// Parses an age. A number without a unit means days of 24 hours; "36h", "20d" and "3w" have a
/// unit. Decimal fractions are allowed ("1.5"), signs and exponents are not. Fractions of a second
/// are dropped.
///
/// *Errors:* Errc::invalid_age for other text, Errc::out_of_range beyond 2^63 - 1 seconds.
DKRLS_DECL result<std::chrono::seconds> parse_age(std::string_view text);

/// Appends an age in docker's words: "Less than a second" (also for a negative age, an image from
/// the future), "About an hour", "2 weeks", "4 years". Does not append " ago".
/// Source of words and thresholds: docker/go-units, HumanDuration.
DKRLS_DECL void append_age(std::string& out, std::chrono::seconds age);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/age.ipp"
#endif
