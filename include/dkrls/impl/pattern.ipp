// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <utility>

#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/detail/text/name_grammar.hpp"
#include "dkrls/pattern.hpp"

namespace dkrls {
namespace detail {

inline constexpr std::string_view id_prefix = "sha256:";
inline constexpr std::string_view lower_hex_digits = "0123456789abcdef";

/// Returns the hex digits of an image's ID, or of the beginning of one; empty if `text` is not an
/// ID.
constexpr std::string_view id_digits(std::string_view text) noexcept {
  constexpr std::size_t shortest = 12;
  constexpr std::size_t longest = 64;
  if (text.starts_with(id_prefix))
    text.remove_prefix(id_prefix.size());
  const bool is_id = text.size() >= shortest && text.size() <= longest &&
                     text.find_first_not_of(lower_hex_digits) == std::string_view::npos;
  return is_id ? text : std::string_view();
}

inline ParseError bad_pattern(std::string message) {
  return {make_error_code(Errc::invalid_pattern), std::move(message)};
}

/// Returns why no reference can be this "name" or "name:tag" without wildcards; empty if one can.
inline std::string_view problem_of_name(std::string_view text) noexcept {
  if (text.ends_with('/'))
    return can_begin_repository(text) ? "" : "no repository's name begins like that";
  const std::size_t separator = text.find_last_of(":/");
  const bool tagged = separator != std::string_view::npos && text[separator] == ':';
  const std::string_view name = text.substr(0, tagged ? separator : text.size());
  if (tagged && !is_tag(text.substr(separator + 1)))
    return "no tag reads like what is behind the last \":\"";
  if (is_repository_name(name))
    return {};
  return std::any_of(name.begin(), name.end(), [](char c) { return to_lower(c) != c; })
             ? "a repository's name has no capitals, except for a registry before \"/\""
             : "no repository has such a name";
}

/// Returns a character of `text` that is neither in any reference nor a wildcard; 0 if there is
/// none.
constexpr char impossible_character(std::string_view text) noexcept {
  constexpr std::string_view marks = "._-/:@+[]^*?\\";
  const auto* const found = std::find_if(text.begin(), text.end(), [&](char c) {
    return !is_lower_or_digit(to_lower(c)) && marks.find(c) == std::string_view::npos;
  });
  return found == text.end() ? '\0' : *found;
}

inline std::string problem_of_character(char c) {
  if (c == ',')
    return "one pattern has no \",\": give each pattern by itself";
  const std::string problem = std::string("no reference has the character \"") + c + '"';
  if (c == '!')
    return problem + ": a set that does not contain \"a\" is [^a]";
  return c == '<' ? problem + ": rows without a name match \"**\" alone" : problem;
}

/// True if the image has a digest in the repository of `reference` that matches.
inline bool has_digest(const Image& image, const Reference& reference, const Glob& digest) {
  const auto fits = [&](const std::string& text) {
    const Reference known = parse_reference(text);
    return known.repository == reference.repository && !known.digest.empty() &&
           digest.matches(known.digest);
  };
  return std::any_of(image.repo_digests.begin(), image.repo_digests.end(), fits) ||
         std::any_of(image.repo_tags.begin(), image.repo_tags.end(), fits);
}

}  // namespace detail

DKRLS_DECL bool Pattern::matches_name(const Reference& reference) const {
  const auto fits = [&](std::string name) {
    return name_.matches(name) ||
           (!reference.tag.empty() && name_.matches(name.append(":").append(reference.tag)));
  };
  if (!of_docker_hub_)
    return fits(std::string(reference.repository));
  const std::string path(docker_hub_path(reference.repository));
  const bool official = path.find('/') == std::string::npos;
  return !path.empty() &&
         (fits(path) || (official && fits(std::string(detail::official_namespace) + path)));
}

DKRLS_DECL bool Pattern::matches(const Image& image, const Reference& reference) const {
  if (!id_.empty() && detail::id_digits(image.id).starts_with(id_))
    return true;
  if (reference.repository.empty())
    return name_.matches_everything() && !of_docker_hub_ && !digest_;
  return matches_name(reference) && (!digest_ || detail::has_digest(image, reference, *digest_));
}

/// Reads the part without a digest.
DKRLS_DECL result<void, ParseError> Pattern::read(std::string_view name) {
  const bool whole_hub = name == "docker.io" || name == "index.docker.io";
  std::string_view path = whole_hub ? std::string_view() : name;
  of_docker_hub_ = whole_hub || detail::consume_default_domain(path) ||
                   path.starts_with(detail::official_namespace);
  const bool below = whole_hub || name.ends_with('/');
  auto parsed = detail::Glob::parse(std::string(path) + (below ? "**" : ""));
  if (!parsed)
    return parsed.error();
  name_ = std::move(*parsed);
  if (name.find_first_of("*?[\\") == std::string_view::npos)
    if (const std::string_view problem = detail::problem_of_name(name); !problem.empty())
      return detail::bad_pattern(std::string(problem));
  return {};
}

DKRLS_DECL result<Pattern, ParseError> parse_pattern(std::string_view text) {
  if (text.empty())
    return detail::bad_pattern("an empty pattern matches nothing");
  if (const char c = detail::impossible_character(text))
    return detail::bad_pattern(detail::problem_of_character(c));
  Pattern pattern(text);
  pattern.id_ = detail::id_digits(text);
  const std::size_t at = std::min(text.find('@'), text.size());
  if (const auto read = pattern.read(text.substr(0, at)); !read)
    return read.error();
  if (at == text.size())
    return pattern;
  const std::string_view digest = text.substr(at + 1);
  auto parsed = detail::Glob::parse(digest);
  if (!parsed)
    return parsed.error();
  if (parsed->is_literal() && !detail::is_digest(digest))
    return detail::bad_pattern("a digest is an algorithm, \":\" and all of its hex digits");
  pattern.digest_ = std::move(*parsed);
  return pattern;
}

}  // namespace dkrls
