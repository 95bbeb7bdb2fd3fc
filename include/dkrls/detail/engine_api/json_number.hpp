#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

#include "dkrls/detail/engine_api/json_input.hpp"
#include "dkrls/detail/text/ascii.hpp"

namespace dkrls::detail {

/// The digits that some text begins with, eight at most, and the number they make.
struct Digits {
  std::ptrdiff_t count = 0;
  std::uint64_t number = 0;
};

/// Reads them all at once; there must be eight bytes to look at.
[[gnu::always_inline]] inline Digits read_eight_digits(const char* text) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101;
  std::uint64_t word = 0;
  std::memcpy(&word, text, sizeof(word));
  if constexpr (std::endian::native == std::endian::big)
    word = __builtin_bswap64(word);
  // A high bit gets set where there is no digit. What is borrowed or carried only spoils the bytes
  // that follow.
  const std::uint64_t others =
      ((word - '0' * ones) | (word + (0x7f - '9') * ones) | word) & 0x80 * ones;
  const int count = others == 0 ? 8 : std::countr_zero(others) / 8;
  if (count == 0)
    return {};
  // The last digit goes to the highest byte, below the first there are zeros. Then neighbours are
  // put together: digits, pairs, and fours.
  word = (word << (64 - 8 * count)) & 0x0f * ones;
  word = (word * (1 + (10 << 8))) >> 8 & 0x00ff00ff00ff00ff;
  word = (word * (1 + (100 << 16))) >> 16 & 0x0000ffff0000ffff;
  word = (word * (1 + (std::uint64_t(10'000) << 32))) >> 32;
  return {count, word};
}

/// Reads a number; how it is cut into pieces changes nothing. Source: RFC 8259, section 6.
class JsonNumber {
 public:
  /// Reads a number that begins, is whole in the piece, and has no fraction, no exponent and fewer
  /// than 16 digits; most are like that. Returns whether it was one; otherwise nothing has been
  /// taken.
  [[gnu::always_inline]] static bool read_simple(JsonInput& input, std::int64_t& value) noexcept {
    constexpr std::ptrdiff_t most_bytes = 1 + 8 + 8 + 1;
    if (input.end - input.next < most_bytes)
      return false;
    const bool negative = *input.next == '-';
    const char* next = input.next + (negative ? 1 : 0);
    if (!is_digit(*next))
      return false;
    auto magnitude = static_cast<std::uint64_t>(*next - '0');
    if (!is_digit(next[1]))  // half of all numbers are -1
      ++next;
    else if (magnitude == 0 || !read_digits(next, magnitude))
      return false;
    if (*next == '.' || *next == 'e' || *next == 'E')
      return false;
    value = static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
    input.next = next;
    return true;
  }

  /// Takes all that belongs to the number, and forgets the one before where this is the first of
  /// it. Complete at a byte that does not belong to it and wrong when it cannot end there.
  JsonProgress read(JsonInput& input) noexcept {
    while (!input.empty()) {
      if (part_ == Part::integer)
        read_integer(input);
      if (input.empty())
        break;
      if (!take(*input.next))
        return may_end() ? JsonProgress::complete : JsonProgress::wrong;
      ++input.next;
    }
    return JsonProgress::unfinished;
  }

  /// Whether what has been read so far is a number.
  bool may_end() const noexcept {
    return part_ == Part::zero || part_ == Part::integer || part_ == Part::fraction ||
           part_ == Part::exponent;
  }

  /// Returns the number, and is ready for the next; nullopt for a number with a fraction or an
  /// exponent, or beyond int64.
  std::optional<std::int64_t> end() noexcept {
    const JsonNumber read = std::exchange(*this, JsonNumber());
    const bool is_whole = read.part_ == Part::zero || read.part_ == Part::integer;
    const std::uint64_t limit = largest + (read.negative_ ? 1 : 0);
    if (!is_whole || read.too_large_ || read.magnitude_ > limit)
      return std::nullopt;
    return static_cast<std::int64_t>(read.negative_ ? 0 - read.magnitude_ : read.magnitude_);
  }

 private:
  static constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();

  enum class Part : std::uint8_t {
    begin,
    minus,
    zero,
    integer,
    point,
    fraction,
    exponent_mark,
    exponent_sign,
    exponent
  };

  /// Reads up to 15 digits; false when there are more.
  [[gnu::always_inline]] static bool read_digits(const char*& next,
                                                 std::uint64_t& number) noexcept {
    Digits digits = read_eight_digits(next);
    next += digits.count;
    number = digits.number;
    if (digits.count < 8)
      return true;
    constexpr std::array<std::uint64_t, 8> powers_of_10 = {1,      10,      100,       1'000,
                                                           10'000, 100'000, 1'000'000, 10'000'000};
    digits = read_eight_digits(next);
    if (digits.count == 8)
      return false;
    next += digits.count;
    number = number * powers_of_10[static_cast<std::size_t>(digits.count)] + digits.number;
    return true;
  }

  void read_integer(JsonInput& input) noexcept {
    for (; !input.empty() && is_digit(*input.next); ++input.next) {
      too_large_ |= magnitude_ > largest / 10;
      magnitude_ = magnitude_ * 10 + static_cast<std::uint64_t>(*input.next - '0');
    }
  }

  /// Whether the number goes on with a character.
  bool take(char c) noexcept {
    const bool digit = is_digit(c);
    const bool exponent = c == 'e' || c == 'E';
    switch (part_) {
      case Part::begin:
        negative_ = c == '-';
        return negative_ ? go(Part::minus) : digit && begin_integer(c);
      case Part::minus:
        return digit && begin_integer(c);
      case Part::zero:
      case Part::integer:
        return c == '.' ? go(Part::point) : exponent && go(Part::exponent_mark);
      case Part::point:
        return digit && go(Part::fraction);
      case Part::fraction:
        return digit || (exponent && go(Part::exponent_mark));
      case Part::exponent_mark:
        return c == '+' || c == '-' ? go(Part::exponent_sign) : digit && go(Part::exponent);
      case Part::exponent_sign:
        return digit && go(Part::exponent);
      case Part::exponent:
        return digit;
    }
    return false;
  }

  bool begin_integer(char digit) noexcept {
    magnitude_ = static_cast<std::uint64_t>(digit - '0');
    return go(digit == '0' ? Part::zero : Part::integer);
  }

  bool go(Part part) noexcept {
    part_ = part;
    return true;
  }

  Part part_ = Part::begin;
  bool negative_ = false;
  bool too_large_ = false;
  std::uint64_t magnitude_ = 0;
};

}  // namespace dkrls::detail
