// SPDX-License-Identifier: MIT
#include <array>
#include <cstdio>
#include <dkrls/byte_size.hpp>
#include <limits>
#include <random>

#include "catch.hpp"

namespace {

constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

/// The largest size whose printed form parses again: 9.22EB.
constexpr std::uint64_t largest_readable = 9'224'999'999'999'999'999u;

std::string print(std::uint64_t bytes, int digits = 3) {
  return dkrls::format_byte_size(bytes, digits);
}

/// docker/go-units, CustomSize with "%.*g%s".
std::string print_as_docker(std::uint64_t bytes, int digits) {
  constexpr std::array units = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 1000; ++unit)
    value /= 1000;
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%.*g%s", digits, value, units[unit]);
  return text.data();
}

/// Checks that a size is printed as docker prints it, unless that rounds to 1000.
void check_printed_as_docker(std::uint64_t bytes) {
  for (const int digits : {3, 4}) {
    const std::string docker = print_as_docker(bytes, digits);
    const bool thousand = docker.starts_with("1e+03") || docker.starts_with("1000");
    const std::string ours = print(bytes, digits);
    if (thousand ? ours.size() != 3 || ours.front() != '1' : ours != docker)
      FAIL_CHECK(bytes << ": " << ours << " instead of " << docker);
  }
}

/// Returns random sizes, uniform over the magnitudes.
class RandomSizes {
 public:
  std::uint64_t operator()() { return random_() >> (random_() % 64); }

 private:
  std::mt19937_64 random_{20200609};
};

}  // namespace

