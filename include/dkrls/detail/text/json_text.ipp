// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <charconv>

#include "dkrls/detail/text/json_text.hpp"
#include "dkrls/detail/text/utf8.hpp"
#include "dkrls/terminal_text.hpp"

namespace dkrls::detail {

/// Appends a UTF-16 code unit as "\uXXXX".
inline void append_code_unit(std::string& out, char32_t unit) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4)
    out += "0123456789abcdef"[unit >> shift & 0xf];
}

/// Appends the escape of a code point. Code points beyond 16 bits take two units (RFC 8259,
/// section 7).
inline void append_json_escape(std::string& out, char32_t c) {
  constexpr std::string_view escaped = "\b\f\n\r\t\"\\";
  constexpr std::string_view letters = "bfnrt\"\\";
  constexpr char32_t first_beyond = 0x10000;
  const std::size_t letter = c < 0x80 ? escaped.find(static_cast<char>(c)) : std::string_view::npos;
  if (letter != std::string_view::npos) {
    out += '\\';
    out += letters[letter];
  } else if (c < first_beyond) {
    append_code_unit(out, c);
  } else {
    append_code_unit(out, 0xd800 + ((c - first_beyond) >> 10));
    append_code_unit(out, 0xdc00 + ((c - first_beyond) & 0x3ff));
  }
}

DKRLS_DECL void append_json_string(std::string& out, std::string_view text, JsonEscapes escapes) {
  const std::string_view special = escapes == JsonEscapes::html ? "\"\\<>&" : "\"\\";
  out += '"';
  if (is_printable(text) && text.find_first_of(special) == std::string_view::npos) {
    out += text;
    text = {};
  }
  while (!text.empty()) {
    const CodePoint code_point = decode_utf8(text);
    const std::string_view bytes = text.substr(0, std::max<std::size_t>(code_point.length, 1));
    if (code_point.length == 0)
      append_code_unit(out, 0xfffd);
    else if (!is_printable(bytes) || special.find(bytes) != std::string_view::npos)
      append_json_escape(out, code_point.value);
    else
      out += bytes;
    text.remove_prefix(bytes.size());
  }
  out += '"';
}

template <class Number>
void append_digits(std::string& out, Number number) {
  std::array<char, 24> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number);
  out.append(text.data(), end.ptr);
}

DKRLS_DECL void append_number(std::string& out, std::int64_t number) {
  append_digits(out, number);
}

DKRLS_DECL void append_number(std::string& out, std::uint64_t number) {
  append_digits(out, number);
}

DKRLS_DECL void append_json_key(std::string& out, std::string_view key) {
  if (!out.ends_with('{'))
    out += ',';
  out += '"';
  out += key;
  out += "\":";
}

}  // namespace dkrls::detail
