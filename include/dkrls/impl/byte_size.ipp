#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string_view>

#include "dkrls/byte_size.hpp"
#include "dkrls/detail/text/decimal.hpp"

namespace dkrls {
namespace detail {

/// The bytes in a unit such as "", "k", "kB" or "KiB"; 0 when there is no such unit.
constexpr std::uint64_t bytes_per_unit(std::string_view unit) noexcept {
  if (unit.empty() || equals_ignoring_case(unit, "B"))
    return 1;
  constexpr std::string_view prefixes = "kmgtpe";
  const std::size_t power = prefixes.find(to_lower(unit.front()));
  if (power == std::string_view::npos)
    return 0;
  const std::string_view suffix = unit.substr(1);
  const bool binary = equals_ignoring_case(suffix, "iB");
  if (!binary && !suffix.empty() && !equals_ignoring_case(suffix, "B"))
    return 0;
  std::uint64_t bytes = 1;
  for (std::size_t i = 0; i <= power; ++i)
    bytes *= binary ? 1024 : 1000;
  return bytes;
}

}  // namespace detail

DKRLS_DECL result<std::uint64_t> parse_byte_size(std::string_view text) {
  const auto number = detail::split_decimal(text);
  if (!number)
    return Errc::invalid_byte_size;
  std::string_view unit_name = number->rest;
  if (unit_name.size() > 1 && unit_name.front() == ' ')
    unit_name.remove_prefix(1);
  const std::uint64_t unit = detail::bytes_per_unit(unit_name);
  if (unit == 0)
    return Errc::invalid_byte_size;
  const auto bytes = detail::scale_decimal(*number, unit);
  if (!bytes)
    return Errc::out_of_range;
  return static_cast<std::uint64_t>(*bytes);
}
namespace detail {

/// A number with its decimals apart: 22.1 is {22, 1, 1}, 22.05 is {22, 5, 2}.
struct Significant {
  std::uint64_t integer = 0;
  std::uint64_t decimals = 0;
  int decimal_digits = 0;
};

/// Whether docker rounds up what it cuts off when that is half of the last digit, as near as can be
/// told: docker divides and prints floating-point numbers, where a half that is not exact goes up
/// or down. All others round the same in integers.
inline bool rounds_half_up(std::uint64_t bytes, std::uint64_t unit, const Significant& cut) {
  auto value = static_cast<double>(bytes);
  for (std::uint64_t u = unit; u > 1; u /= 1000)
    value /= 1000;
  std::array<char, 32> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 std::chars_format::fixed, cut.decimal_digits);
  const auto last_digit = static_cast<std::uint64_t>(end.ptr[-1] - '0');
  return last_digit != (cut.decimal_digits == 0 ? cut.integer : cut.decimals) % 10;
}

/// `bytes / unit`, which is below 1000, rounded to `digits` significant digits. A template, for a
/// division by a constant takes a small part of the time of another.
template <std::uint64_t unit>
Significant divide(std::uint64_t bytes, int digits) {
  Significant number{bytes / unit, 0, 0};
  if constexpr (unit == 1)
    return number;
  number.decimal_digits = digits - (number.integer < 10 ? 1 : number.integer < 100 ? 2 : 3);
  std::uint64_t power = 1;
  for (int i = 0; i < number.decimal_digits; ++i)
    power *= 10;

  std::uint64_t rest = bytes % unit;
  if (std::numeric_limits<std::uint64_t>::max() / unit >= 1000 && power <= 1000) {
    number.decimals = rest * power / unit;
    rest = rest * power % unit;
  } else {
    __extension__ using Wide = unsigned __int128;
    const Wide scaled = static_cast<Wide>(rest) * power;
    number.decimals = static_cast<std::uint64_t>(scaled / unit);
    rest = static_cast<std::uint64_t>(scaled % unit);
  }
  const std::uint64_t from_half = rest > unit / 2 ? rest - unit / 2 : unit / 2 - rest;
  const bool up =
      from_half <= unit / 1'000'000'000 ? rounds_half_up(bytes, unit, number) : rest > unit / 2;
  number.decimals += up ? 1 : 0;
  if (number.decimals == power) {
    number.decimals = 0;
    ++number.integer;
  }
  return number;
}

struct ByteUnit {
  std::string_view name;
  Significant (*divide)(std::uint64_t bytes, int digits);
};

inline constexpr std::array<ByteUnit, 7> byte_units = {{{"B", divide<1>},
                                                        {"kB", divide<1'000>},
                                                        {"MB", divide<1'000'000>},
                                                        {"GB", divide<1'000'000'000>},
                                                        {"TB", divide<1'000'000'000'000>},
                                                        {"PB", divide<1'000'000'000'000'000>},
                                                        {"EB", divide<1'000'000'000'000'000'000>}}};

/// The number without the decimals' trailing zeros, and the unit behind it.
inline void append_with_unit(std::string& out, Significant number, std::string_view unit) {
  while (number.decimal_digits > 0 && number.decimals % 10 == 0) {
    number.decimals /= 10;
    --number.decimal_digits;
  }
  std::array<char, 24> text;
  char* const end = text.data() + text.size();
  char* first = std::copy_backward(unit.begin(), unit.end(), end);
  for (int i = 0; i < number.decimal_digits; ++i) {
    *--first = static_cast<char>('0' + number.decimals % 10);
    number.decimals /= 10;
  }
  if (number.decimal_digits > 0)
    *--first = '.';
  do {
    *--first = static_cast<char>('0' + number.integer % 10);
    number.integer /= 10;
  } while (number.integer > 0);
  out.append(first, static_cast<std::size_t>(end - first));
}

}  // namespace detail

DKRLS_DECL void append_byte_size(std::string& out, std::uint64_t bytes, int digits) {
  std::size_t unit = 0;
  std::uint64_t bytes_in_unit = 1;
  while (unit + 1 < detail::byte_units.size() && bytes >= bytes_in_unit * 1000) {
    bytes_in_unit *= 1000;
    ++unit;
  }
  detail::Significant number = detail::byte_units[unit].divide(bytes, digits);
  if (number.integer == 1000) {
    number = {1, 0, 0};
    ++unit;
  }
  detail::append_with_unit(out, number, detail::byte_units[unit].name);
}

}  // namespace dkrls
