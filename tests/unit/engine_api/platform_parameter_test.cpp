// SPDX-License-Identifier: MIT
#include <dkrls/detail/engine_api/platform_parameter.hpp>

#include "catch.hpp"

using dkrls::detail::platform_parameter;

TEST_CASE("a platform is a parameter in JSON, percent-encoded") {
  CHECK(platform_parameter({.os = "linux", .architecture = "arm64"}) ==
        "%7B%22os%22%3A%22linux%22%2C%22architecture%22%3A%22arm64%22%7D");
  CHECK(platform_parameter({"windows", "amd64", "v2", "10.0"})
            .ends_with("%22variant%22%3A%22v2%22%2C%22os.version%22%3A%2210.0%22%7D"));
  CHECK(platform_parameter({.os = "a&b?"}) == "%7B%22os%22%3A%22a%26b%3F%22%7D");
  CHECK(platform_parameter({}) == "%7B%7D");
}
