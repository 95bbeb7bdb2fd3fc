#include <dkrls/age.hpp>

#include "catch.hpp"

namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::seconds;

std::string print(seconds age) {
  std::string out;
  dkrls::append_age(out, age);
  return out;
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
      {"0.25h", 15min},
      {"0.5w", 84h},
      {"0.00001", 0s},
      {"0.00002", 1s},
      {"1.99999999999999999999999999999999999", days(2) - 1s},
      {"0.33333333333333333334d", 8h},
      {"106751991167300", days(106'751'991'167'300)},
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
      "",     " ",   " 1",  "1 ", "1 d", "\t1", "1\n",  "-3", "+3",    "-0",   "1e3",   "1e9999",
      "0x10", "nan", "inf", "d",  "h",   ".",   ".5",   "1.", "1.d",   "1..5", "1.5.2", "1,5",
      "1_0",  "1m",  "1s",  "1y", "1dd", "1hd", "1day", "w3", "three", "１",   "1\xff"};
  for (const std::string_view text : texts) {
    CAPTURE(text);
    CHECK(dkrls::parse_age(text).error() == dkrls::Errc::invalid_age);
  }
  CHECK(dkrls::parse_age(std::string_view("1\0", 2)).error() == dkrls::Errc::invalid_age);
}

TEST_CASE("an age beyond all seconds is out of range, not wrapped around") {
  const std::string_view texts[] = {
      "106751991167301",      "15250284452472w",
      "2562047788015216h",    "9223372036854775807",
      "9223372036854775808",  "18446744073709551616",
      "18446744073709551617", "99999999999999999999999999999999999999999999999999"};
  for (const std::string_view text : texts) {
    CAPTURE(text);
    CHECK(dkrls::parse_age(text).error() == dkrls::Errc::out_of_range);
  }
}
