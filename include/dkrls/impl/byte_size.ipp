#pragma once

#include "dkrls/byte_size.hpp"
#include "dkrls/detail/decimal.hpp"

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

}  // namespace dkrls
