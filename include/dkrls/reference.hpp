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
  std::string_view tag;
  std::string_view digest;  ///< "sha256:..."

  friend bool operator==(const Reference&, const Reference&) = default;
};

/// Splits "repository[:tag][@digest]"; the tag is behind the last ':' that is behind the last '/'.
/// "<none>" in any part is the same as its absence. The engine has checked the grammar, so this
/// does not: every text has a reading, and no image is lost for its name. Source: Engine API,
/// ImageSummary.RepoTags and RepoDigests; distribution/reference.
DKRLS_DECL Reference parse_reference(std::string_view text) noexcept;

/// A repository as users write it: "docker.io/library/nginx" becomes "nginx", "docker.io/org/app"
/// becomes "org/app", anything else stays. A view into `repository`.
/// Source: distribution/reference, FamiliarName.
DKRLS_DECL std::string_view familiar_name(std::string_view repository) noexcept;

/// Whether a repository in familiar form starts with `prefix`, character by character: '/' is
/// nothing special. A prefix that begins with "docker.io/" (or "index.docker.io/") is compared with
/// the full name, so that "docker.io/library/nginx" and "nginx" mean the same.
DKRLS_DECL bool repository_starts_with(std::string_view repository,
                                       std::string_view prefix) noexcept;

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/reference.ipp"
#endif
