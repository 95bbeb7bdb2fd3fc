#pragma once

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "dkrls/detail/disk/history_choice.hpp"
#include "dkrls/detail/disk/surveyed_layers.hpp"

namespace dkrls::detail {

DKRLS_DECL std::vector<std::size_t> choose_histories(const DiskSurvey& survey,
                                                     const std::vector<bool>& asked,
                                                     HistoryChoice choice) {
  const SurveyedLayers layers(survey);
  const LayerTree& tree = layers.tree;
  std::unordered_map<std::size_t, std::size_t> go_on;  // most images that go on the same way
  for (const std::size_t top : layers.tops)
    for (std::size_t layer = top; layer != tree.ground; layer = tree.below(layer)) {
      std::size_t& most = go_on[tree.below(layer)];
      most = std::max(most, tree.images(layer));
    }
  std::unordered_set<std::size_t> covered;
  const auto tells = [&](std::size_t layer) {
    const bool images_part = tree.images(layer) > std::max<std::size_t>(go_on[layer], 1);
    return images_part && !tree.bounds(layer).exact() &&
           (covered.insert(layer).second || choice == HistoryChoice::all);
  };
  std::vector<std::size_t> chosen;
  for (std::size_t image = 0; image < layers.tops.size(); ++image) {
    if (asked[image] || layers.tops[image] == tree.ground)
      continue;
    // What is unpacked on containerd's store nothing but the history tells.
    bool wanted = survey.store == LayerStore::containerd;
    for (std::size_t layer = layers.tops[image]; layer != tree.ground; layer = tree.below(layer))
      wanted = tells(layer) || wanted;
    if (wanted)
      chosen.push_back(image);
  }
  return chosen;
}

}  // namespace dkrls::detail
