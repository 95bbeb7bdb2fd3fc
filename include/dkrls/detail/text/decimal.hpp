// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "dkrls/detail/text/ascii.hpp"

namespace dkrls::detail {

/// A decimal number at the start of a text, "1.5", and the rest of the text.
struct DecimalPrefix {
  std::string_view integer;   ///< empty if the text starts with the point
  std::string_view fraction;  ///< the digits after the point; empty if there is no point
  std::string_view rest;
};

/// Splits "1.5GB" into "1", "5" and "GB", and ".3kB" into "", "3" and "kB". A point needs digits
/// behind it; signs and exponents are not accepted.
/// *Errors:* nullopt if the text does not start with a number.
constexpr std::optional<DecimalPrefix> split_decimal(std::string_view text) noexcept {
  DecimalPrefix split;
  split.integer = text.substr(0, count_digits(text));
  text.remove_prefix(split.integer.size());
  const bool has_point = !text.empty() && text.front() == '.';
  if (has_point) {
    text.remove_prefix(1);
    split.fraction = text.substr(0, count_digits(text));
    text.remove_prefix(split.fraction.size());
  }
  if (has_point ? split.fraction.empty() : split.integer.empty())
    return std::nullopt;
  split.rest = text;
  return split;
}

/// Returns the number times `unit`, exact and rounded down; nullopt if that exceeds int64. `unit`
/// is at most 2^60, so that no product below exceeds 64 bits.
constexpr std::optional<std::int64_t> scale_decimal(const DecimalPrefix& number,
                                                    std::uint64_t unit) noexcept {
  constexpr std::uint64_t limit = std::numeric_limits<std::int64_t>::max();

  std::uint64_t value = 0;
  for (const char c : number.integer) {
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > limit / 10)  // the last digit may still exceed the limit, see the end
      return std::nullopt;
    value = value * 10 + digit;
  }
  // From the last digit to the first. Rounding down at each step is rounding down once at the end,
  // so this is exact for a fraction of any length.
  std::uint64_t fraction = 0;
  for (auto digit = number.fraction.rbegin(); digit != number.fraction.rend(); ++digit)
    fraction = (static_cast<std::uint64_t>(*digit - '0') * unit + fraction) / 10;
  if (value > (limit - fraction) / unit)
    return std::nullopt;
  return static_cast<std::int64_t>(value * unit + fraction);
}

}  // namespace dkrls::detail
