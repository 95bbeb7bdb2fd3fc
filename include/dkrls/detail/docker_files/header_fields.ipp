// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>

#include "dkrls/detail/docker_files/header_fields.hpp"
#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/detail/text/header_text.hpp"

namespace dkrls::detail {

inline bool belongs_to_connection(std::string_view name) noexcept {
  constexpr std::string_view names[] = {"Host", "User-Agent", "Content-Length", "Transfer-Encoding",
                                        "Trailer"};
  return std::any_of(std::begin(names), std::end(names), [&](std::string_view reserved) {
    return equals_ignoring_case(name, reserved);
  });
}

DKRLS_DECL HeaderFields checked_header_fields(const HeaderFields& pairs, Errc code,
                                              std::string_view where) {
  HeaderFields fields;
  for (const auto& [name, value] : pairs) {
    if (!is_header_name(name) || !is_header_value(value))
      throw Error(code, {0, std::string(where) + " cannot be sent: \"" + name +
                                (is_header_name(name) ? "\" has a control character in its value"
                                                      : "\" is no name of an HTTP header")});
    if (belongs_to_connection(name))
      continue;
    const auto same = std::find_if(fields.begin(), fields.end(), [&name = name](const auto& field) {
      return equals_ignoring_case(field.first, name);
    });
    if (same == fields.end())
      fields.emplace_back(name, value);
    else
      same->second = value;
  }
  return fields;
}

[[noreturn]] inline void refuse_custom_headers(const std::string& problem) {
  throw Error(Errc::invalid_environment,
              {0, "DOCKER_CUSTOM_HEADERS " + problem +
                      "; give name=value pairs such as X-One=1,\"X-Two=a,b\""});
}

/// Removes the quoted field at the beginning of `text` and returns it. Two quotes in it are one.
inline std::string take_quoted_field(std::string_view& text) {
  std::string field;
  text.remove_prefix(1);
  for (;;) {
    const std::size_t quote = text.find('"');
    if (quote == std::string_view::npos)
      refuse_custom_headers("has a quote that is not closed");
    field += text.substr(0, quote);
    text.remove_prefix(quote + 1);
    if (!text.starts_with('"'))
      break;
    field += '"';
    text.remove_prefix(1);
  }
  if (!text.empty() && text.front() != ',')
    refuse_custom_headers("has text behind a closing quote");
  return field;
}

/// Removes the field at the beginning of `text` and returns it.
inline std::string take_field(std::string_view& text) {
  if (text.starts_with('"'))
    return take_quoted_field(text);
  std::string field(text.substr(0, text.find(',')));
  if (field.find('"') != std::string::npos)
    refuse_custom_headers("has a quote within a pair; quotes must enclose the whole pair");
  text.remove_prefix(field.size());
  return field;
}

inline std::pair<std::string, std::string> split_pair(const std::string& field) {
  constexpr std::string_view blanks = " \t\r\n\v\f";
  const std::size_t equals = field.find('=');
  const std::string_view name = std::string_view(field).substr(0, equals);
  const std::size_t first = name.find_first_not_of(blanks);
  if (first == std::string_view::npos)
    refuse_custom_headers("has a pair without a name, \"" + field + "\"");
  if (equals == std::string::npos)
    refuse_custom_headers("has a pair without \"=\", \"" + field + "\"");
  return {std::string(name.substr(first, name.find_last_not_of(blanks) - first + 1)),
          field.substr(equals + 1)};
}

DKRLS_DECL HeaderFields parse_custom_headers(std::string_view text) {
  // Ignores line breaks around the record. A break within it makes a value that is refused later.
  while (!text.empty() && (text.front() == '\n' || text.front() == '\r'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
    text.remove_suffix(1);

  HeaderFields pairs;
  for (;;) {
    pairs.push_back(split_pair(take_field(text)));
    if (text.empty())
      return pairs;
    text.remove_prefix(1);
  }
}

}  // namespace dkrls::detail
