#include <dkrls/detail/disk/image_placement.hpp>

#include "catch.hpp"

using dkrls::DiskSurvey;
using Indexes = dkrls::ImageIndexes;
using dkrls::SurveyedImage;
using dkrls::detail::ImagePlacement;

namespace {

using Layers = std::vector<std::string>;

/// An image of 100 bytes that was not looked into.
SurveyedImage listed(std::uint64_t shared_size) {
  SurveyedImage surveyed;
  surveyed.image.id = "image";
  surveyed.image.size = 100;
  surveyed.image.shared_size = shared_size;
  return surveyed;
}

/// One that was, with the sizes of its layers.
SurveyedImage seen(std::uint64_t shared_size, Layers layers,
                   const std::vector<std::uint64_t>& sizes) {
  SurveyedImage surveyed = listed(shared_size);
  surveyed.layers = std::move(layers);
  surveyed.history.emplace();
  for (const std::uint64_t size : sizes)
    surveyed.history->push_back({size, true});
  return surveyed;
}

DiskSurvey survey_of(std::vector<SurveyedImage> images) {
  DiskSurvey survey;
  survey.images = std::move(images);
  return survey;
}

/// The removals of one image each.
std::vector<Indexes> each_of(std::size_t count) {
  std::vector<Indexes> removals;
  for (std::size_t image = 0; image < count; ++image)
    removals.push_back({image});
  return removals;
}

/// Of images of which all are wanted.
struct Placed {
  Placed(std::vector<SurveyedImage> images, std::uint64_t layers_size)
      : Placed(images, layers_size, each_of(images.size())) {}

  Placed(std::vector<SurveyedImage> images, std::uint64_t layers_size,
         const std::vector<Indexes>& removals)
      : survey(survey_of(std::move(images))),
        wanted(survey.images.size(), true),
        placement(survey, layers_size, wanted, removals) {}

  DiskSurvey survey;
  std::vector<bool> wanted;
  ImagePlacement placement;
};

}  // namespace

TEST_CASE("images that share nothing stand by themselves") {
  Placed placed({listed(0), listed(0)}, 200);
  REQUIRE(placed.placement.suffices());
  placed.placement.place(placed.survey);
  for (const SurveyedImage& each : placed.survey.images) {
    CHECK(each.layers == Layers());
    CHECK(each.lacks_own_layers);
  }
}

TEST_CASE("an image stands where its shared size leads, once all shared layers are known") {
  // 10 and 30 bytes in layers that are shared, and what each image has alone.
  Placed placed({seen(40, {"a", "b", "c"}, {10, 30, 60}), listed(10), listed(40), listed(0)},
                40 + 60 + 90 + 60 + 100);
  REQUIRE(placed.placement.suffices());
  CHECK(placed.placement.next_images(8, 8).empty());
  placed.placement.place(placed.survey);
  CHECK(placed.survey.images[0].layers == Layers{"a", "b", "c"});
  CHECK_FALSE(placed.survey.images[0].lacks_own_layers);
  CHECK(placed.survey.images[1].layers == Layers{"a"});
  CHECK(placed.survey.images[2].layers == Layers{"a", "b"});
  CHECK(placed.survey.images[3].layers == Layers());
}

TEST_CASE("while a shared layer is not known no image has its place") {
  const Placed placed({seen(40, {"a", "b"}, {40, 60}), listed(40), listed(40)}, 40 + 40 + 3 * 60);
  CHECK_FALSE(placed.placement.suffices());
  CHECK(placed.placement.next_images(8, 8) == Indexes{1, 2});
}

TEST_CASE("one image is looked into for each shared size") {
  std::vector<SurveyedImage> images(9, listed(30));
  images[4] = listed(20);
  images[5] = listed(20);
  images[7] = listed(0);
  const Placed placed(std::move(images), 1000);
  CHECK(placed.placement.next_images(2, 8) == Indexes{0, 4});
  CHECK(placed.placement.next_images(1, 1) == Indexes{0});  // that shares most
  CHECK(placed.placement.next_images(100, 100).size() == 8);
}

TEST_CASE("no image is looked into for a shared size that leads somewhere before others") {
  const Placed placed({seen(40, {"a", "b"}, {40, 60}), listed(40), listed(30)}, 1000);
  CHECK(placed.placement.next_images(1, 1) == Indexes{2});
}

