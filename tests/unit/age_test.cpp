// SPDX-License-Identifier: MIT
#include <dkrls/age.hpp>

#include "catch.hpp"

namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::seconds;

std::string print(seconds age) {
  return dkrls::format_age(age);
}

/// The age that a limit allows at noon of 2026-02-01 UTC, where clocks are an hour ahead of it.
seconds age_of(std::string_view limit) {
  const std::chrono::sys_seconds now =
      std::chrono::sys_days(std::chrono::year(2026) / 2 / 1) + std::chrono::hours(12);
  return dkrls::age_at(dkrls::parse_age_limit(limit).value(), now,
                       [](std::chrono::local_seconds time) {
                         return std::chrono::sys_seconds(time.time_since_epoch() - 1h);
                       });
}

}  // namespace

TEST_CASE("ages are printed in docker's words, and change them at docker's thresholds") {
  const struct {
    seconds age;
    std::string_view words;
  } table[] = {
      {0s, "Less than a second"},
      {1s, "1 second"},
      {2s, "2 seconds"},
      {59s, "59 seconds"},
      {60s, "About a minute"},
      {119s, "About a minute"},
      {120s, "2 minutes"},
      {179s, "2 minutes"},
      {59min, "59 minutes"},
      {59min + 59s, "59 minutes"},
      {60min, "About an hour"},
      {89min + 59s, "About an hour"},
      {90min, "2 hours"},
      {149min + 59s, "2 hours"},
      {150min, "3 hours"},
      {47h, "47 hours"},
      {47h + 29min + 59s, "47 hours"},
      {47h + 30min, "2 days"},
      {48h, "2 days"},
      {days(3) - 31min, "2 days"},
      {days(3) - 30min, "3 days"},
      {days(13), "13 days"},
      {days(14) - 31min, "13 days"},
      {days(14) - 30min, "2 weeks"},
      {days(14), "2 weeks"},
      {days(20), "2 weeks"},
      {days(21), "3 weeks"},
      {days(59), "8 weeks"},
      {days(60) - 31min, "8 weeks"},
      {days(60) - 30min, "2 months"},
      {days(60), "2 months"},
      {days(89), "2 months"},
      {days(90), "3 months"},
      {days(365), "12 months"},
      {days(729), "24 months"},
      {days(730) - 31min, "24 months"},
      {days(730), "2 years"},
      {days(3 * 365) - 1s, "2 years"},
      {days(3 * 365), "3 years"},
      {days(56 * 365), "56 years"},
  };
  for (const auto& [age, words] : table) {
    CAPTURE(age.count());
    CHECK(print(age) == words);
  }
}

TEST_CASE("half an hour short of 730 days is \"1 years\", as docker rounds hours but not years") {
  CHECK(print(days(730) - 30min) == "1 years");
  CHECK(print(days(730) - 1s) == "1 years");
}

TEST_CASE("an age from the future is less than a second") {
  CHECK(print(-1s) == "Less than a second");
  CHECK(print(-days(365 * 100)) == "Less than a second");
  CHECK(print(seconds::min()) == "Less than a second");
}

TEST_CASE("the longest possible age is printed") {
  CHECK(print(seconds::max()) == "292471208677 years");
}

TEST_CASE("an age is appended to existing text") {
  std::string out = "Up ";
  dkrls::append_age(out, 5min);
  CHECK(out == "Up 5 minutes");
}

TEST_CASE("ages are days or have a unit") {
  const struct {
    std::string_view text;
    seconds age;
  } table[] = {
      {"0", 0s},
      {"1", days(1)},
      {"20", days(20)},
      {"020", days(20)},
      {"20d", days(20)},
      {"20D", days(20)},
      {"36h", 36h},
      {"36H", 36h},
      {"3w", days(21)},
      {"3W", days(21)},
      {"1.5", 36h},
      {"0.5d", 12h},
      {".5d", 12h},
      {"0.25h", 15min},
      {"0.5w", 84h},
      {"0.00001", 0s},
      {"0.00002", 1s},
      {"1.99999999999999999999999999999999999", days(2) - 1s},
      {"0.33333333333333333334d", 8h},
      {"106751991167300", days(106'751'991'167'300)},
      {"1d12h", 36h},
      {"1D12H", 36h},
      {"12h1d", 36h},
      {"3w2d1h", days(23) + 1h},
      {"1.5d0.5h", 36h + 30min},
      {"1d1d", days(2)},
  };
  for (const auto& [text, age] : table) {
    CAPTURE(text);
    const auto parsed = dkrls::parse_age(text);
    REQUIRE(parsed.has_value());
    CHECK(parsed->count() == age.count());
  }
}

