// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/text/glob.hpp"
#include "dkrls/error.hpp"
#include "dkrls/image.hpp"
#include "dkrls/reference.hpp"

namespace dkrls {

/// A set of references in docker's pattern language:
/// - `nginx` every row of the repository, `nginx:alpine` and `nginx:1.*` those with such a tag;
/// - `*` and `?` stop at '/', `**` does not; `[a-z]`, `[^a-z]` and `\` as in Go's path.Match;
/// - `ghcr.io/org/` everything below, as `ghcr.io/org/**`;
/// - `nginx@sha256:...` the rows of the repository of the image with this digest;
/// - `6f715d38cfe0`, 12 or more hex digits with or without "sha256:", every row of the image. It is
///   tried as a name, too.
///
/// As in docker the whole pattern is tried on "name:tag" and on "name", in familiar form; so
/// without a tag it matches digest-only rows, too, and with one it does not. Names of Docker Hub
/// may have any spelling. `**` alone also matches rows without a name. docs/patterns.md lists the
/// differences from docker.
///
///     const Pattern releases = parse_pattern("ghcr.io/org/*:v[0-9]*").value();
///     query.where(!matches(releases));
///
/// *Lifetime:* owns its text.
/// *Threads:* const functions may run at the same time.
class Pattern {
 public:
  /// True if the row that shows `image` under `reference` is in the set.
  bool matches(const Image& image, const Reference& reference) const;

  /// The text of the pattern.
  /// *Lifetime:* valid as long as this object.
  const std::string& text() const noexcept { return text_; }

 private:
  friend result<Pattern, ParseError> parse_pattern(std::string_view text);

  explicit Pattern(std::string_view text) : text_(text) {}

  result<void, ParseError> read(std::string_view name);
  bool matches_name(const Reference& reference) const;

  std::string text_;
  std::string id_;                      ///< hex digits; empty if the text is no ID
  bool of_docker_hub_ = false;          ///< the text says so
  detail::Glob name_;                   ///< tried on "name:tag" and on "name"
  std::optional<detail::Glob> digest_;  ///< tried on the digests of the repository
};

/// Parses a pattern.
///
/// *Errors:* Errc::invalid_pattern for a text that cannot match anything: an empty one, a set
/// without an end, a character that no reference has, or, without wildcards, a text that is not a
/// name, tag or digest.
DKRLS_DECL result<Pattern, ParseError> parse_pattern(std::string_view text);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/pattern.ipp"
#endif
