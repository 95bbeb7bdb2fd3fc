// SPDX-License-Identifier: MIT
#include <dkrls/platform.hpp>

#include "catch.hpp"

using dkrls::fits;
using dkrls::parse_platform;
using dkrls::Platform;

TEST_CASE("a platform is an operating system, an architecture and perhaps a variant") {
  CHECK(parse_platform("linux/amd64").value() == Platform{.os = "linux", .architecture = "amd64"});
  CHECK(parse_platform("linux/arm/v7").value() ==
        Platform{.os = "linux", .architecture = "arm", .variant = "v7"});
  CHECK(to_string(parse_platform("Linux/ARM64/V8").value()) == "linux/arm64/v8");
  CHECK(to_string(parse_platform("windows/amd64").value()) == "windows/amd64");
}

TEST_CASE("other names of a processor become those of engines") {
  const struct {
    std::string_view text, platform;
  } table[] = {
      {"linux/x86_64", "linux/amd64"}, {"linux/aarch64", "linux/arm64"},
      {"linux/i386", "linux/386"},     {"linux/armhf", "linux/arm/v7"},
      {"linux/armel", "linux/arm/v6"}, {"linux/armhf/v6", "linux/arm/v6"},
      {"linux/x86-64", "linux/amd64"}, {"linux/arm64/8", "linux/arm64/v8"},
  };
  for (const auto& [text, platform] : table)
    CHECK(to_string(parse_platform(text).value()) == platform);
}

TEST_CASE("other text is no platform") {
  for (const std::string_view text :
       {"", "linux", "amd64", "/", "linux/", "/amd64", "linux//v8", "linux/arm/", "linux/arm/v7/",
        "linux/arm/v7/x", "linux/am d64", "linux/*", "linux,amd64", "linux/\xc3\xa4"}) {
    CAPTURE(text);
    CHECK(parse_platform(text).error().code == dkrls::Errc::invalid_platform);
  }
}

TEST_CASE("an error says what to write") {
  const auto message = [](std::string_view text) { return parse_platform(text).error().message; };
  CHECK(message("arm64") ==
        "an operating system and an architecture are needed, write: linux/arm64");
  for (const std::string_view text :
       {"linux", "windows", "linux/", "linux/arm/v7/x", "linux arm64", ""})
    CHECK(message(text) == "give OS/ARCHITECTURE or OS/ARCHITECTURE/VARIANT, such as linux/arm64");
}

TEST_CASE("a platform fits if everything that is wanted is the same") {
  const auto does_fit = [](std::string_view platform, std::string_view wanted) {
    return fits(parse_platform(platform).value(), parse_platform(wanted).value());
  };
  CHECK(does_fit("linux/amd64", "linux/amd64"));
  CHECK(does_fit("linux/arm/v7", "linux/arm"));
  CHECK(does_fit("linux/arm/v6", "linux/arm"));
  CHECK(does_fit("linux/arm/v6", "linux/arm/v6"));
  CHECK_FALSE(does_fit("linux/arm/v6", "linux/arm/v7"));
  CHECK_FALSE(does_fit("linux/arm64", "linux/arm"));
  CHECK_FALSE(does_fit("linux/amd64", "linux/386"));
  CHECK_FALSE(does_fit("windows/amd64", "linux/amd64"));
}

TEST_CASE("an architecture without a variant has its usual one") {
  const auto does_fit = [](std::string_view platform, std::string_view wanted) {
    return fits(parse_platform(platform).value(), parse_platform(wanted).value());
  };
  CHECK(does_fit("linux/arm64", "linux/arm64/v8"));
  CHECK(does_fit("linux/arm64/v8", "linux/arm64"));
  CHECK(does_fit("linux/arm", "linux/arm/v7"));
  CHECK(does_fit("linux/amd64", "linux/amd64/v1"));
  CHECK_FALSE(does_fit("linux/arm64", "linux/arm64/v9"));
  CHECK_FALSE(does_fit("linux/arm", "linux/arm/v6"));
  CHECK_FALSE(does_fit("linux/amd64", "linux/amd64/v3"));
  CHECK_FALSE(does_fit("linux/riscv64", "linux/riscv64/v1"));
}
