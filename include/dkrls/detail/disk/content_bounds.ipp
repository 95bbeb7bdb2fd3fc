#pragma once

#include <algorithm>
#include <tuple>
#include <unordered_set>

#include "dkrls/detail/capped_sum.hpp"
#include "dkrls/detail/disk/content_bounds.hpp"

namespace dkrls::detail {

DKRLS_DECL void ContentBounds::add(const SurveyedImage& surveyed) {
  ImageContents& image = images_.emplace_back();
  image.id = surveyed.image.id;
  for (const LayerChain& chain : surveyed.chains) {
    if (!chain.layers || !chain.manifest) {
      image.unknown = true;
      continue;
    }
    Content& content = image.contents.emplace_back();
    content.bytes = chain.manifest->content_size;
    content.digest = chain.manifest->digest;
    for (const std::string& layer : *chain.layers) {
      const std::size_t number = numbers_.emplace(layer, uses_.size()).first->second;
      if (number == uses_.size())
        uses_.push_back(0);
      if (std::find(content.diff_ids.begin(), content.diff_ids.end(), number) !=
          content.diff_ids.end())
        continue;
      content.diff_ids.push_back(number);
      ++uses_[number];
    }
  }
  unknown_ += image.unknown ? 1U : 0U;
}

DKRLS_DECL std::vector<std::uint64_t> ContentBounds::bytes_only_in(
    const std::vector<std::size_t>& images) const {
  struct Candidate {
    const ImageContents* image;
    const Content* content;
    std::size_t place;  // of the image in `images`

    /// The biggest is first; what follows does not depend on the order of the list.
    bool operator<(const Candidate& other) const {
      return std::tie(other.content->bytes, content->digest, image->id) <
             std::tie(content->bytes, other.content->digest, other.image->id);
    }
  };
  std::vector<std::uint64_t> bytes(images.size(), 0);
  std::vector<Candidate> candidates;
  std::unordered_map<std::size_t, std::size_t> uses;  // by manifests of these images
  std::size_t unknown_images = 0;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const ImageContents& image = images_[images[i]];
    unknown_images += image.unknown ? 1U : 0U;
    for (const Content& content : image.contents) {
      candidates.push_back({&image, &content, i});
      for (const std::size_t diff_id : content.diff_ids)
        ++uses[diff_id];
    }
  }
  if (unknown_images != unknown_)
    return bytes;  // a remaining image may have any of them
  std::sort(candidates.begin(), candidates.end());
  std::unordered_set<std::size_t> counted;
  for (const auto& [image, content, place] : candidates) {
    const auto is_shared = [&](std::size_t diff_id) {
      return uses[diff_id] < uses_[diff_id] || counted.contains(diff_id);
    };
    const DiffIds& diff_ids = content->diff_ids;
    if (diff_ids.empty() || std::any_of(diff_ids.begin(), diff_ids.end(), is_shared))
      continue;
    counted.insert(diff_ids.begin(), diff_ids.end());
    bytes[place] = capped_sum(bytes[place], content->bytes);
  }
  return bytes;
}

}  // namespace dkrls::detail
