#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "dkrls/detail/engine_api/json_input.hpp"
#include "dkrls/detail/text/utf8.hpp"

namespace dkrls::detail {

/// The first byte that does not simply stand for itself in a string: a quote, a backslash, a
/// control character, or one beyond ASCII; the end where there is none. Eight or sixteen bytes at a
/// time.
inline const char* find_special(const char* text, const char* end) noexcept {
#ifdef __SSE2__
  // Half of the time that the portable way below takes, for most of what an engine says is text.
  const auto all = [](char c) { return _mm_set1_epi8(c); };
  for (; end - text >= 16; text += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const __m128i special = _mm_or_si128(
        _mm_cmplt_epi8(bytes, all(' ')),  // signed: beyond ASCII, too
        _mm_or_si128(_mm_cmpeq_epi8(bytes, all('"')), _mm_cmpeq_epi8(bytes, all('\\'))));
    if (const int mask = _mm_movemask_epi8(special); mask != 0)
      return text + std::countr_zero(static_cast<unsigned>(mask));
  }
#endif
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::ptrdiff_t eight = sizeof(ones);
  for (; end - text >= eight; text += eight) {
    std::uint64_t word = 0;
    std::memcpy(&word, text, sizeof(word));
    if constexpr (std::endian::native == std::endian::big)
      word = __builtin_bswap64(word);
    // The high bit of a byte gets set where it is special. A quote takes its place behind the
    // control characters for this. What a subtraction borrows only spoils the bytes that follow.
    const std::uint64_t special =
        (((word ^ 0x02 * ones) - ('"' - 1) * ones) | ((word ^ '\\' * ones) - ones) | word) &
        0x80 * ones;
    if (special != 0)
      return text + std::countr_zero(special) / 8;
  }
  while (text != end && static_cast<signed char>(*text) >= ' ' && *text != '"' && *text != '\\')
    ++text;
  return text;
}

/// Reads a string, what is between the quotes and the second of them; how it is cut into pieces
/// changes nothing. Source: RFC 8259, section 7. It must be valid UTF-8 (section 8.1), and a
/// surrogate is one half of a pair.
class JsonString {
 public:
  /// Reads a string that begins, is whole in the piece, and has nothing but ASCII and no escapes;
  /// most are like that. Gives it to `take` as read() does. Unfinished, with nothing taken, where
  /// it is another one.
  template <class Take>
  [[gnu::always_inline]] static JsonProgress read_simple(JsonInput& input, Take take) {
    const char* const end = find_special(input.next, input.end);
    if (end == input.end || *end != '"')
      return JsonProgress::unfinished;
    const auto size = static_cast<std::size_t>(end - input.next);
    const std::size_t taken = take(std::string_view(input.next, size));
    input.next = taken < size ? input.next + taken : end + 1;
    return taken < size ? JsonProgress::refused : JsonProgress::complete;
  }

  /// Goes on in a string, or begins one. Gives the text to `take(std::string_view text)` in as few
  /// parts as possible: a string without escapes that is whole in a piece comes in one. `take`
  /// returns how many bytes it accepts; fewer than all mean that it wants no more. The last part,
  /// which may be empty, goes to `take_last`.
  template <class Take, class TakeLast>
  JsonProgress read(JsonInput& input, Take take, TakeLast take_last) {
    while (!input.empty()) {
      if (part_ != Part::text) {
        const JsonProgress progress = read_escape(*input.next, take);
        if (progress != JsonProgress::complete)
          return progress;
        ++input.next;
        continue;
      }
      const char* const begin = input.next;
      skip_text(input);
      const bool is_right = utf8_.complete() && !input.empty();
      const bool is_last = is_right && *input.next == '"';
      const std::string_view run(begin, static_cast<std::size_t>(input.next - begin));
      const std::size_t taken = is_last ? take_last(run) : run.empty() ? 0 : take(run);
      if (taken < run.size()) {
        input.next = begin + taken;
        return JsonProgress::refused;
      }
      if (input.empty())
        break;
      if (!is_last && (!is_right || *input.next != '\\'))
        return JsonProgress::wrong;
      ++input.next;
      if (is_last)
        return JsonProgress::complete;
      part_ = Part::escape;
    }
    return JsonProgress::unfinished;
  }

 private:
  enum class Part : std::uint8_t {
    text,
    escape,       ///< behind a backslash
    digits,       ///< behind \u
    second_half,  ///< behind \ud83d, where only the other half of a pair may be
    second_u      ///< behind the backslash of that
  };

  /// Up to the first byte that ends a run of text or is wrong.
  void skip_text(JsonInput& input) noexcept {
    do {
      if (utf8_.complete())
        input.next = find_special(input.next, input.end);
    } while (!input.empty() && utf8_.take(*input.next) && (++input.next, true));
  }

  /// Takes a byte of an escape; complete when it was right.
  template <class Take>
  JsonProgress read_escape(char c, Take take) {
    switch (part_) {
      case Part::second_half:
        part_ = Part::second_u;
        return c == '\\' ? JsonProgress::complete : JsonProgress::wrong;
      case Part::digits:
        return read_digit(c, take);
      case Part::second_u:
        if (c != 'u')
          return JsonProgress::wrong;
        break;
      default:
        if (c != 'u')
          return end_short_escape(c, take);
    }
    part_ = Part::digits;
    digits_ = 0;
    code_unit_ = 0;
    return JsonProgress::complete;
  }

  template <class Take>
  JsonProgress end_short_escape(char c, Take take) {
    constexpr std::string_view escapes = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const std::size_t index = escapes.find(c);
    if (index == std::string_view::npos)
      return JsonProgress::wrong;
    part_ = Part::text;
    return take(meanings.substr(index, 1)) == 1 ? JsonProgress::complete : JsonProgress::refused;
  }

  template <class Take>
  JsonProgress read_digit(char c, Take take) {
    constexpr std::string_view digits = "0123456789abcdefABCDEF";
    const std::size_t index = digits.find(c);
    if (index == std::string_view::npos)
      return JsonProgress::wrong;
    code_unit_ = code_unit_ << 4 | static_cast<std::uint32_t>(index < 16 ? index : index - 6);
    return ++digits_ < 4 ? JsonProgress::complete : end_digits(take);
  }

  template <class Take>
  JsonProgress end_digits(Take take) {
    const bool is_first_half = code_unit_ >= 0xd800 && code_unit_ <= 0xdbff;
    const bool is_second_half = code_unit_ >= 0xdc00 && code_unit_ <= 0xdfff;
    if (is_second_half != (first_half_ != 0))
      return JsonProgress::wrong;
    if (is_first_half) {
      first_half_ = code_unit_;
      part_ = Part::second_half;
      return JsonProgress::complete;
    }
    std::uint32_t code_point = code_unit_;
    if (is_second_half)
      code_point = 0x10000 + ((first_half_ - 0xd800) << 10) + (code_unit_ - 0xdc00);
    first_half_ = 0;
    part_ = Part::text;
    const Utf8 utf8 = encode_utf8(code_point);
    return take(utf8.text()) == utf8.size ? JsonProgress::complete : JsonProgress::refused;
  }

  Part part_ = Part::text;
  Utf8Checker utf8_;
  std::uint8_t digits_ = 0;       // of the escape at hand
  std::uint32_t code_unit_ = 0;   // what they say so far
  std::uint32_t first_half_ = 0;  // of a pair whose second half is awaited, else 0
};

}  // namespace dkrls::detail
