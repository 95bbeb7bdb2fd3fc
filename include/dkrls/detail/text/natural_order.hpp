// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string_view>

#include "dkrls/detail/text/ascii.hpp"

namespace dkrls::detail {

/// Compares two texts in natural order: numbers by value, so "v9" comes before "v10", and
/// everything else byte by byte. Numbers may have any number of digits. Texts that differ only in
/// leading zeros are compared byte by byte. Returns a number below 0 if `a` comes first, 0 if they
/// are equal, and a number above 0 otherwise.
constexpr int compare_naturally(std::string_view a, std::string_view b) noexcept {
  if (a == b)  // the tags of many rows: a third of the time to sort the images of 50 like hosts
    return 0;
  const std::string_view whole_a = a;
  const std::string_view whole_b = b;
  while (!a.empty() && !b.empty()) {
    if (!is_digit(a.front()) || !is_digit(b.front())) {
      if (a.front() != b.front())
        return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front()) ? -1
                                                                                             : 1;
      a.remove_prefix(1);
      b.remove_prefix(1);
      continue;
    }
    const auto take_number = [](std::string_view& text) {
      text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
      const std::string_view number = text.substr(0, count_digits(text));
      text.remove_prefix(number.size());
      return number;
    };
    const std::string_view number_a = take_number(a);
    const std::string_view number_b = take_number(b);
    if (number_a.size() != number_b.size())
      return number_a.size() < number_b.size() ? -1 : 1;
    if (const int compared = number_a.compare(number_b); compared != 0)
      return compared;
  }
  if (a.empty() != b.empty())
    return a.empty() ? -1 : 1;
  return whole_a.compare(whole_b);
}

}  // namespace dkrls::detail
