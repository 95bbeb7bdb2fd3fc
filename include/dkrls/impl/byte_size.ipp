// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <charconv>
#include <string_view>

#include "dkrls/byte_size.hpp"
#include "dkrls/detail/text/decimal.hpp"

namespace dkrls {
namespace detail {

/// Returns the bytes in a unit: "", "k", "kB", "KiB" and the like; 0 for an unknown one.
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

DKRLS_DECL void append_byte_size(std::string& out, std::uint64_t bytes, int digits) {
  constexpr std::array<std::string_view, 7> units = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 1000; ++unit)
    value /= 1000;
  std::array<char, 32> buffer;
  const auto printed = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                     std::chars_format::general, digits);
  std::string_view number(buffer.data(), static_cast<std::size_t>(printed.ptr - buffer.data()));
  if (number == "1e+03" || number == "1000") {
    number = "1";
    ++unit;
  }
  out += number;
  out += units[unit];
}

DKRLS_DECL std::string format_byte_size(std::uint64_t bytes, int digits) {
  std::string text;
  append_byte_size(text, bytes, digits);
  return text;
}

}  // namespace dkrls
