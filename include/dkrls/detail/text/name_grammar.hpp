// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "dkrls/detail/text/ascii.hpp"

/// The parts of an image's name. Source: distribution/reference, grammar.
namespace dkrls::detail {

inline constexpr std::string_view default_domain = "docker.io/";
inline constexpr std::string_view legacy_default_domain = "index.docker.io/";
inline constexpr std::string_view official_namespace = "library/";

/// Removes `prefix` from the front of `text`, if it is there.
constexpr bool consume(std::string_view& text, std::string_view prefix) noexcept {
  if (!text.starts_with(prefix))
    return false;
  text.remove_prefix(prefix.size());
  return true;
}

constexpr bool consume_default_domain(std::string_view& text) noexcept {
  return consume(text, default_domain) || consume(text, legacy_default_domain);
}

/// True if the first component of a name is the domain of a registry: it could not be one of Docker
/// Hub's namespaces.
constexpr bool has_domain(std::string_view repository) noexcept {
  const std::size_t slash = repository.find('/');
  if (slash == std::string_view::npos)
    return false;
  const std::string_view first = repository.substr(0, slash);
  return first == "localhost" || std::any_of(first.begin(), first.end(), [](char c) {
           return c == '.' || c == ':' || to_lower(c) != c;
         });
}

/// How much of a name a text is.
enum class Extent { whole, beginning };

constexpr bool is_lower_or_digit(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'z');
}

/// path-component := [a-z0-9]+ (("." | "_" | "__" | "-"+) [a-z0-9]+)*
constexpr bool is_path_component(std::string_view text, Extent extent) noexcept {
  constexpr std::string_view separators = "._-";
  for (;;) {
    const auto* const end = std::find_if_not(text.begin(), text.end(), is_lower_or_digit);
    if (end == text.begin())
      return text.empty() && extent == Extent::beginning;
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    if (text.empty())
      return true;
    const std::string_view separator = text.substr(0, text.find_first_not_of(separators));
    if (separator != "." && separator != "_" && separator != "__" &&
        (separator.empty() || separator.find_first_not_of('-') != std::string_view::npos))
      return false;
    text.remove_prefix(separator.size());
  }
}

/// domain-component := [a-zA-Z0-9] | [a-zA-Z0-9] [a-zA-Z0-9-]* [a-zA-Z0-9], separated by dots.
constexpr bool is_host(std::string_view text, Extent extent) noexcept {
  for (;;) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    const std::string_view component = text.substr(0, dot);
    const bool last = dot == text.size();
    const bool may_grow = last && extent == Extent::beginning;
    const auto fits = [](char c) { return c == '-' || is_lower_or_digit(to_lower(c)); };
    if (!std::all_of(component.begin(), component.end(), fits) || component.starts_with('-'))
      return false;
    if (!may_grow && (component.empty() || component.ends_with('-')))
      return false;
    if (last)
      return true;
    text.remove_prefix(dot + 1);
  }
}

/// "[", an IPv6 address and "]". Checks only the characters of the address.
constexpr bool is_bracketed_host(std::string_view text, Extent extent) noexcept {
  if (!text.starts_with('['))
    return false;
  text.remove_prefix(1);
  if (text.ends_with(']'))
    text.remove_suffix(1);
  else if (extent == Extent::whole)
    return false;
  return text.find_first_not_of("0123456789abcdefABCDEF:") == std::string_view::npos;
}

/// domain := host [":" digits], where host is a name or a bracketed address.
constexpr bool is_domain(std::string_view text, Extent extent) noexcept {
  const std::size_t bracket = text.rfind(']');
  const std::size_t colon = text.find(':', text.starts_with('[') ? bracket : 0);
  const bool has_port = colon != std::string_view::npos;
  const std::string_view host = text.substr(0, colon);
  const Extent host_extent = has_port ? Extent::whole : extent;
  if (!is_host(host, host_extent) && !is_bracketed_host(host, host_extent))
    return false;
  const std::string_view port = has_port ? text.substr(colon + 1) : std::string_view();
  return count_digits(port) == port.size() &&
         (!has_port || !port.empty() || extent == Extent::beginning);
}

/// path-component ("/" path-component)*
constexpr bool is_path(std::string_view text, Extent extent) noexcept {
  for (std::size_t slash = text.find('/'); slash != std::string_view::npos;
       slash = text.find('/')) {
    if (!is_path_component(text.substr(0, slash), Extent::whole))
      return false;
    text.remove_prefix(slash + 1);
  }
  return is_path_component(text, extent);
}

/// tag := [A-Za-z0-9_] [A-Za-z0-9_.-]{0,127}
constexpr bool is_tag(std::string_view text) noexcept {
  constexpr std::size_t longest = 128;
  const auto fits = [](char c) {
    return c == '_' || c == '.' || c == '-' || is_lower_or_digit(to_lower(c));
  };
  return !text.empty() && text.size() <= longest && text.front() != '.' && text.front() != '-' &&
         std::all_of(text.begin(), text.end(), fits);
}

/// digest := algorithm ":" hex digits, 32 or more.
constexpr bool is_digest(std::string_view text) noexcept {
  constexpr std::size_t shortest = 32;
  const std::size_t colon = std::min(text.find(':'), text.size());
  const std::string_view digits = text.substr(std::min(colon + 1, text.size()));
  return colon > 0 && digits.size() >= shortest &&
         digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

}  // namespace dkrls::detail
