// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/detail/text/terminal_controls.hpp"
#include "dkrls/detail/text/unicode_widths.hpp"
#include "dkrls/detail/text/utf8.hpp"
#include "dkrls/terminal_text.hpp"

namespace dkrls {
namespace detail {

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

DKRLS_DECL std::string printable(std::string_view text) {
  std::string out;
  append_printable(out, text);
  return out;
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
  std::size_t width = 0;
  for (;;) {
    const std::size_t ascii = detail::count_printable_ascii(text);
    width += ascii;
    text.remove_prefix(ascii);
    if (text.empty())
      return width;
    const detail::CodePoint code_point = detail::decode_utf8(text);
    width += detail::cells_of(code_point.value);
    text.remove_prefix(std::max<std::size_t>(code_point.length, 1));
  }
}

}  // namespace dkrls
