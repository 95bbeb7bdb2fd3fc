#include <dkrls/detail/disk/engine_sums.hpp>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::DiskSurvey;
using dkrls::SurveyedImage;
using dkrls::detail::has_images;
using dkrls::detail::is_complete;
using dkrls::detail::layers_size_suffices;
using dkrls::detail::leave_out_hidden;
using dkrls::detail::lists_the_same;
using dkrls::detail::shared_sizes_suffice;

namespace {

SurveyedImage listed(const std::string& id, const std::string& name,
                     const std::string& parent = "") {
  SurveyedImage surveyed{dkrls_test::image(id, name, std::nullopt, 20)};
  surveyed.image.containers = 0;
  surveyed.image.shared_size = 5;
  surveyed.image.parent_id = parent;
  return surveyed;
}

DiskSurvey survey_of(std::vector<SurveyedImage> images) {
  DiskSurvey survey;
  survey.images = std::move(images);
  return survey;
}

}  // namespace

TEST_CASE("a list is complete when no image was built on one that is not there") {
  CHECK(is_complete({}));
  CHECK(is_complete(survey_of({listed("1", "a:1"), listed("2", "a:2", "1")})));
  CHECK_FALSE(is_complete(survey_of({listed("1", "a:1"), listed("2", "a:2", "hidden")})));
}

TEST_CASE("a list has the images that are not hidden when none came or went") {
  const SurveyedImage base = listed("1", "<none>:<none>");
  const SurveyedImage built = listed("2", "a:2", "1");
  const SurveyedImage other = listed("3", "<none>:<none>");
  const DiskSurvey all = survey_of({base, built, other});
  CHECK(lists_the_same(survey_of({other, built}), all));
  CHECK_FALSE(lists_the_same(survey_of({built}), all));
  CHECK_FALSE(lists_the_same(all, all));
}

TEST_CASE("hidden images are left out unless a container was made from one") {
  DiskSurvey survey = survey_of({listed("1", "<none>:<none>"), listed("2", "<none>:<none>", "1"),
                                 listed("3", "a:3", "2"), listed("4", "<none>:<none>")});
  const DiskSurvey all = survey;
  SECTION("none was") {
    leave_out_hidden(survey);
    REQUIRE(survey.images.size() == 2);
    CHECK(survey.images[0] == all.images[2]);
    CHECK(survey.images[1] == all.images[3]);
  }
  SECTION("one was, or may have been") {
    survey.images[1].image.containers = GENERATE(std::optional<std::uint64_t>(), 1);
    leave_out_hidden(survey);
    CHECK(survey.images.size() == 4);
  }
}

TEST_CASE("a list has images when it has all of them") {
  const DiskSurvey survey = survey_of({listed("1", "a:1"), listed("2", "a:2")});
  CHECK(has_images(survey, {}));
  CHECK(has_images(survey, {"2", "1", "2"}));
  CHECK_FALSE(has_images(survey, {"2", "3"}));
}

TEST_CASE("shared sizes suffice where all are told and no image is hidden") {
  CHECK(shared_sizes_suffice(survey_of({listed("1", "a:1"), listed("2", "a:2", "1")})));
  CHECK(shared_sizes_suffice(survey_of({listed("1", "<none>:<none>"), listed("2", "a:2")})));
  CHECK_FALSE(
      shared_sizes_suffice(survey_of({listed("1", "<none>:<none>"), listed("2", "a:2", "1")})));
  const std::optional<std::uint64_t> shared = GENERATE(std::optional<std::uint64_t>(), 21);
  DiskSurvey survey = survey_of({listed("1", "a:1"), listed("2", "a:2")});
  survey.images[1].image.shared_size = shared;
  CHECK_FALSE(shared_sizes_suffice(survey));
}

TEST_CASE("of the images that stay it must be known exactly what they hold") {
  DiskSurvey survey = survey_of({listed("1", "a:1"), listed("2", "a:2"), listed("3", "a:3")});
  CHECK(layers_size_suffices(survey, {false, false, false}));
  CHECK_FALSE(layers_size_suffices(survey, {false, true, false}));
  survey.images[1].layers = {"a", "b"};
  CHECK(layers_size_suffices(survey, {false, true, false}));
  survey.images[2].layers = {"a", "c"};
  CHECK_FALSE(layers_size_suffices(survey, {false, true, true}));
  survey.images[2].history = {{5, true}, {15, true}};
  CHECK(layers_size_suffices(survey, {false, true, true}));
}
