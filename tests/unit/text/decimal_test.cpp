// SPDX-License-Identifier: MIT
#include <dkrls/detail/text/decimal.hpp>

#include "catch.hpp"

namespace {

constexpr std::uint64_t largest_unit = 1ull << 60;

std::optional<std::int64_t> scale(std::string_view text, std::uint64_t unit) {
  const auto number = dkrls::detail::split_decimal(text);
  REQUIRE(number.has_value());
  return dkrls::detail::scale_decimal(*number, unit);
}

}  // namespace

TEST_CASE("a decimal is split into its digits and the rest of the text") {
  const struct {
    std::string_view text, integer, fraction, rest;
  } table[] = {
      {"0", "0", "", ""},        {"12", "12", "", ""},   {"1.5GB", "1", "5", "GB"},
      {"1.5.2", "1", "5", ".2"}, {"1 ", "1", "", " "},   {"1e5", "1", "", "e5"},
      {"0x1", "0", "", "x1"},    {"1-2", "1", "", "-2"}, {".3kB", "", "3", "kB"},
  };
  for (const auto& [text, integer, fraction, rest] : table) {
    CAPTURE(text);
    const auto split = dkrls::detail::split_decimal(text);
    REQUIRE(split.has_value());
    CHECK(split->integer == integer);
    CHECK(split->fraction == fraction);
    CHECK(split->rest == rest);
  }
}

TEST_CASE("a decimal needs digits behind its point and accepts no sign") {
  for (const std::string_view text :
       {"", ".", ".x", "..5", "1.", "1.x", "-1", "+1", " 1", "x", "\xb2"}) {
    CAPTURE(text);
    CHECK_FALSE(dkrls::detail::split_decimal(text).has_value());
  }
}

TEST_CASE("a decimal is scaled exactly and rounded down") {
  CHECK(scale("0", 1000) == 0);
  CHECK(scale("1.5", 1000) == 1500);
  CHECK(scale("1.9999", 1000) == 1999);
  CHECK(scale("0.1", 86400) == 8640);
  CHECK(scale("0.00001157407407407407", 86400) == 0);
  CHECK(scale("0.00001157407407407408", 86400) == 1);
  CHECK(scale("0.000000000000000000867", largest_unit) == 0);
  CHECK(scale("0.000000000000000000868", largest_unit) == 1);
  CHECK(scale("0.9999999999999999999999999999999999999", largest_unit) ==
        static_cast<std::int64_t>(largest_unit) - 1);
}

TEST_CASE("a decimal has no value if its product does not fit") {
  CHECK(scale("9223372036854775807", 1) == std::numeric_limits<std::int64_t>::max());
  CHECK(scale("9223372036854775807.9", 1) == std::numeric_limits<std::int64_t>::max());
  CHECK_FALSE(scale("9223372036854775808", 1).has_value());
  CHECK_FALSE(scale("9223372036854775807", largest_unit).has_value());
  CHECK(scale("7.9999999999999999999999", largest_unit) ==
        std::numeric_limits<std::int64_t>::max());
  CHECK_FALSE(scale("8", largest_unit).has_value());
  CHECK(scale("9223372036854775.807", 1000) == std::numeric_limits<std::int64_t>::max());
  CHECK_FALSE(scale("9223372036854775.808", 1000).has_value());
  CHECK_FALSE(scale("340282366920938463463374607431768211457", 1).has_value());  // 2^128 + 1
}

TEST_CASE("a decimal may have any number of digits") {
  CHECK_FALSE(scale(std::string(100'000, '9'), 1).has_value());
  CHECK(scale(std::string(100'000, '0') + "7", 1000) == 7000);
  CHECK(scale("7." + std::string(100'000, '0') + "9", 1000) == 7000);
}
