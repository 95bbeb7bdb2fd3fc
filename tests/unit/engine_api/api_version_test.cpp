// SPDX-License-Identifier: MIT
#include <dkrls/detail/engine_api/api_version.hpp>

#include "catch.hpp"

using dkrls::detail::ApiVersion;
using dkrls::detail::parse_api_version;

TEST_CASE("API versions are read and printed") {
  for (const std::string_view text : {"1.24", "1.41", "1.51", "0.0", "2.0", "1.2147483647"}) {
    CAPTURE(text);
    const auto version = parse_api_version(text);
    REQUIRE(version.has_value());
    CHECK(to_string(*version) == text);
  }
  CHECK(parse_api_version("1.41") == ApiVersion{1, 41});
  CHECK(parse_api_version("01.041") == ApiVersion{1, 41});
}

TEST_CASE("other text is not an API version") {
  const std::string_view texts[] = {
      "",      "1",    "1.",    ".41",           "1.41.0",       "1.41 ", " 1.41",
      "v1.41", "1,41", "-1.41", "1.-4",          "+1.41",        "1.+41", "1..41",
      "1.x",   "x.1",  "1.4x",  "1.99999999999", "99999999999.1"};
  for (const std::string_view text : texts) {
    CAPTURE(text);
    CHECK_FALSE(parse_api_version(text).has_value());
  }
  CHECK_FALSE(parse_api_version(std::string_view()).has_value());
}

TEST_CASE("API versions are ordered as numbers, not as text") {
  CHECK(ApiVersion{1, 9} < ApiVersion{1, 10});
  CHECK(ApiVersion{1, 51} < ApiVersion{2, 0});
  CHECK(dkrls::detail::oldest_api_version < dkrls::detail::newest_api_version);
}
