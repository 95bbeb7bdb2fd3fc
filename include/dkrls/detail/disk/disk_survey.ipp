// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "dkrls/detail/bare_id.hpp"
#include "dkrls/detail/capped_sum.hpp"
#include "dkrls/detail/disk/disk_survey.hpp"

namespace dkrls::detail {

DKRLS_DECL bool is_unreferenced(const Image& image) {
  return is_dangling(image) && std::all_of(image.repo_digests.begin(), image.repo_digests.end(),
                                           [](const std::string& digest) {
                                             return parse_reference(digest).repository.empty();
                                           });
}

DKRLS_DECL std::vector<bool> intermediate_images(const DiskSurvey& survey) {
  std::unordered_set<std::string_view> parents;
  for (const SurveyedImage& each : survey.images)
    parents.insert(bare_id(each.image.parent_id));
  std::vector<bool> intermediate;
  intermediate.reserve(survey.images.size());
  for (const SurveyedImage& each : survey.images)
    intermediate.push_back(is_unreferenced(each.image) && parents.contains(bare_id(each.image.id)));
  return intermediate;
}

DKRLS_DECL void drop_intermediate(DiskSurvey& survey) {
  const std::vector<bool> intermediate = intermediate_images(survey);
  std::vector<SurveyedImage> others;
  for (std::size_t image = 0; image < survey.images.size(); ++image)
    if (intermediate[image] && survey.images[image].image.containers != 0U)
      return;
  for (std::size_t image = 0; image < survey.images.size(); ++image)
    if (!intermediate[image])
      others.push_back(std::move(survey.images[image]));
  survey.images = std::move(others);
}

DKRLS_DECL std::vector<LayerChain> chains_of(const Image& image) {
  std::vector<LayerChain> chains;
  for (const ImageManifest& manifest : image.manifests)
    if (manifest.kind == ImageManifest::Kind::image && has_content(manifest))
      chains.push_back({.manifest = manifest});
  if (image.manifests.empty())
    chains.resize(1);
  return chains;
}

/// Returns the bytes that an image may hold besides its known layers, if the list does not report
/// its platforms. For a single manifest the list's size is that of the inspection plus the unpacked
/// layers: then there is nothing else. For an index these differ, because the inspection also
/// counts the index itself.
inline std::optional<std::uint64_t> bytes_of_other_platforms(const SurveyedImage& surveyed,
                                                             const LayerChain& chain) {
  if (!surveyed.image.size || !chain.history)
    return surveyed.image.size;
  std::uint64_t layers = 0;
  std::size_t unpacked = 0;
  for (const HistoryStep& step : *chain.history) {
    layers = capped_sum(layers, step.size);
    unpacked += step.size > 0 ? 1U : 0U;
  }
  if (unpacked != chain.layers->size())
    layers = 0;  // a packed image does not count those that other images have unpacked
  const std::uint64_t rest = *surveyed.image.size - std::min(*surveyed.image.size, layers);
  return rest == chain.inspected_size ? 0 : rest;
}

DKRLS_DECL std::optional<std::uint64_t> unknown_bytes(const SurveyedImage& surveyed,
                                                      LayerStore store) {
  std::uint64_t bytes = 0;
  for (const LayerChain& chain : surveyed.chains) {
    if (chain.layers && (chain.manifest || store != LayerStore::containerd))
      continue;
    const std::optional<std::uint64_t> most = chain.manifest ? chain.manifest->unpacked_size
                                              : chain.layers
                                                  ? bytes_of_other_platforms(surveyed, chain)
                                                  : surveyed.image.size;
    if (!most)
      return std::nullopt;
    bytes = capped_sum(bytes, *most);
  }
  return bytes;
}

}  // namespace dkrls::detail