TEST_CASE("images of repositories that were not looked into come before others") {
  std::vector<SurveyedImage> images;
  const auto add = [&](SurveyedImage image, const std::string& name) {
    image.image.id = std::to_string(images.size());
    if (!name.empty())
      image.image.repo_tags = {name};
    images.push_back(std::move(image));
  };
  for (const std::string repository : {"a", "b", "c", "d"}) {
    add(seen(40, {"base", repository}, {40, 60}), repository + ":seen");
    add(listed(40), repository + ":other");
  }
  Indexes others;
  SECTION("one of each other repository") {
    for (const std::string name : {"e:1", "f:1", "g:1", "h:1"}) {
      others.push_back(images.size());
      add(listed(40), name);
    }
  }
  SECTION("those without any: nobody knows what they have in common") {
    for (int n = 0; n < 4; ++n) {
      others.push_back(images.size());
      add(listed(40), "");
    }
  }
  CHECK(Placed(std::move(images), 1000).placement.next_images(4, 8) == others);
}

TEST_CASE("where two layers hold as much, an image has its place where it makes a difference") {
  const std::vector<SurveyedImage> images = {
      seen(40, {"a", "w"}, {40, 60}), seen(40, {"a", "x"}, {40, 60}),
      seen(40, {"b", "y"}, {40, 60}), seen(40, {"b", "z"}, {40, 60}), listed(40)};
  const std::uint64_t layers_size = 40 + 40 + 5 * 60;
  const auto suffices = [&](const std::vector<Indexes>& removals) {
    const Placed placed(images, layers_size, removals);
    CHECK(placed.placement.next_images(1, 1) ==
          (placed.placement.suffices() ? Indexes() : Indexes{4}));
    return placed.placement.suffices();
  };
  CHECK(suffices({}));
  CHECK(suffices({{0}, {1}, {2}, {3}, {4}}));  // both layers stay with others
  CHECK(suffices({{0, 2}, {1, 3}}));
  CHECK(suffices({{0, 1, 4}, {4}}));  // where those go that have one of them, so does it
  CHECK_FALSE(suffices({{0, 1}}));    // it may be what this one stays for
  CHECK_FALSE(suffices({{4}, {2, 3}}));
  CHECK_FALSE(suffices({{0, 1, 4}, {0, 1, 2, 3}}));
}

TEST_CASE("an image that is not wanted shows a layer, and keeps none") {
  const DiskSurvey survey =
      survey_of({seen(40, {"a", "x"}, {40, 60}), seen(40, {"b", "y"}, {40, 60}), listed(40)});
  const std::vector<bool> wanted = {true, false, true};
  const std::vector<Indexes> removals = {{1}};
  const ImagePlacement placement(survey, 40 + 40 + 3 * 60, wanted, removals);
  CHECK_FALSE(placement.suffices());
  CHECK(placement.next_images(8, 8) == Indexes{2});
}

TEST_CASE("images that are not wanted are looked into for layers that nobody has shown") {
  const DiskSurvey survey = survey_of({listed(40), listed(20), listed(20), listed(0)});
  const std::vector<bool> wanted = {true, false, false, false};
  const std::vector<Indexes> removals = {{1, 2, 3}};
  const ImagePlacement placement(survey, 1000, wanted, removals);
  CHECK(placement.next_images(1, 8) == Indexes{0, 1});
}

TEST_CASE("layers of 0 bytes change nothing") {
  Placed placed({seen(40, {"a", "nothing", "b"}, {40, 0, 60}), listed(40)}, 40 + 2 * 60);
  REQUIRE(placed.placement.suffices());
  placed.placement.place(placed.survey);
  CHECK(placed.survey.images[1].layers == Layers{"a"});
}

TEST_CASE("nothing is made of histories that do not tell the sizes of layers") {
  SurveyedImage unclear = seen(40, {"a", "b"}, {});
  SECTION("no history") {}
  SECTION("a shared size that no layers have") {
    unclear = seen(50, {"a", "b"}, {40, 60});
  }
  const Placed placed({unclear, listed(40)}, 40 + 2 * 60);
  CHECK_FALSE(placed.placement.suffices());
  CHECK(placed.placement.next_images(8, 8).empty());
}
