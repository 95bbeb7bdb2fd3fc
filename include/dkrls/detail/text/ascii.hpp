// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

/// ASCII without a locale. The functions of <cctype> depend on the locale and have undefined
/// behaviour for negative characters.
namespace dkrls::detail {

constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

constexpr char to_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool is_letter_or_digit(char c) noexcept {
  const char lower = to_lower(c);
  return is_digit(c) || (lower >= 'a' && lower <= 'z');
}

constexpr bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return to_lower(x) == to_lower(y); });
}

/// Returns the number of digits at the start of `text`.
constexpr std::size_t count_digits(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) -
                                  text.begin());
}

constexpr bool is_printable_ascii(char c) noexcept {
  return c >= ' ' && c <= '~';
}

/// Returns 0 if the eight bytes at `text` are all printable ASCII.
inline std::uint64_t unprintable_of_eight(const char* text) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101;
  std::uint64_t word = 0;
  std::memcpy(&word, text, sizeof(word));
  // Sets the high bit of a byte that is below ' ', is DEL, or is beyond ASCII.
  return ((word - 0x20 * ones) | (word + ones) | word) & 0x80 * ones;
}

/// Returns the number of bytes at the start of `text` that are printable ASCII. Names of images
/// contain nothing else. Checks eight bytes at a time; the last eight may overlap the eight before.
inline std::size_t count_printable_ascii(std::string_view text) noexcept {
  constexpr std::size_t eight = 8;
  std::size_t i = 0;
  while (i + eight <= text.size() && unprintable_of_eight(text.data() + i) == 0)
    i += eight;
  if (i > 0 && i + eight > text.size() &&
      unprintable_of_eight(text.data() + text.size() - eight) == 0)
    return text.size();
  while (i < text.size() && is_printable_ascii(text[i]))
    ++i;
  return i;
}

}  // namespace dkrls::detail
