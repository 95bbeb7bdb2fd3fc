#include <dkrls/detail/disk/history_choice.hpp>

#include "catch.hpp"

using dkrls::DiskSurvey;
using dkrls::LayerStore;
using dkrls::detail::choose_histories;
using dkrls::detail::HistoryChoice;

namespace {

using Chosen = std::vector<std::size_t>;

/// Images of these layers, each of 10 bytes for a layer.
DiskSurvey survey_of(const std::vector<std::vector<std::string>>& images,
                     LayerStore store = LayerStore::graph_driver) {
  DiskSurvey survey;
  survey.store = store;
  for (const auto& layers : images) {
    survey.images.emplace_back().layers = layers;
    survey.images.back().image.size = 10 * layers.size();
  }
  return survey;
}

Chosen chosen(const DiskSurvey& survey, HistoryChoice choice = HistoryChoice::one_of_each,
              std::vector<bool> asked = {}) {
  asked.resize(survey.images.size());
  return choose_histories(survey, asked, choice);
}

}  // namespace

TEST_CASE("images that share nothing, or all that another has, need no history") {
  CHECK(chosen(survey_of({})).empty());
  CHECK(chosen(survey_of({{"a"}, {"b", "c"}, {}})).empty());
  CHECK(chosen(survey_of({{"a"}, {"a", "b"}, {"a", "c"}, {"a", "c"}})).empty());
}

TEST_CASE("one image tells what is below the layer where several part") {
  CHECK(chosen(survey_of({{"x"}, {"a", "b"}, {"a", "c"}, {"a", "d"}})) == Chosen{1});
  CHECK(chosen(survey_of({{"a", "b", "c"}, {"a", "b", "d"}, {"a", "e"}, {"f", "g"}, {"f", "h"}})) ==
        Chosen{0, 3});
}

TEST_CASE("the others are asked when that did not settle it") {
  DiskSurvey survey = survey_of({{"x"}, {"a", "b"}, {"a", "c"}, {"a", "d"}});
  CHECK(chosen(survey, HistoryChoice::all, {false, true, false, false}) == Chosen{2, 3});
  survey.images[1].history = {{10}, {10}};
  CHECK(chosen(survey, HistoryChoice::all, {false, true, false, false}).empty());
}

TEST_CASE("images whose layers are not known are not asked for their history") {
  DiskSurvey survey = survey_of({{"a", "b"}, {"a", "c"}, {"a", "d"}});
  survey.images[0].layers.reset();
  CHECK(chosen(survey) == Chosen{1});
}

TEST_CASE("podman's sizes do not tell what an image's layers hold") {
  CHECK(chosen(survey_of({{"a"}, {"a", "b"}, {"c"}}, LayerStore::podman)) == Chosen{0});
}

TEST_CASE("containerd's sizes tell nothing of layers") {
  CHECK(chosen(survey_of({{"a"}, {}, {"b"}}, LayerStore::containerd)) == Chosen{0, 2});
}
