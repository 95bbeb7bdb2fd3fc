// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string_view>

#include "dkrls/detail/text/ascii.hpp"

/// The characters of HTTP header fields (RFC 9110, section 5).
namespace dkrls::detail {

/// True for a token, the grammar of a field's name.
inline bool is_header_name(std::string_view name) noexcept {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return is_letter_or_digit(c) || marks.find(c) != marks.npos;
  });
}

/// True for text without control characters other than the tab. A line break would begin another
/// field.
inline bool is_header_value(std::string_view value) noexcept {
  return std::all_of(value.begin(), value.end(), [](char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
  });
}

}  // namespace dkrls::detail
