#pragma once

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "dkrls/detail/bare_id.hpp"
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

DKRLS_DECL bool shared_sizes_are_exact(const DiskSurvey& survey) {
  const std::vector<bool> intermediate = intermediate_images(survey);
  return survey.store == LayerStore::graph_driver &&
         std::find(intermediate.begin(), intermediate.end(), true) == intermediate.end() &&
         std::all_of(survey.images.begin(), survey.images.end(), [](const SurveyedImage& each) {
           return each.image.size && each.image.shared_size <= each.image.size &&
                  each.image.shared_size;
         });
}

}  // namespace dkrls::detail
