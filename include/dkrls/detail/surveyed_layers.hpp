#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "dkrls/detail/layer_bounds.hpp"
#include "dkrls/detail/layer_tree.hpp"
#include "dkrls/disk_survey.hpp"

namespace dkrls::detail {

/// The layers of all images of a survey.
struct SurveyedLayers {
  explicit SurveyedLayers(const DiskSurvey& survey) {
    tops.reserve(survey.images.size());
    for (const SurveyedImage& each : survey.images)
      tops.push_back(each.layers ? add(each, survey.store) : LayerTree::ground);
    tree.settle();
  }

  LayerTree tree;
  std::vector<std::size_t> tops;  ///< of the image with the same index; the ground for none

 private:
  std::size_t add(const SurveyedImage& each, LayerStore store) {
    if (!each.lacks_own_layers)
      return tree.add(*each.layers, layer_bounds(each, store));
    const std::uint64_t shared = each.image.shared_size.value_or(0);
    std::vector<ByteBounds> bounds(each.layers->size(), ByteBounds{0, shared});
    if (!bounds.empty())
      bounds.back().low = shared;
    // One that stands for all of its own, and is no other image's.
    std::vector<std::string> layers = *each.layers;
    layers.push_back(each.image.id);
    const std::uint64_t size = each.image.size.value_or(shared);
    bounds.push_back({size, size});
    return tree.add(layers, bounds);
  }
};

}  // namespace dkrls::detail
