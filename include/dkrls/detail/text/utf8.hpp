// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dkrls::detail {

/// A code point at the start of a text, and the number of its bytes.
struct CodePoint {
  char32_t value = 0;
  std::size_t length = 0;  ///< 0 if the bytes are not UTF-8
};

/// Returns the first code point of `text`, which must not be empty. Overlong forms, surrogates and
/// values beyond U+10FFFF are not UTF-8 (RFC 3629, section 3).
constexpr CodePoint decode_utf8(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80)
    return {lead, 1};

  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length)
    return {};
  char32_t value = lead & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0u) != 0x80u)
      return {};
    value = value << 6 | (byte(i) & 0x3fu);
  }
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < smallest[length] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
    return {};
  return {value, length};
}

/// Returns the number of code points in `text`. Does not count continuation bytes.
constexpr std::size_t count_code_points(std::string_view text) noexcept {
  std::size_t count = 0;
  for (const char c : text)
    count += (static_cast<std::uint8_t>(c) & 0xc0u) != 0x80u ? 1 : 0;
  return count;
}

}  // namespace dkrls::detail