TEST_CASE("other text is not an age") {
  const std::string_view texts[] = {
      "",       " ",     " 1",   "1 ",  "1 d",    "\t1",   "1\n",   "-3",  "+3",     "-0",  "1e3",
      "1e9999", "0x10",  "nan",  "inf", "d",      "h",     ".",     ".d",  "1.",     "1.d", "1..5",
      "1.5.2",  "1,5",   "1_0",  "1m",  "1s",     "1y",    "1dd",   "1hd", "1day",   "w3",  "three",
      "１",     "1\xff", "1d12", "1d ", "1d 12h", "1d-1h", "1d+1h", "d1",  "1d12hh", "1h.d"};
  for (const std::string_view text : texts) {
    CAPTURE(text);
    CHECK(dkrls::parse_age(text).error().code == dkrls::Errc::invalid_age);
  }
  CHECK(dkrls::parse_age(std::string_view("1\0", 2)).error().code == dkrls::Errc::invalid_age);
}

TEST_CASE("an age beyond all seconds is out of range, not wrapped around") {
  const std::string_view texts[] = {"106751991167301",
                                    "15250284452472w",
                                    "2562047788015216h",
                                    "9223372036854775807",
                                    "9223372036854775808",
                                    "18446744073709551616",
                                    "106751991167300d1w",
                                    "18446744073709551617",
                                    "99999999999999999999999999999999999999999999999999"};
  for (const std::string_view text : texts) {
    CAPTURE(text);
    CHECK(dkrls::parse_age(text).error().code == dkrls::Errc::out_of_range);
  }
}

TEST_CASE("six m are neither minutes nor months") {
  for (const std::string_view text : {"6m", "6M", "6min", "6months", "1d6m", "0.5m"}) {
    CAPTURE(text);
    const auto parsed = dkrls::parse_age(text);
    REQUIRE(parsed.has_error());
    CHECK(parsed.error().message ==
          "minutes or months? give hours (36h), days (20d) or weeks (3w)");
  }
  CHECK(dkrls::parse_age("6y").error().message.find("minutes") == std::string::npos);
}

TEST_CASE("a limit may be an age, whatever the clock says") {
  CHECK(age_of("36h") == 36h);
  CHECK(age_of("1d12h") == 36h);
  CHECK(age_of("20") == days(20));
}

TEST_CASE("a date is the midnight of its day in the zone that is passed in") {
  CHECK(age_of("2026-02-01") == 13h);
  CHECK(age_of("2026-01-01") == days(31) + 13h);
  CHECK(age_of("2024-02-29") == days(703) + 13h);
  CHECK(age_of("2026-02-02") == -11h);  // is to come
}

TEST_CASE("a moment of RFC 3339 is that moment, whatever the zone") {
  const struct {
    std::string_view text;
    seconds age;
  } table[] = {
      {"2026-02-01T11:59:59Z", 1s},      {"2026-02-01t11:59:59z", 1s},
      {"2026-02-01 11:59:59Z", 1s},      {"2026-02-01T13:30:00+02:00", 30min},
      {"2026-02-01T00:30:00-11:30", 0s}, {"2026-02-01T00:00:00+14:00", 26h},
      {"2026-01-31T23:59:60Z", 12h},     {"2026-02-01T11:59:59.0Z", 1s},
      {"2026-02-01T11:59:58.25Z", 1s},  // rounded up: no image is older than it is
  };
  for (const auto& [text, age] : table) {
    CAPTURE(text);
    CHECK(age_of(text) == age);
  }
}

TEST_CASE("what is in no calendar, or has no zone, is no limit") {
  for (const std::string_view text : {"2026-13-01", "2026-00-01", "2026-01-00", "2026-02-29",
                                      "2026-1-1", "2026-01", "2026-", "2026-01-1x", "2026-01_01"}) {
    CAPTURE(text);
    const auto parsed = dkrls::parse_age_limit(text);
    REQUIRE(parsed.has_error());
    CHECK(parsed.error().code == dkrls::Errc::invalid_age);
    CHECK(parsed.error().message == "there is no such day: give a date such as 2026-01-01");
  }
  for (const std::string_view time :
       {"T", "T12", "T12:00", "T12:00:00", "T12:00:00.5", "T12:00:00.Z", "T24:00:00Z", "T12:60:00Z",
        "T12:00:61Z", "x12:00:00Z", "T12-00:00Z", "T12:00-00Z", "T12:00:00+2", "T12:00:00+0200",
        "T12:00:00+24:00", "T12:00:00ZZ", "Z", " "}) {
    CAPTURE(time);
    const auto parsed = dkrls::parse_age_limit("2026-01-01" + std::string(time));
    REQUIRE(parsed.has_error());
    CHECK(parsed.error().message.find("moment with its zone") != std::string::npos);
  }
  CHECK(dkrls::parse_age_limit("6m").error().message.find("minutes or months?") == 0);
  CHECK(dkrls::parse_age_limit("yesterday").error().message.find("give a number of days") == 0);
}
