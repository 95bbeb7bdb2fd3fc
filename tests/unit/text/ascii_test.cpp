#include <dkrls/detail/text/ascii.hpp>
#include <string>

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

TEST_CASE("a text is all printable ASCII when every byte of it is, wherever the other byte is") {
  for (std::size_t size = 0; size <= 40; ++size) {
    const std::string text(size, '~');
    CHECK(is_all_printable_ascii(text));
    CHECK(count_printable_ascii(text) == size);
    for (std::size_t i = 0; i < size; ++i) {
      for (const char other : {'\0', '\x1f', '\x7f', '\x80', '\xff'}) {
        std::string broken = text;
        broken[i] = other;
        CAPTURE(size, i, int{other});
        CHECK_FALSE(is_all_printable_ascii(broken));
        CHECK(count_printable_ascii(broken) == i);
      }
    }
  }
}
