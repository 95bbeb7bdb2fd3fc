// SPDX-License-Identifier: MIT
#include <dkrls/detail/engine_json/inspection_parser.hpp>
#include <string>

#include "catch.hpp"

using dkrls::Image;
using dkrls::Platform;

namespace {

/// Returns an image after the inspection that has this answer.
Image inspected(std::string_view body) {
  Image image;
  dkrls::detail::add_inspection(body, image);
  return image;
}

std::optional<std::int64_t> tagged(const std::string& time) {
  const Image image = inspected(R"({"Metadata":{"LastTagTime":")" + time + "\"}}");
  return image.tagged ? std::optional<std::int64_t>(image.tagged->time_since_epoch().count())
                      : std::nullopt;
}

}  // namespace

TEST_CASE("the platform of an image is read from its inspection") {
  CHECK(inspected(R"({"Id":"a","Architecture":"arm","Variant":"v7","Os":"linux"})").platform ==
        Platform{.os = "linux", .architecture = "arm", .variant = "v7"});
  CHECK(inspected(R"({"Architecture":"amd64","Os":"windows","OsVersion":"10.0.20348"})").platform ==
        Platform{.os = "windows", .architecture = "amd64", .os_version = "10.0.20348"});
}

TEST_CASE("an inspection without a system or an architecture has no platform") {
  for (const std::string_view body :
       {"", "{", "[]", "{}", R"({"Os":"linux"})", R"({"Architecture":"amd64"})",
        R"({"Os":"linux","Architecture":""})", R"({"Os":null,"Architecture":"amd64"})",
        R"({"Os":"linux","Architecture":64})"}) {
    CAPTURE(body);
    CHECK_FALSE(inspected(body).platform);
  }
}

TEST_CASE("the time of the last tag is read with its zone, and never as earlier than it was") {
  CHECK(tagged("2026-01-02T03:04:05Z") == 1'767'323'045);
  CHECK(tagged("2026-01-02T05:04:05+02:00") == 1'767'323'045);
  CHECK(tagged("2026-01-02T03:04:05.123456789Z") == 1'767'323'046);
}

TEST_CASE("the year 1, other text and no text are an unknown time") {
  for (const std::string time :
       {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00", "1970-01-01T00:00:00Z", "",
        "yesterday", "2026-01-02", "2026-13-02T03:04:05Z", "2026-01-02T03:04:05"}) {
    CAPTURE(time);
    CHECK_FALSE(tagged(time));
  }
  for (const std::string_view body :
       {"", "{}", R"({"Metadata":null})", R"({"Metadata":[]})", R"({"Metadata":{}})",
        R"({"Metadata":{"LastTagTime":null}})", R"({"Metadata":{"LastTagTime":1767323045}})"}) {
    CAPTURE(body);
    CHECK_FALSE(inspected(body).tagged);
  }
}

TEST_CASE("an inspection replaces what was known before") {
  Image image = inspected(
      R"({"Os":"linux","Architecture":"arm","Metadata":{"LastTagTime":"2026-01-02T03:04:05Z"}})");
  CHECK(image.platform);
  CHECK(image.tagged);
  dkrls::detail::add_inspection("{}", image);
  CHECK(image == Image());
}
