#pragma once

#include "dkrls/reference.hpp"

namespace dkrls {
namespace detail {

inline constexpr std::string_view default_domain = "docker.io/";
inline constexpr std::string_view legacy_default_domain = "index.docker.io/";
inline constexpr std::string_view official_namespace = "library/";

/// Removes `prefix` from the front of `text`, if it is there.
constexpr bool consume(std::string_view& text, std::string_view prefix) noexcept {
  // The first character tells most of them apart, without a call.
  if (text.empty() || text.front() != prefix.front() || !text.starts_with(prefix))
    return false;
  text.remove_prefix(prefix.size());
  return true;
}

constexpr bool consume_default_domain(std::string_view& text) noexcept {
  return consume(text, default_domain) || consume(text, legacy_default_domain);
}

/// Where the last `a` or `b` is; npos when there is neither.
constexpr std::size_t find_last_of_two(std::string_view text, char a, char b) noexcept {
  std::size_t i = text.size();
  while (i > 0) {
    --i;
    if (text[i] == a || text[i] == b)
      return i;
  }
  return std::string_view::npos;
}

constexpr std::string_view without_none(std::string_view part) noexcept {
  return part == "<none>" ? std::string_view() : part;
}

/// Whether a familiar name begins with the domain of a registry: it does when its first component
/// could not be one of docker.io's namespaces.
constexpr bool has_domain(std::string_view repository) noexcept {
  const std::size_t slash = repository.find('/');
  if (slash == std::string_view::npos)
    return false;
  const std::string_view first = repository.substr(0, slash);
  return first == "localhost" ||
         first.find_first_of(".:ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string_view::npos;
}

}  // namespace detail

DKRLS_DECL Reference parse_reference(std::string_view text) noexcept {
  Reference reference;
  const std::size_t at = text.find('@');
  if (at != std::string_view::npos) {
    reference.digest = detail::without_none(text.substr(at + 1));
    text = text.substr(0, at);
  }
  const std::size_t separator = detail::find_last_of_two(text, ':', '/');
  if (separator != std::string_view::npos && text[separator] == ':') {
    reference.tag = detail::without_none(text.substr(separator + 1));
    text = text.substr(0, separator);
  }
  reference.repository = detail::without_none(familiar_name(text));
  return reference;
}

DKRLS_DECL std::string_view familiar_name(std::string_view repository) noexcept {
  std::string_view path = repository;
  if (!detail::consume_default_domain(path))
    return repository;
  std::string_view name = path;
  if (detail::consume(name, detail::official_namespace) && name.find('/') == std::string_view::npos)
    return name;
  return path;
}

DKRLS_DECL bool repository_starts_with(std::string_view repository,
                                       std::string_view prefix) noexcept {
  if (!detail::consume_default_domain(prefix))
    return repository.starts_with(prefix);
  if (detail::has_domain(repository))
    return false;
  if (repository.find('/') != std::string_view::npos)
    return repository.starts_with(prefix);
  // An official image: its full path is "library/" and the name.
  if (detail::consume(prefix, detail::official_namespace))
    return repository.starts_with(prefix);
  return detail::official_namespace.starts_with(prefix);
}

}  // namespace dkrls
