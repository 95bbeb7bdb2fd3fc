// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "dkrls/detail/config.hpp"

namespace dkrls {

/// A name by which an engine knows an image. Empty parts are absent: a digest-only reference has no
/// tag, and an image without any name is shown under a Reference with nothing in it.
///
/// The parts are views into the text that was parsed and live as long as it does.
struct Reference {
  std::string_view repository;  ///< in familiar form, "nginx" or "localhost:5000/a/b"
  std::string_view tag;         ///< "latest"
  std::string_view digest;      ///< "sha256:..."

  friend bool operator==(const Reference&, const Reference&) = default;
};

/// Splits "repository[:tag][@digest]"; the tag follows the last ':' after the last '/'.
/// "<none>" in any part is the same as its absence. The engine has checked the grammar, so this
/// does not: every text has a reading, and no image is lost for its name. Source: Engine API,
/// ImageSummary.RepoTags and RepoDigests; distribution/reference.
DKRLS_DECL Reference parse_reference(std::string_view text) noexcept;

/// A repository in docker's familiar form. All of Docker Hub's spellings become one:
/// "docker.io/library/nginx", "index.docker.io/nginx", "docker.io/nginx" and "library/nginx" are
/// "nginx", "docker.io/org/app" is "org/app". Other registries keep their domain, and so does
/// "docker.io/localhost/x" or "docker.io/a.b/x", whose short form would name another registry. A
/// view into `repository`.
/// Source: distribution/reference, splitDockerDomain and FamiliarName.
DKRLS_DECL std::string_view familiar_name(std::string_view repository) noexcept;

/// The path on Docker Hub of a repository in familiar form, "nginx" or "org/app"; empty for a
/// repository of another registry.
DKRLS_DECL std::string_view docker_hub_path(std::string_view repository) noexcept;

/// True if a repository in familiar form starts with `prefix`, character by character: '/' is
/// nothing special. A prefix of Docker Hub may have any spelling: "docker.io" and "docker.io/" are
/// all of it, "library/" and "docker.io/library/" the official images, "docker.io/ng" and
/// "docker.io/library/ng" are those that start with "ng".
DKRLS_DECL bool repository_starts_with(std::string_view repository,
                                       std::string_view prefix) noexcept;

/// True if `name` is a repository's name, with or without a registry's domain. The domain may have
/// capitals and a port, the path may not.
/// Source: distribution/reference, grammar of `name`.
DKRLS_DECL bool is_repository_name(std::string_view name) noexcept;

/// True if `prefix` can begin a repository's name. False for "redis:7", although "redis:7/x" is a
/// name: without a '/' it is taken for a tag, unless the host has a dot or is "localhost".
DKRLS_DECL bool can_begin_repository(std::string_view prefix) noexcept;

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/reference.ipp"
#endif
