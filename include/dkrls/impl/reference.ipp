// SPDX-License-Identifier: MIT
#pragma once

#include "dkrls/detail/text/name_grammar.hpp"
#include "dkrls/reference.hpp"

namespace dkrls {
namespace detail {

constexpr std::string_view without_none(std::string_view part) noexcept {
  return part == "<none>" ? std::string_view() : part;
}

}  // namespace detail

DKRLS_DECL Reference parse_reference(std::string_view text) noexcept {
  Reference reference;
  const std::size_t at = text.find('@');
  if (at != std::string_view::npos) {
    reference.digest = detail::without_none(text.substr(at + 1));
    text = text.substr(0, at);
  }
  const std::size_t separator = text.find_last_of(":/");
  if (separator != std::string_view::npos && text[separator] == ':') {
    reference.tag = detail::without_none(text.substr(separator + 1));
    text = text.substr(0, separator);
  }
  reference.repository = detail::without_none(familiar_name(text));
  return reference;
}

DKRLS_DECL std::string_view familiar_name(std::string_view repository) noexcept {
  std::string_view path = repository;
  const bool of_docker_hub = detail::consume_default_domain(path) && !path.empty();
  if (!of_docker_hub)
    path = repository;
  if (detail::has_domain(path)) {
    if (!of_docker_hub)
      return repository;
    // Without its domain the path would name another registry.
    return repository.substr(repository.size() - path.size() - detail::default_domain.size());
  }
  std::string_view name = path;
  if (detail::consume(name, detail::official_namespace) && !name.empty() &&
      name.find('/') == std::string_view::npos)
    return name;
  return path;
}

DKRLS_DECL std::string_view docker_hub_path(std::string_view repository) noexcept {
  if (detail::consume(repository, detail::default_domain) || !detail::has_domain(repository))
    return repository;
  return {};
}

DKRLS_DECL bool repository_starts_with(std::string_view repository,
                                       std::string_view prefix) noexcept {
  const bool whole_hub = prefix == "docker.io" || prefix == "index.docker.io";
  if (!whole_hub && !detail::consume_default_domain(prefix) &&
      !prefix.starts_with(detail::official_namespace))
    return repository.starts_with(prefix);
  const std::string_view path = docker_hub_path(repository);
  if (whole_hub)
    return !path.empty();
  if (!path.empty() && path.starts_with(prefix))
    return true;
  // An official image has a longer spelling, with "library/" before its name.
  if (path.empty() || path.find('/') != std::string_view::npos)
    return false;
  if (detail::consume(prefix, detail::official_namespace))
    return path.starts_with(prefix);
  return detail::official_namespace.starts_with(prefix);
}

DKRLS_DECL bool is_repository_name(std::string_view name) noexcept {
  using detail::Extent;
  if (detail::has_domain(name)) {
    const std::size_t slash = name.find('/');
    return detail::is_domain(name.substr(0, slash), Extent::whole) &&
           detail::is_path(name.substr(slash + 1), Extent::whole);
  }
  return detail::is_path(name, Extent::whole);
}

DKRLS_DECL bool can_begin_repository(std::string_view prefix) noexcept {
  using detail::Extent;
  const std::size_t slash = prefix.find('/');
  if (slash != std::string_view::npos) {
    const bool domain =
        detail::has_domain(prefix) && detail::is_domain(prefix.substr(0, slash), Extent::whole);
    return detail::is_path(domain ? prefix.substr(slash + 1) : prefix, Extent::beginning);
  }
  if (detail::is_path_component(prefix, Extent::beginning))
    return true;
  const std::string_view host = prefix.substr(0, prefix.starts_with('[') ? 0 : prefix.find(':'));
  const bool names_registry = host.size() == prefix.size() || prefix.starts_with('[') ||
                              host == "localhost" || host.find('.') != std::string_view::npos;
  return names_registry && detail::is_domain(prefix, Extent::beginning);
}

}  // namespace dkrls
