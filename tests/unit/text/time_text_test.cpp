// SPDX-License-Identifier: MIT
#include <dkrls/detail/text/time_text.hpp>

#include "builders.hpp"
#include "catch.hpp"

using dkrls_test::at;

namespace {

std::string date(std::int64_t unix_seconds) {
  std::string out;
  return dkrls::detail::append_date_and_time(out, at(unix_seconds), 'T') ? out : out + "none";
}

}  // namespace

TEST_CASE("dates and times are in UTC, with four digits for the year and two for the rest") {
  CHECK(date(0) == "1970-01-01T00:00:00");
  CHECK(date(1'767'323'045) == "2026-01-02T03:04:05");
  CHECK(date(951'782'399) == "2000-02-28T23:59:59");
  CHECK(date(951'782'400) == "2000-02-29T00:00:00");
  CHECK(date(-1) == "1969-12-31T23:59:59");
}

TEST_CASE("only years of four digits have a date") {
  constexpr std::int64_t last_second_of_9999 = 253'402'300'799;
  constexpr std::int64_t first_second_of_0000 = -62'167'219'200;
  CHECK(date(last_second_of_9999) == "9999-12-31T23:59:59");
  CHECK(date(last_second_of_9999 + 1) == "none");
  CHECK(date(first_second_of_0000) == "0000-01-01T00:00:00");
  CHECK(date(first_second_of_0000 - 1) == "none");
  CHECK(date(std::numeric_limits<std::int64_t>::max()) == "none");
  CHECK(date(std::numeric_limits<std::int64_t>::min()) == "none");
}
