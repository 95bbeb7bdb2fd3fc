// SPDX-License-Identifier: MIT
#include <wchar.h>

#include <clocale>
#include <dkrls/terminal_text.hpp>

#include "catch.hpp"

using namespace std::string_view_literals;
using dkrls::printable;

namespace {

std::string utf8_of(char32_t c) {
  const auto tail = [c](int shift) { return static_cast<char>(0x80 | (c >> shift & 0x3f)); };
  if (c < 0x800)
    return {static_cast<char>(0xc0 | c >> 6), tail(0)};
  if (c < 0x10000)
    return {static_cast<char>(0xe0 | c >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xf0 | c >> 18), tail(12), tail(6), tail(0)};
}

/// Code points for which C libraries differ: circled numbers on black squares and hexagrams. Newer
/// Unicode calls them wide, or the C library does because they are in Chinese fonts.
bool is_known_difference(char32_t c) {
  return (c >= 0x3248 && c <= 0x324f) || (c >= 0x4dc0 && c <= 0x4dff);
}

}  // namespace

TEST_CASE("text without terminal controls stays unchanged") {
  const std::string_view texts[] = {"",
                                    " ",
                                    "nginx",
                                    "~!@#$%^&*()\\x1b",
                                    "<none>",
                                    "caf\u00e9",
                                    "\u00a0\u00ac\u00ae\u00ff",
                                    "\u65e5\u672c",
                                    "\u200a\u2010\u2027\u202f\u205f\u2070",
                                    "\U0001f600",
                                    "\U0010ffff"};
  for (const std::string_view text : texts) {
    CAPTURE(text);
    CHECK(printable(text) == text);
    CHECK(dkrls::is_printable(text));
  }
}

TEST_CASE("terminal controls become escapes") {
  const struct {
    std::string_view text, escaped;
  } table[] = {
      {"\n", "\\n"},
      {"\r", "\\r"},
      {"\t", "\\t"},
      {"\0"sv, "\\x00"},
      {"\b", "\\x08"},
      {"\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"},
      {"\x1f", "\\x1f"},
      {"\x7f", "\\x7f"},
      {"\u0080", "\\u0080"},
      {"\u009b31m", "\\u009b31m"},  // the other way to start an escape sequence
      {"\u009f", "\\u009f"},
      {"\u00ad", "\\u00ad"},  // soft hyphen
      {"\u061c", "\\u061c"},
      {"\u180e", "\\u180e"},
      {"\u200b", "\\u200b"},
      {"\u200f", "\\u200f"},
      {"\u2028", "\\u2028"},  // line separator
      {"\u2029", "\\u2029"},
      {"\u202e", "\\u202e"},  // right to left from here on
      {"\u2060", "\\u2060"},
      {"\u2066", "\\u2066"},
      {"\u206f", "\\u206f"},
      {"\ufeff", "\\ufeff"},
      {"\ufff9", "\\ufff9"},
      {"\U000e0001", "\\U000e0001"},
      {"\U000e007f", "\\U000e007f"},
  };
  for (const auto& [text, escaped] : table) {
    CHECK(printable(text) == escaped);
    CHECK_FALSE(dkrls::is_printable(text));
  }
}

TEST_CASE("bytes that are not UTF-8 become escapes, one by one") {
  const struct {
    std::string_view text, escaped;
  } table[] = {
      {"\xff", "\\xff"},
      {"a\x80z", "a\\x80z"},
      {"\xc0\x80", "\\xc0\\x80"},
      {"\xed\xa0\x80", "\\xed\\xa0\\x80"},
      {"\xe2\x80", "\\xe2\\x80"},
      {"\xe2\x80g", "\\xe2\\x80g"},
      {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
      {"\xc3\xc3\xa9", "\\xc3\u00e9"},
  };
  for (const auto& [text, escaped] : table) {
    CHECK(printable(text) == escaped);
    CHECK_FALSE(dkrls::is_printable(text));
  }
}

TEST_CASE("every byte becomes printable text, and is_printable() tells unchanged ones") {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text = {'a', static_cast<char>(byte), 'z'};
    const std::string out = printable(text);
    CAPTURE(byte);
    CHECK(dkrls::is_printable(out));
    CHECK(dkrls::is_printable(text) == (out == text));
    CHECK(out.front() == 'a');
    CHECK(out.back() == 'z');
  }
}

TEST_CASE("printable text is appended to existing text") {
  std::string out = "\n";
  dkrls::append_printable(out, "a\nb");
  CHECK(out == "\na\\nb");
}

TEST_CASE("a text is as wide as a terminal draws it") {
  CHECK(dkrls::display_width("") == 0);
  CHECK(dkrls::display_width("nginx") == 5);
  CHECK(dkrls::display_width("caf\u00e9") == 4);
  CHECK(dkrls::display_width("cafe\u0301") == 4);
  CHECK(dkrls::display_width("\u65e5\u672c/\uff41") == 7);       // fullwidth letters, too
  CHECK(dkrls::display_width("\uff71\uff9e") == 2);              // halfwidth katakana
  CHECK(dkrls::display_width("\u1112\u1161\u11ab\ud55c") == 4);  // the same syllable twice
  CHECK(dkrls::display_width("\U0001f600\U0001f44d\U0001f3fd") == 6);
  CHECK(dkrls::display_width("\u2764\ufe0f") == 1);
  CHECK(dkrls::display_width("\U0010ffff") == 1);
  CHECK(dkrls::display_width(printable("\x1b\xff")) == 8);
  CHECK(dkrls::display_width("a cut \xe6\x97") == 8);  // not printable; a cell for each byte
}

TEST_CASE("the C library knows the same widths") {
  const std::string before = std::setlocale(LC_CTYPE, nullptr);
  if (std::setlocale(LC_CTYPE, "C.UTF-8") == nullptr) {
    WARN("this system has no locale C.UTF-8 to compare with");
    return;
  }
  char32_t different = 0;  // the first that is
  for (wchar_t c = 0x300; c <= 0x3ffff && different == 0; ++c) {
    const auto code_point = static_cast<char32_t>(c);
    const std::string text = utf8_of(code_point);
    const int width = ::wcwidth(c);
    const bool unknown = width < 0;  // unassigned, or newer than this C library
    if (unknown || !dkrls::is_printable(text) || is_known_difference(code_point))
      continue;
    if (static_cast<std::size_t>(width) != dkrls::display_width(text))
      different = code_point;
  }
  std::setlocale(LC_CTYPE, before.c_str());
  CHECK(static_cast<std::uint32_t>(different) == 0);
}