TEST_CASE("sizes are printed in units of 1000 with three significant digits") {
  const struct {
    std::uint64_t bytes;
    std::string_view text;
  } table[] = {
      {0, "0B"},
      {6, "6B"},
      {999, "999B"},
      {1000, "1kB"},
      {1001, "1kB"},
      {93'562, "93.6kB"},
      {999'499, "999kB"},
      {1'000'000, "1MB"},
      {1'200'000, "1.2MB"},
      {22'100'000, "22.1MB"},
      {133'000'000, "133MB"},
      {999'499'999, "999MB"},
      {1'000'000'000, "1GB"},
      {1'234'000'000'000, "1.23TB"},
      {1'234'000'000'000'000, "1.23PB"},
      {1'000'000'000'000'000'000, "1EB"},
      {std::numeric_limits<std::int64_t>::max(), "9.22EB"},
      {largest, "18.4EB"},
  };
  for (const auto& [bytes, text] : table)
    CHECK(print(bytes) == text);
}

TEST_CASE("sizes in the middle are rounded as docker rounds the double they are kept in") {
  // 1.125 and 1.375 are exact and go to the even digit; 1.015 and 2.675 are a little less than
  // written, 10.05 a little more.
  CHECK(print(1'125) == "1.12kB");
  CHECK(print(1'375) == "1.38kB");
  CHECK(print(1'015) == "1.01kB");
  CHECK(print(2'675) == "2.67kB");
  CHECK(print(10'050) == "10.1kB");
  CHECK(print(22'150'000) == "22.1MB");
  CHECK(print(100'500) == "100kB");
  CHECK(print(101'500) == "102kB");
}

TEST_CASE("a size that rounds to 1000 is printed in the next unit") {
  CHECK(print(999'500) == "1MB");
  CHECK(print(999'999) == "1MB");
  CHECK(print(999'500'000) == "1GB");
  CHECK(print(999'500'000'000) == "1TB");
  CHECK(print(999'500'000'000'000) == "1PB");
  CHECK(print(999'500'000'000'000'000) == "1EB");
}

TEST_CASE("sums are printed with four significant digits") {
  CHECK(print(0, 4) == "0B");
  CHECK(print(202'200'000, 4) == "202.2MB");
  CHECK(print(1'005, 4) == "1.005kB");
  CHECK(print(999'949'999, 4) == "999.9MB");
  CHECK(print(999'950'000, 4) == "1GB");
  CHECK(print(999'999, 4) == "1MB");
  CHECK(print(largest, 4) == "18.45EB");
}

TEST_CASE("a size is appended to existing text") {
  std::string out = "reclaims ";
  dkrls::append_byte_size(out, 1'500);
  CHECK(out == "reclaims 1.5kB");
}

TEST_CASE("a random size is printed as docker prints it unless that rounds to 1000") {
  RandomSizes sizes;
  for (int i = 0; i < 20'000; ++i)
    check_printed_as_docker(sizes());
  SUCCEED();
}

TEST_CASE("sizes around the middle between two printed ones are printed as docker prints them") {
  std::mt19937_64 random(20200610);
  std::uint64_t unit = 1000;
  for (int power = 1; power <= 6; ++power, unit *= 1000) {
    for (int i = 0; i < 3000; ++i) {
      // Up to four digits and a half, in one of the three places of a unit.
      const std::uint64_t thousandths = random() % (power == 6 ? 18'000 : 1'000'000);
      const std::uint64_t middle = thousandths * (unit / 1000) + unit / 2000;
      for (const std::uint64_t bytes : {middle - 1, middle, middle + 1, middle + random() % 1000})
        check_printed_as_docker(bytes);
    }
  }
  SUCCEED();
}

TEST_CASE("sizes are read in units of 1000 and of 1024, in any case") {
  const struct {
    std::string_view text;
    std::uint64_t bytes;
  } table[] = {
      {"0", 0},
      {"0GB", 0},
      {"1048576", 1'048'576},
      {"007", 7},
      {"1b", 1},
      {"1B", 1},
      {"512kB", 512'000},
      {"512KB", 512'000},
      {"512k", 512'000},
      {"100m", 100'000'000},
      {"100M", 100'000'000},
      {"100mb", 100'000'000},
      {"100MB", 100'000'000},
      {"100 MB", 100'000'000},
      {"100MiB", 104'857'600},
      {"100mib", 104'857'600},
      {"100 MIB", 104'857'600},
      {"1.5GB", 1'500'000'000},
      {"1.5 GB", 1'500'000'000},
      {"1.5GiB", 1'610'612'736},
      {"0.5kiB", 512},
      {".3kB", 300},
      {".5", 0},
      {"2tb", 2'000'000'000'000},
      {"2TiB", 2'199'023'255'552},
      {"3P", 3'000'000'000'000'000},
      {"3PiB", 3'377'699'720'527'872},
      {"4e", 4'000'000'000'000'000'000},
      {"7EiB", 8'070'450'532'247'928'832},
      {"9223372036854775807", 9'223'372'036'854'775'807},
      {"9.223372036854775807EB", 9'223'372'036'854'775'807},
  };
  for (const auto& [text, bytes] : table) {
    CAPTURE(text);
    const auto parsed = dkrls::parse_byte_size(text);
    REQUIRE(parsed.has_value());
    CHECK(*parsed == bytes);
  }
}

TEST_CASE("fractions of a byte are dropped, however many digits they have") {
  CHECK(*dkrls::parse_byte_size("0.9") == 0);
  CHECK(*dkrls::parse_byte_size("1.9B") == 1);
  CHECK(*dkrls::parse_byte_size("1.0005kB") == 1000);
  CHECK(*dkrls::parse_byte_size("1.0019kB") == 1001);
  CHECK(*dkrls::parse_byte_size("0.33333333333333333333kB") == 333);
  CHECK(*dkrls::parse_byte_size("1.9999999999999999999999999999999999999999") == 1);
  CHECK(*dkrls::parse_byte_size("1.0000000000000000009EiB") == (1ull << 60) + 1);
}

TEST_CASE("other text is not a size") {
  const std::string_view texts[] = {
      "",      " ",    " 1",    "1 ",    "1  MB", "1\tMB", "MB",  "-1",  "+1",     "-0",   ".MB",
      "1.MB",  "1..5", "1.2.3", "1,5MB", "1e3",   "0x10",  "nan", "inf", "NaN",    "10XB", "1iB",
      "1kiBs", "1kBB", "1ki",   "1BB",   "1bk",   "1 k B", "1ZB", "1YB", "1k\xff", "１k"};
  for (const std::string_view text : texts) {
    CAPTURE(text);
    CHECK(dkrls::parse_byte_size(text).error() == dkrls::Errc::invalid_byte_size);
  }
  CHECK(dkrls::parse_byte_size(std::string_view("1\0", 2)).error() ==
        dkrls::Errc::invalid_byte_size);
}

TEST_CASE("a size beyond 2^63 - 1 is out of range, not wrapped around") {
  const std::string_view texts[] = {"9223372036854775808",
                                    "18446744073709551615",
                                    "18446744073709551616",
                                    "18446744073709551617",
                                    "9.223372036854775808EB",
                                    "9.3EB",
                                    "8EiB",
                                    "16EiB",
                                    "17EiB",
                                    "99999999EB",
                                    "9223372036854775807k",
                                    "340282366920938463463374607431768211457"};
  for (const std::string_view text : texts) {
    CAPTURE(text);
    CHECK(dkrls::parse_byte_size(text).error() == dkrls::Errc::out_of_range);
  }
}

TEST_CASE("a printed size reads as about the same size and is printed the same again") {
  RandomSizes sizes;
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t bytes = sizes() % (largest_readable + 1);
    const std::string printed = print(bytes);
    const auto read = dkrls::parse_byte_size(printed);
    REQUIRE(read.has_value());
    const auto difference = *read > bytes ? *read - bytes : bytes - *read;
    if (difference > bytes / 199)  // half of the third digit is one in 200 at most
      FAIL_CHECK(bytes << " is printed as " << printed);
    if (print(*read) != printed)
      FAIL_CHECK(printed << " is printed as " << print(*read) << " when read again");
  }
  SUCCEED();
}
