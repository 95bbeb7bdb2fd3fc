#pragma once

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "dkrls/detail/bare_id.hpp"
#include "dkrls/detail/disk/disk_survey.hpp"

namespace dkrls::detail {

DKRLS_DECL std::vector<LayerChain> chains_of(const Image& image) {
  std::vector<LayerChain> chains;
  for (const ImageManifest& manifest : image.manifests)
    if (manifest.is_image && manifest.available)
      chains.push_back({.manifest = manifest});
  if (image.manifests.empty())
    chains.resize(1);
  return chains;
}

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

/// Chains of containerd's store that are not unpacked: which layers they have is known after an
/// inspection only. The engine counts layers as shared with them, but they keep none on the disk.
class PackedChains {
 public:
  explicit PackedChains(const DiskSurvey& survey) {
    for (const SurveyedImage& each : survey.images)
      for (const LayerChain& chain : each.chains)
        if (is_packed(chain)) {
          any_ = true;
          unknown_ = unknown_ || !chain.layers;
          if (chain.layers)
            bases_.insert(chain.layers->front());
        }
  }

  /// A chain without layers needs no unpacking.
  static bool is_packed(const LayerChain& chain) {
    return !(chain.manifest && chain.manifest->unpacked_size > 0) &&
           !(chain.layers && chain.layers->empty());
  }

  /// Whether one may have a layer of this chain. If they have any in common, then the lowest.
  bool may_share(const LayerChain& chain) const {
    if (!any_ || (chain.layers && chain.layers->empty()))
      return false;
    return unknown_ || !chain.layers || bases_.contains(chain.layers->front());
  }

 private:
  bool any_ = false;
  bool unknown_ = false;
  std::unordered_set<std::string_view> bases_;
};

DKRLS_DECL std::vector<ByteBounds> listed_unique(const DiskSurvey& survey) {
  std::vector<ByteBounds> unique(survey.images.size());
  if (!survey.has_shared_sizes || survey.store == LayerStore::podman)
    return unique;
  const bool on_containerd = survey.store == LayerStore::containerd;
  const std::vector<bool> is_intermediate = intermediate_images(survey);
  const PackedChains packed(survey);
  std::unordered_set<std::string_view> intermediate;
  std::unordered_set<std::string_view> parents;
  for (std::size_t index = 0; index < survey.images.size(); ++index) {
    const Image& image = survey.images[index].image;
    parents.insert(bare_id(image.parent_id));
    if (is_intermediate[index])
      intermediate.insert(bare_id(image.id));
  }
  const auto is_exact_on_containerd = [&](const SurveyedImage& surveyed) {
    return std::none_of(surveyed.chains.begin(), surveyed.chains.end(),
                        [&](const LayerChain& chain) {
                          return PackedChains::is_packed(chain) || packed.may_share(chain);
                        }) &&
           !parents.contains(bare_id(surveyed.image.id)) &&
           !intermediate.contains(bare_id(surveyed.image.parent_id));
  };
  for (std::size_t index = 0; index < survey.images.size(); ++index) {
    const SurveyedImage& surveyed = survey.images[index];
    const Image& image = surveyed.image;
    if (!image.size || !image.shared_size || *image.shared_size > *image.size ||
        surveyed.chains.size() > 1)
      continue;
    const std::uint64_t bytes = *image.size - *image.shared_size + image.index_size.value_or(0);
    if (on_containerd ? is_exact_on_containerd(surveyed) : intermediate.empty())
      unique[index] = {bytes, bytes};
    else if (on_containerd)
      unique[index].low = bytes;
  }
  return unique;
}

}  // namespace dkrls::detail
