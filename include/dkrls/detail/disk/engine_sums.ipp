#pragma once

#include <algorithm>
#include <cstddef>
#include <set>
#include <string_view>

#include "dkrls/detail/disk/engine_sums.hpp"
#include "dkrls/detail/disk/history_choice.hpp"

namespace dkrls::detail {

using ImageIds = std::set<std::string_view>;

inline ImageIds ids_of(const DiskSurvey& survey) {
  ImageIds ids;
  for (const SurveyedImage& each : survey.images)
    ids.insert(each.image.id);
  return ids;
}

/// The images without a name that others were built on.
inline ImageIds hidden_images(const DiskSurvey& survey) {
  ImageIds parents;
  for (const SurveyedImage& each : survey.images)
    parents.insert(each.image.parent_id);
  ImageIds hidden;
  for (const SurveyedImage& each : survey.images)
    if (is_dangling(each.image) && parents.contains(each.image.id))
      hidden.insert(each.image.id);
  return hidden;
}

DKRLS_DECL bool is_complete(const DiskSurvey& listed) {
  const ImageIds ids = ids_of(listed);
  return std::all_of(listed.images.begin(), listed.images.end(), [&](const SurveyedImage& each) {
    return each.image.parent_id.empty() || ids.contains(each.image.parent_id);
  });
}

DKRLS_DECL bool has_images(const DiskSurvey& listed, const std::vector<std::string>& ids) {
  const ImageIds known = ids_of(listed);
  return std::all_of(ids.begin(), ids.end(),
                     [&](const std::string& id) { return known.contains(id); });
}

DKRLS_DECL void leave_out_hidden(DiskSurvey& survey) {
  const ImageIds hidden = hidden_images(survey);
  const auto is_hidden = [&](const SurveyedImage& each) { return hidden.contains(each.image.id); };
  if (std::any_of(survey.images.begin(), survey.images.end(), [&](const SurveyedImage& each) {
        return is_hidden(each) && each.image.containers != 0U;
      }))
    return;
  std::vector<SurveyedImage> others;
  for (SurveyedImage& each : survey.images)
    if (!is_hidden(each))
      others.push_back(std::move(each));
  survey.images = std::move(others);
}

DKRLS_DECL bool lists_the_same(const DiskSurvey& listed, const DiskSurvey& all) {
  ImageIds ids = ids_of(all);
  for (const std::string_view hidden : hidden_images(all))
    ids.erase(hidden);
  return ids_of(listed) == ids;
}

DKRLS_DECL bool shared_sizes_suffice(const DiskSurvey& survey) {
  return hidden_images(survey).empty() &&
         std::all_of(survey.images.begin(), survey.images.end(), [](const SurveyedImage& each) {
           const Image& image = each.image;
           return image.size && image.shared_size && *image.shared_size <= *image.size;
         });
}

DKRLS_DECL bool layers_size_suffices(const DiskSurvey& survey, const std::vector<bool>& stays) {
  for (std::size_t image = 0; image < survey.images.size(); ++image)
    if (stays[image] && (!survey.images[image].layers || !survey.images[image].image.size))
      return false;
  // Wherever images part that are known, it is known what is below.
  const std::vector<bool> asked(survey.images.size(), false);
  return choose_histories(survey, asked, HistoryChoice::all).empty();
}

}  // namespace dkrls::detail
