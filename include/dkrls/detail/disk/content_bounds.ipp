// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <tuple>
#include <unordered_set>

#include "dkrls/detail/capped_sum.hpp"
#include "dkrls/detail/disk/content_bounds.hpp"
#include "dkrls/detail/disk/shared_sizes.hpp"

namespace dkrls::detail {

/// Returns the content size of a manifest without its empty layers, which many images share; 0 if
/// that is not known.
inline std::uint64_t content_without_empty_layers(const ImageManifest& manifest,
                                                  const std::vector<std::string>& layers) {
  if (!repeated_bytes(layers))
    return 0;
  const auto empty =
      static_cast<std::uint64_t>(std::count(layers.begin(), layers.end(), empty_layer));
  return manifest.content_size - std::min(manifest.content_size, empty * most_bytes_of_empty_layer);
}

DKRLS_DECL void ContentBounds::add(const SurveyedImage& surveyed) {
  ImageContents& image = images_.emplace_back();
  image.id = surveyed.image.id;
  image.complete =
      std::none_of(surveyed.image.manifests.begin(), surveyed.image.manifests.end(),
                   [](const ImageManifest& manifest) {
                     return manifest.kind == ImageManifest::Kind::unknown && has_content(manifest);
                   });
  for (const LayerChain& chain : surveyed.chains) {
    if (!chain.layers || !chain.manifest) {
      image.complete = false;
      continue;
    }
    Content& content = image.contents.emplace_back();
    content.bytes = content_without_empty_layers(*chain.manifest, *chain.layers);
    content.digest = chain.manifest->digest;
    const std::unordered_set<std::string_view> layers(chain.layers->begin(), chain.layers->end());
    for (const std::string_view layer : layers) {
      if (layer == empty_layer)
        continue;
      const std::size_t number = numbers_.emplace(layer, uses_.size()).first->second;
      uses_.resize(std::max(uses_.size(), number + 1));
      ++uses_[number];
      content.diff_ids.push_back(number);
    }
  }
  incomplete_ += image.complete ? 0U : 1U;
}

DKRLS_DECL std::vector<std::uint64_t> ContentBounds::bytes_only_in(
    const std::vector<std::size_t>& images) const {
  struct Candidate {
    const ImageContents* image;
    const Content* content;
    std::size_t place;  // of the image in `images`

    /// True if this one is bigger. Content of one size has an order, too.
    bool operator<(const Candidate& other) const {
      return std::tie(other.content->bytes, content->digest, image->id) <
             std::tie(content->bytes, other.content->digest, other.image->id);
    }
  };
  std::vector<std::uint64_t> bytes(images.size(), 0);
  std::vector<Candidate> candidates;
  std::unordered_map<std::size_t, std::size_t> uses;  // of a DiffID by manifests of these images
  std::size_t incomplete = 0;
  for (std::size_t place = 0; place < images.size(); ++place) {
    const ImageContents& image = images_[images[place]];
    incomplete += image.complete ? 0U : 1U;
    for (const Content& content : image.contents) {
      candidates.push_back({&image, &content, place});
      for (const std::size_t diff_id : content.diff_ids)
        ++uses[diff_id];
    }
  }
  if (incomplete != incomplete_)
    return bytes;  // a remaining image may have any compressed layer
  std::sort(candidates.begin(), candidates.end());
  std::unordered_set<std::size_t> counted;
  for (const auto& [image, content, place] : candidates) {
    const std::vector<std::size_t>& diff_ids = content->diff_ids;
    const auto is_shared = [&](std::size_t diff_id) {
      return uses[diff_id] < uses_[diff_id] || counted.contains(diff_id);
    };
    // A manifest without layers may have its configuration in common with another one.
    if (diff_ids.empty() || std::any_of(diff_ids.begin(), diff_ids.end(), is_shared))
      continue;
    counted.insert(diff_ids.begin(), diff_ids.end());
    bytes[place] = capped_sum(bytes[place], content->bytes);
  }
  return bytes;
}

}  // namespace dkrls::detail
