// SPDX-License-Identifier: MIT

// Ages: the units agree with each other, and the printed words stay close to the age.

#include <algorithm>
#include <cctype>
#include <dkrls/age.hpp>
#include <string>

#include "fuzz.hpp"

using namespace dkrls_fuzz;
using std::chrono::seconds;

namespace {

std::string print(seconds age) {
  std::string out;
  dkrls::append_age(out, age);
  return out;
}

/// Returns roughly the smallest number of seconds that the words mean.
std::int64_t least_seconds(const std::string& words) {
  if (words == "Less than a second")
    return 0;
  if (words == "About a minute")
    return 60;
  if (words == "About an hour")
    return 3600;
  const std::int64_t count = std::stoll(words);
  constexpr std::int64_t day = 24 * 3600;
  const struct {
    std::string_view unit;
    std::int64_t in_seconds;
  } units[] = {{" second", 1},      {" minutes", 60},      {" hours", 3600},     {" days", day},
               {" weeks", 7 * day}, {" months", 30 * day}, {" years", 365 * day}};
  for (const auto& [unit, in_seconds] : units)
    if (words.find(unit) != std::string::npos)
      return count * in_seconds;
  expect(false, "an age has a unit");
  return 0;
}

void check(seconds age) {
  const std::int64_t least = least_seconds(print(age));
  const std::int64_t allowed = 1800 + 1;  // hours and larger units are rounded by half an hour
  expect(least <= std::max<std::int64_t>(age.count(), 0) + allowed, "no age is made older");
  expect(least >= age.count() / 2 - allowed, "no age is made much younger");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(text_of(data, size));
  const auto age = dkrls::parse_age(text);
  if (age) {
    expect(*age >= seconds(0), "no age is negative");
    check(*age);
    std::string lower = text;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    expect(dkrls::parse_age(lower) == age, "units are read in any case");
    if (std::isdigit(static_cast<unsigned char>(text.back())) != 0)
      expect(dkrls::parse_age(text + "d") == age, "a plain number is days");
  }
  Numbers numbers(text);
  const std::size_t hours = numbers.below(std::size_t{1} << (1 + numbers.below(50)));
  const auto read = dkrls::parse_age(std::to_string(hours) + "h");
  expect(read && *read == std::chrono::hours(hours), "hours are hours");
  check(*read);
  return 0;
}
