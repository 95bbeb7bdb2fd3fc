// SPDX-License-Identifier: MIT
#include <dkrls/detail/text/utf8.hpp>

#include <string>

#include "catch.hpp"

using dkrls::detail::decode_utf8;

namespace {

/// Returns a code point in UTF-8.
std::string encoded(char32_t value) {
  if (value < 0x80)
    return std::string(1, static_cast<char>(value));
  std::string text;
  for (; value > (text.size() < 2 ? 0x1fu : text.size() < 3 ? 0xfu : 0x7u); value >>= 6)
    text.insert(text.begin(), static_cast<char>(0x80 | (value & 0x3f)));
  const std::size_t size = text.size() + 1;
  return static_cast<char>((0xf00u >> size & 0xf0u) | value) + text;
}

}  // namespace

TEST_CASE("the first and the last code point of each length are decoded") {
  const struct {
    std::string_view text;
    char32_t value;
  } table[] = {
      {"\x7f", 0x7f},           {"\xc2\x80", 0x80},          {"\xdf\xbf", 0x7ff},
      {"\xe0\xa0\x80", 0x800},  {"\xed\x9f\xbf", 0xd7ff},    {"\xee\x80\x80", 0xe000},
      {"\xef\xbf\xbf", 0xffff}, {"\xf0\x90\x80\x80", 65536}, {"\xf4\x8f\xbf\xbf", 0x10ffff},
  };
  for (const auto& [text, value] : table) {
    CAPTURE(static_cast<std::uint32_t>(value));
    CHECK(static_cast<std::uint32_t>(decode_utf8(text).value) == static_cast<std::uint32_t>(value));
    CHECK(decode_utf8(text).length == text.size());
  }
  CHECK(decode_utf8(std::string_view("\0", 1)).length == 1);
}

TEST_CASE("decode_utf8() reads only the first code point") {
  CHECK(decode_utf8("a\xff").length == 1);
  CHECK(decode_utf8("\xc3\xa9\xff").length == 2);
}

TEST_CASE("bytes that are not UTF-8 have no length") {
  const struct {
    std::string_view text;
    std::string_view flaw;
  } table[] = {
      {"\x80", "a continuation without a lead"},
      {"\xbf", "a continuation without a lead"},
      {"\xc0\x80", "an overlong NUL"},
      {"\xc1\xbf", "an overlong DEL"},
      {"\xe0\x9f\xbf", "an overlong form of three bytes"},
      {"\xf0\x8f\xbf\xbf", "an overlong form of four bytes"},
      {"\xed\xa0\x80", "a high surrogate"},
      {"\xed\xbf\xbf", "a low surrogate"},
      {"\xf4\x90\x80\x80", "a value beyond U+10FFFF"},
      {"\xf5\x80\x80\x80", "a value far beyond U+10FFFF"},
      {"\xff", "a byte that is never used"},
      {"\xc2", "cut short"},
      {"\xe2\x80", "cut short"},
      {"\xf0\x9f\x98", "cut short"},
      {"\xc2g", "a letter instead of a continuation"},
      {"\xe2\x80g", "a letter instead of a continuation"},
      {"\xe2\xc2\x80", "a lead instead of a continuation"},
  };
  for (const auto& [text, flaw] : table) {
    CAPTURE(flaw);
    CHECK(decode_utf8(text).length == 0);
  }
}

TEST_CASE("every code point is decoded from its encoding") {
  for (char32_t value = 0; value <= 0x10ffff; ++value) {
    if (value >= 0xd800 && value <= 0xdfff)
      continue;
    const std::string utf8 = encoded(value);
    const auto decoded = decode_utf8(utf8);
    if (decoded.value != value || decoded.length != utf8.size())
      FAIL_CHECK("U+" << static_cast<std::uint32_t>(value));
  }
}
