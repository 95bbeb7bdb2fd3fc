#include <dkrls/detail/ascii.hpp>

#include "catch.hpp"

using namespace dkrls::detail;

TEST_CASE("of all bytes, only 26 have another one in lower case") {
  for (int byte = -128; byte < 128; ++byte) {
    const char c = static_cast<char>(byte);
    CAPTURE(byte);
    CHECK(to_lower(c) == (byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : c));
    CHECK(is_digit(c) == (byte >= '0' && byte <= '9'));
  }
}

TEST_CASE("texts are equal in any case only when they have the same length") {
  CHECK(equals_ignoring_case("", ""));
  CHECK(equals_ignoring_case("MiB", "mIb"));
  CHECK_FALSE(equals_ignoring_case("MiB", "Mi"));
  CHECK_FALSE(equals_ignoring_case("Mi", "MiB"));
  CHECK_FALSE(equals_ignoring_case("[", "{"));
  CHECK_FALSE(equals_ignoring_case("\xc3\x84", "\xc3\xa4"));  // letters beyond ASCII
}

TEST_CASE("digits are counted up to the first that is none") {
  CHECK(count_digits("") == 0);
  CHECK(count_digits("x1") == 0);
  CHECK(count_digits("123") == 3);
  CHECK(count_digits("12.3") == 2);
}
