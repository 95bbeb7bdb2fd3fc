// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include "dkrls/detail/rows/host_prefix.hpp"

namespace dkrls::detail {

inline constexpr std::string_view white_space = " \t\r";

inline std::string_view trimmed(std::string_view text) noexcept {
  const std::size_t first = text.find_first_not_of(white_space);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(white_space) + 1 - first);
}

/// Returns `name` if it can be the name of a host: visible ASCII characters.
inline std::optional<std::string_view> host_name(std::string_view name) noexcept {
  const bool visible =
      std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  return visible && !name.empty() ? std::optional(name) : std::nullopt;
}

DKRLS_DECL std::optional<std::string_view> host_of_prefix(std::string_view prefix) noexcept {
  constexpr std::string_view pod = "[pod/";
  prefix = trimmed(prefix);
  if (prefix.empty())
    return prefix;
  if (prefix.starts_with(pod) && prefix.ends_with(']'))
    return host_name(prefix.substr(0, prefix.find_first_of("/]", pod.size())).substr(pod.size()));
  const std::string_view name = trimmed(prefix.substr(0, prefix.size() - 1));
  if (prefix.ends_with('|'))
    return host_name(name.substr(name.rfind('@') + 1));  // npos + 1 is 0
  return prefix.ends_with(':') ? host_name(name) : std::nullopt;
}

DKRLS_DECL std::optional<AnsibleHead> parse_ansible_head(std::string_view line) noexcept {
  constexpr std::string_view separator = " | ";
  line = trimmed(line);
  const std::size_t end_of_host = line.find(separator);
  if (end_of_host == std::string_view::npos)
    return std::nullopt;
  AnsibleHead head{.host = line.substr(0, end_of_host)};
  const std::string_view rest = line.substr(end_of_host + separator.size());
  head.status = rest.substr(0, rest.find(' '));
  const std::string_view end = rest.substr(head.status.size());
  if (head.status.empty() || !host_name(head.host))
    return std::nullopt;
  if (end.starts_with(" | rc=") && end.ends_with(" >>")) {
    head.succeeded = end == " | rc=0 >>";
    return head;
  }
  return end.starts_with(" => {") ? std::optional(head) : std::nullopt;
}

}  // namespace dkrls::detail
