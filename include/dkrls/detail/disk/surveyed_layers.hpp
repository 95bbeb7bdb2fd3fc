#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "dkrls/detail/disk/layer_bounds.hpp"
#include "dkrls/detail/disk/layer_tree.hpp"
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
    if (!each.lacks_own_layers || !each.history || each.history->size() != each.layers->size())
      return tree.add(*each.layers, layer_bounds(each, store));
    std::vector<ByteBounds> bounds;
    std::uint64_t bytes = 0;
    for (const HistoryStep& step : *each.history) {
      bytes += step.size;
      bounds.push_back({bytes, bytes});
    }
    // One that stands for all of its own, and is no other image's.
    std::vector<std::string> layers = *each.layers;
    layers.push_back(each.image.id);
    const std::uint64_t size = each.image.size.value_or(bytes);
    bounds.push_back({size, size});
    return tree.add(layers, bounds);
  }
};

}  // namespace dkrls::detail
