#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dkrls::detail {

/// A code point at the start of a text and the bytes it takes.
struct CodePoint {
  char32_t value = 0;
  std::size_t length = 0;  ///< 0 when the bytes are not UTF-8
};

/// The first code point of a text that is not empty. Overlong forms, surrogates and values beyond
/// U+10FFFF are not UTF-8 (RFC 3629, section 3).
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

}  // namespace dkrls::detail
