#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"

namespace dkrls {

/// Reads an age: a plain number is days of 24 hours, "36h", "20d" and "3w" name their unit. Decimal
/// fractions are allowed ("1.5"), signs and exponents are not; fractions of a second are dropped.
///
/// Errc::invalid_age for other text, Errc::out_of_range beyond 2^63 - 1 seconds.
DKRLS_DECL result<std::chrono::seconds> parse_age(std::string_view text);

/// Appends an age in docker's words, from "Less than a second" (a negative age, an image from the
/// future, too) over "About an hour" and "2 weeks" to "4 years". Docker appends " ago" itself.
/// Source of words and thresholds: docker/go-units, HumanDuration.
DKRLS_DECL void append_age(std::string& out, std::chrono::seconds age);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/age.ipp"
#endif
