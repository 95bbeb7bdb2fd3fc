// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "dkrls/detail/bare_id.hpp"
#include "dkrls/detail/capped_sum.hpp"
#include "dkrls/detail/disk/shared_sizes.hpp"

namespace dkrls::detail {

/// The bytes of an image that its shared size does not count; nullopt if they are not reported.
inline std::optional<std::uint64_t> unshared_bytes(const Image& image) {
  if (!image.size || !image.shared_size || *image.shared_size > *image.size)
    return std::nullopt;
  return *image.size - *image.shared_size;
}

DKRLS_DECL bool shared_sizes_are_exact(const DiskSurvey& survey) {
  const std::vector<bool> intermediate = intermediate_images(survey);
  return survey.store == LayerStore::graph_driver &&
         std::find(intermediate.begin(), intermediate.end(), true) == intermediate.end() &&
         std::all_of(survey.images.begin(), survey.images.end(), [](const SurveyedImage& each) {
           return unshared_bytes(each.image).has_value();
         });
}

DKRLS_DECL std::optional<std::uint64_t> repeated_bytes(const std::vector<std::string>& layers) {
  std::unordered_set<std::string_view> seen;
  std::uint64_t bytes = 0;
  for (const std::string& layer : layers)
    if (!seen.insert(layer).second) {
      if (layer != empty_layer)
        return std::nullopt;
      bytes += most_bytes_of_empty_layer;
    }
  return bytes;
}

/// The chains of a survey by their lowest layers: chains that have a layer in common have the
/// lowest one in common.
class ChainBases {
 public:
  explicit ChainBases(const DiskSurvey& survey) {
    for (const SurveyedImage& each : survey.images)
      for (const LayerChain& chain : each.chains)
        add(chain);
  }

  /// True if each chain that may have a layer of this one is unpacked and for the same platform.
  /// The engine counts packed chains as sharing layers, but they keep none of them. And it takes a
  /// chain for unpacked if another platform's image has the same layers unpacked.
  bool are_alike(const LayerChain& chain) const {
    if (!chain.layers || !chain.manifest)
      return false;
    if (chain.layers->empty())
      return true;
    return all_known_ && bases_.at(chain.layers->front()).alike;
  }

 private:
  struct Base {
    Platform platform;  // of its first chain
    bool alike = true;
  };

  void add(const LayerChain& chain) {
    if (!chain.layers || !chain.manifest) {
      all_known_ = false;
      return;
    }
    if (chain.layers->empty())
      return;
    Base& base =
        bases_.emplace(chain.layers->front(), Base{chain.manifest->platform}).first->second;
    base.alike = base.alike && chain.manifest->unpacked_size > 0 &&
                 chain.manifest->platform == base.platform;
  }

  std::unordered_map<std::string_view, Base> bases_;
  bool all_known_ = true;
};

/// Returns a lower bound of what only this image holds; nullopt if there is none.
inline std::optional<std::uint64_t> least_listed_unique(const SurveyedImage& surveyed) {
  const std::optional<std::uint64_t> unshared = unshared_bytes(surveyed.image);
  const auto with_content = [&](ImageManifest::Kind kind) {
    return std::count_if(surveyed.image.manifests.begin(), surveyed.image.manifests.end(),
                         [&](const ImageManifest& manifest) {
                           return manifest.kind == kind && has_content(manifest);
                         });
  };
  if (!unshared || surveyed.image.manifests.empty() ||
      with_content(ImageManifest::Kind::image) > 1 ||
      with_content(ImageManifest::Kind::attestation) > 1 ||
      with_content(ImageManifest::Kind::unknown) > 0)
    return std::nullopt;
  std::uint64_t repeated = 0;
  for (const LayerChain& chain : surveyed.chains) {
    const auto bytes = chain.layers ? repeated_bytes(*chain.layers) : std::nullopt;
    if (!bytes)
      return std::nullopt;
    repeated = *bytes;
  }
  const std::uint64_t bytes = capped_sum(*unshared, surveyed.image.index_size.value_or(0));
  return bytes - std::min(bytes, repeated);
}

DKRLS_DECL std::vector<ByteBounds> listed_unique(const DiskSurvey& survey) {
  std::vector<ByteBounds> unique(survey.images.size());
  if (survey.store != LayerStore::containerd || !survey.shares_blobs)
    return unique;
  const ChainBases bases(survey);
  const std::vector<bool> is_intermediate = intermediate_images(survey);
  std::unordered_set<std::string_view> intermediate;
  std::unordered_set<std::string_view> parents;
  for (std::size_t index = 0; index < survey.images.size(); ++index) {
    parents.insert(bare_id(survey.images[index].image.parent_id));
    if (is_intermediate[index])
      intermediate.insert(bare_id(survey.images[index].image.id));
  }
  for (std::size_t index = 0; index < survey.images.size(); ++index) {
    const SurveyedImage& surveyed = survey.images[index];
    const auto least = least_listed_unique(surveyed);
    if (!least)
      continue;
    unique[index].low = *least;
    const bool exact =
        !parents.contains(bare_id(surveyed.image.id)) &&
        !intermediate.contains(bare_id(surveyed.image.parent_id)) &&
        std::all_of(surveyed.chains.begin(), surveyed.chains.end(), [&](const LayerChain& chain) {
          return bases.are_alike(chain) && repeated_bytes(*chain.layers) == 0U;
        });
    if (exact)
      unique[index].high = *least;
  }
  return unique;
}

}  // namespace dkrls::detail
