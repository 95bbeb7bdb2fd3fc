// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <dkrls/byte_size.hpp>
#include <optional>

#include "cli/any_case.hpp"
#include "cli/settings.hpp"

/// The functions that put the values of flags into the settings, each a Flag::Apply.
namespace dkr_ls {

/// Reads a whole number into `number`; false if the text is anything else or does not fit.
template <class Number>
bool parse_whole(std::string_view text, Number& number) {
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  return parsed.ec == std::errc() && parsed.ptr == end;
}

/// Reads what docker takes for true and false (Go's strconv.ParseBool), in any case; nullopt for
/// other text.
inline std::optional<bool> parse_truth(std::string_view text) {
  for (const std::string_view word : {"true", "t", "1"})
    if (equals_in_any_case(text, word))
      return true;
  for (const std::string_view word : {"false", "f", "0"})
    if (equals_in_any_case(text, word))
      return false;
  return std::nullopt;
}

/// A switch that sets `member` to `on`, or to its opposite if it is given as "=false".
template <auto member, bool on = true>
bool set(std::string_view value, Settings& settings) {
  const std::optional<bool> truth = parse_truth(value);
  if (truth)
    settings.*member = *truth == on;
  return truth.has_value();
}

/// A number of 1 or more.
template <auto member>
bool set_count(std::string_view value, Settings& settings) {
  std::size_t count = 0;
  if (!parse_whole(value, count) || count == 0)
    return false;
  settings.*member = count;
  return true;
}

template <std::optional<std::uint64_t> Settings::*member>
bool set_size(std::string_view value, Settings& settings) {
  const auto size = dkrls::parse_byte_size(value);
  if (size)
    settings.*member = *size;
  return size.has_value();
}

/// One of `choices` in any case, which are in the order of the enumerators.
template <auto member, const auto& choices>
bool set_choice(std::string_view value, Settings& settings) {
  using Enum = std::remove_reference_t<decltype(settings.*member)>;
  int index = 0;
  for (const std::string_view choice : choices) {
    if (equals_in_any_case(value, choice)) {
      settings.*member = static_cast<Enum>(index);
      return true;
    }
    ++index;
  }
  return false;
}

}  // namespace dkr_ls
