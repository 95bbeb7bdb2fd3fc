// SPDX-License-Identifier: MIT
#include <dkrls/detail/text/ascii.hpp>
#include <string>

#include "catch.hpp"

using namespace dkrls::detail;

TEST_CASE("to_lower() changes A to Z and no other byte") {
  for (int byte = -128; byte < 128; ++byte) {
    const char c = static_cast<char>(byte);
    CAPTURE(byte);
    CHECK(to_lower(c) == (byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : c));
    CHECK(is_digit(c) == (byte >= '0' && byte <= '9'));
  }
}

TEST_CASE("equals_ignoring_case() ignores the case of ASCII letters only") {
  CHECK(equals_ignoring_case("", ""));
  CHECK(equals_ignoring_case("MiB", "mIb"));
  CHECK_FALSE(equals_ignoring_case("MiB", "Mi"));
  CHECK_FALSE(equals_ignoring_case("Mi", "MiB"));
  CHECK_FALSE(equals_ignoring_case("[", "{"));
  CHECK_FALSE(equals_ignoring_case("\xc3\x84", "\xc3\xa4"));  // letters beyond ASCII
}

TEST_CASE("count_digits() stops at the first character that is not a digit") {
  CHECK(count_digits("") == 0);
  CHECK(count_digits("x1") == 0);
  CHECK(count_digits("123") == 3);
  CHECK(count_digits("12.3") == 2);
}

TEST_CASE("one unprintable byte is found at every place of a text") {
  for (std::size_t size = 0; size <= 40; ++size) {
    const std::string text(size, '~');
    CHECK(count_printable_ascii(text) == size);
    for (std::size_t i = 0; i < size; ++i) {
      for (const char other : {'\0', '\x1f', '\x7f', '\x80', '\xff'}) {
        std::string broken = text;
        broken[i] = other;
        CAPTURE(size, i, int{other});
        CHECK(count_printable_ascii(broken) == i);
      }
    }
  }
}
