#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "dkrls/detail/utf8.hpp"
#include "dkrls/terminal_text.hpp"

namespace dkrls {
namespace detail {

constexpr bool is_printable_ascii(char c) noexcept {
  return c >= ' ' && c <= '~';
}

/// Code points that move, hide or reorder what a terminal shows: C0 and C1 controls, soft hyphen,
/// zero-width and bidirectional controls, line separators, interlinear and tag characters.
constexpr bool acts_on_terminal(char32_t c) noexcept {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || c == 0x180e ||
         (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
         (c >= 0xe0000 && c <= 0xe0fff);
}

inline void append_hex(std::string& out, std::string_view introducer, char32_t value, int digits) {
  out += introducer;
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
    out += "0123456789abcdef"[value >> shift & 0xf];
}

inline void append_escape(std::string& out, char32_t value) {
  switch (value) {
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      if (value < 0x80)
        append_hex(out, "\\x", value, 2);
      else if (value < 0x10000)
        append_hex(out, "\\u", value, 4);
      else
        append_hex(out, "\\U", value, 8);
  }
}

/// Whether the eight bytes at `text` are printable ASCII.
inline bool are_eight_printable_ascii(const char* text) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101;
  std::uint64_t word = 0;
  std::memcpy(&word, text, sizeof(word));
  // A high bit gets set where a byte is below ' ', is DEL, or is beyond ASCII.
  return (((word - 0x20 * ones) | (word + ones) | word) & 0x80 * ones) == 0;
}

/// How many bytes at the start of `text` are printable ASCII; names of images are nothing else.
/// Looks at eight bytes at a time, the last eight of which may overlap those before.
inline std::size_t count_printable_ascii(std::string_view text) noexcept {
  constexpr std::size_t eight = 8;
  std::size_t i = 0;
  while (i + eight <= text.size() && are_eight_printable_ascii(text.data() + i))
    i += eight;
  if (i > 0 && i + eight > text.size() &&
      are_eight_printable_ascii(text.data() + text.size() - eight))
    return text.size();
  while (i < text.size() && is_printable_ascii(text[i]))
    ++i;
  return i;
}

}  // namespace detail

DKRLS_DECL void append_printable(std::string& out, std::string_view text) {
  for (;;) {
    const std::size_t plain = detail::count_printable_ascii(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty())
      return;
    const detail::CodePoint code_point = detail::decode_utf8(text);
    if (code_point.length == 0) {
      detail::append_hex(out, "\\x", static_cast<unsigned char>(text.front()), 2);
      text.remove_prefix(1);
      continue;
    }
    if (detail::acts_on_terminal(code_point.value))
      detail::append_escape(out, code_point.value);
    else
      out += text.substr(0, code_point.length);
    text.remove_prefix(code_point.length);
  }
}

DKRLS_DECL bool is_printable(std::string_view text) noexcept {
  for (;;) {
    text.remove_prefix(detail::count_printable_ascii(text));
    if (text.empty())
      return true;
    const detail::CodePoint code_point = detail::decode_utf8(text);
    if (code_point.length == 0 || detail::acts_on_terminal(code_point.value))
      return false;
    text.remove_prefix(code_point.length);
  }
}

DKRLS_DECL std::size_t display_width(std::string_view text) noexcept {
  const std::size_t ascii = detail::count_printable_ascii(text);
  const auto starts_code_point = [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0u) != 0x80u;
  };
  return ascii +
         static_cast<std::size_t>(std::count_if(text.begin() + static_cast<std::ptrdiff_t>(ascii),
                                                text.end(), starts_code_point));
}

}  // namespace dkrls
