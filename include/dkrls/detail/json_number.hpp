#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "dkrls/detail/ascii.hpp"
#include "dkrls/detail/json_input.hpp"

namespace dkrls::detail {

/// Reads a number; how it is cut into pieces changes nothing. Source: RFC 8259, section 6.
class JsonNumber {
 public:
  /// Reads a number that begins, is whole in the piece, and has no fraction, no exponent and at
  /// most 18 digits; most are like that. Returns whether it was one; otherwise nothing has been
  /// taken.
  [[gnu::always_inline]] static bool read_simple(JsonInput& input, std::int64_t& value) noexcept {
    constexpr std::ptrdiff_t most_digits = 18;
    const bool negative = *input.next == '-';
    const char* const begin = input.next + (negative ? 1 : 0);
    const char* next = begin;
    std::uint64_t magnitude = 0;
    for (; next != input.end && is_digit(*next); ++next)
      magnitude = magnitude * 10 + static_cast<std::uint64_t>(*next - '0');
    const std::ptrdiff_t digits = next - begin;
    const bool leading_zero = digits > 1 && *begin == '0';
    if (digits == 0 || digits > most_digits || leading_zero || next == input.end)
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
