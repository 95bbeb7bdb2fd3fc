// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <tuple>

#include "dkrls/detail/capped_sum.hpp"
#include "dkrls/image.hpp"

namespace dkrls {

DKRLS_DECL std::optional<std::chrono::sys_seconds> known_creation_time(
    std::int64_t unix_seconds) noexcept {
  constexpr std::int64_t first_second_of_1980 = 315532800;
  if (unix_seconds <= 1 || unix_seconds == first_second_of_1980 ||
      unix_seconds == first_second_of_1980 + 1)
    return std::nullopt;
  return std::chrono::sys_seconds(std::chrono::seconds(unix_seconds));
}

DKRLS_DECL bool is_dangling(const Image& image) noexcept {
  return std::all_of(image.repo_tags.begin(), image.repo_tags.end(), [](const std::string& text) {
    return parse_reference(text).repository.empty();
  });
}

DKRLS_DECL std::optional<bool> known_dangling(const Image& image) noexcept {
  const bool dangling = is_dangling(image);
  return dangling && !image.all_tags_known ? std::nullopt : std::optional(dangling);
}

namespace detail {

/// True if a text is "name@digest" with the name of the tagged reference. A fast check for the
/// common case.
inline bool is_digest_of(const Reference& tagged, std::string_view text) noexcept {
  return text.size() > tagged.repository.size() && text[tagged.repository.size()] == '@' &&
         text.starts_with(tagged.repository);
}

}  // namespace detail

DKRLS_DECL void append_references(const Image& image, std::vector<Reference>& out) {
  const auto first = static_cast<std::ptrdiff_t>(out.size());
  for (const auto* texts : {&image.repo_tags, &image.repo_digests}) {
    for (const std::string& text : *texts) {
      if (out.size() > static_cast<std::size_t>(first) && detail::is_digest_of(out.back(), text))
        continue;
      const Reference reference = parse_reference(text);
      if (!reference.repository.empty())
        out.push_back(reference);
    }
  }
  if (out.begin() + first == out.end()) {
    out.emplace_back();
    return;
  }
  if (out.begin() + first + 1 == out.end())
    return;
  // Sorting puts the references of a repository together, those without a tag last. Which list a
  // reference came from does not matter: the containerd store and podman put "name@digest" among
  // the tags, too.
  std::sort(out.begin() + first, out.end(), [](const Reference& a, const Reference& b) {
    return std::tuple(a.repository, a.tag.empty(), a.tag) <
           std::tuple(b.repository, b.tag.empty(), b.tag);
  });
  const auto shown_already = [](const Reference& kept, const Reference& next) {
    return kept.repository == next.repository && (next.tag.empty() || kept.tag == next.tag);
  };
  out.erase(std::unique(out.begin() + first, out.end(), shown_already), out.end());
}

DKRLS_DECL std::optional<std::vector<ImagePlatform>> platforms_of(const Image& image) {
  if (image.manifests.empty() && !image.platform)
    return std::nullopt;
  std::vector<ImagePlatform> platforms;
  if (image.manifests.empty())
    platforms.push_back({.platform = *image.platform, .size = image.size});
  for (const ImageManifest& manifest : image.manifests)
    if (manifest.kind == ImageManifest::Kind::image)
      platforms.push_back({manifest.platform, manifest.digest,
                           detail::capped_sum(manifest.content_size, manifest.unpacked_size),
                           manifest.available});
  return platforms;
}

DKRLS_DECL std::optional<std::uint64_t> content_size(const Image& image) {
  if (image.manifests.empty())
    return std::nullopt;
  std::uint64_t bytes = 0;
  for (const ImageManifest& manifest : image.manifests)
    bytes = detail::capped_sum(bytes, manifest.content_size);
  return bytes;
}

}  // namespace dkrls
