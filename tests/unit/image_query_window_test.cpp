#include <algorithm>
#include <dkrls/image_query.hpp>
#include <limits>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::Image;
using dkrls::ImageQuery;
using dkrls::RowOrder;
using dkrls::SortKey;
using dkrls_test::image;
using dkrls_test::Texts;

namespace {

Texts select(const ImageQuery& query, const std::vector<Image>& images) {
  return dkrls_test::texts_of(query.select(images));
}

std::vector<Image> releases() {
  return {image("1", "a:1", 10, 500), image("4", "a:4", 40, 100), image("2", "a:2", 20, 400),
          image("3", "a:3", 30),      image("9", "b:1", 5, 300),  image("5", "a:unknown")};
}

}  // namespace

TEST_CASE("the newest tags of each repository can be left out: what goes if they are kept") {
  CHECK(select(ImageQuery().skip_tags(1), releases()) ==
        Texts{"a 3 3", "a 2 2", "a 1 1", "a unknown 5"});
  CHECK(select(ImageQuery().skip_tags(4), releases()) == Texts{"a unknown 5"});
  CHECK(select(ImageQuery().skip_tags(5), releases()).empty());
  CHECK(select(ImageQuery().skip_tags(0), releases()).size() == 6);
}

TEST_CASE("what is left out and what is kept are a window together") {
  CHECK(select(ImageQuery().skip_tags(1).max_tags(2), releases()) == Texts{"a 3 3", "a 2 2"});
  CHECK(select(ImageQuery().max_tags(1).skip_tags(3), releases()) == Texts{"a 1 1"});
  CHECK(select(ImageQuery().skip_tags(2).max_tags(0), releases()).empty());
}

TEST_CASE("a window as large as numbers go is no window") {
  constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
  CHECK(select(ImageQuery().max_tags(most), releases()).size() == 6);
  CHECK(select(ImageQuery().skip_tags(1).max_tags(most), releases()).size() == 4);
  CHECK(select(ImageQuery().skip_tags(most).max_tags(most), releases()).empty());
}

TEST_CASE("a window counts from the newest, whatever the order is") {
  const ImageQuery query =
      ImageQuery().max_tags(2).order_by({.key = SortKey::size, .reversed = false});
  CHECK(select(query, releases()) == Texts{"b 1 9", "a 4 4", "a 3 3"});
}

TEST_CASE("rows are in the order that is asked for") {
  CHECK(select(ImageQuery().order_by({SortKey::size}), releases()) ==
        Texts{"a 1 1", "a 2 2", "b 1 9", "a 4 4", "a 3 3", "a unknown 5"});
  CHECK(select(ImageQuery().order_by({SortKey::created, true}), releases()) ==
        Texts{"b 1 9", "a 1 1", "a 2 2", "a 3 3", "a 4 4", "a unknown 5"});
}

TEST_CASE("each image can be listed once, under the first of its rows") {
  Image several = dkrls_test::named({"a:1", "b:2", "a:3"});
  several.id = "1";
  const std::vector<Image> images = {several, image("2", "c:1")};
  CHECK(select(ImageQuery().each_image_once(), images) == Texts{"a 1 1", "c 1 2"});
  CHECK(select(ImageQuery().each_image_once().order_by({SortKey::tag, true}), images) ==
        Texts{"a 3 1", "c 1 2"});
  CHECK(select(ImageQuery().each_image_once().where(dkrls::repository_has_prefix("b")), images) ==
        Texts{"b 2 1"});
}

TEST_CASE("rows keep their whole images when that is asked for") {
  Image several = dkrls_test::named({"a:1", "b:2"});
  several.labels = {{"key", "value"}};
  const auto plain = ImageQuery().select({several});
  CHECK(plain[0].image == nullptr);

  const auto kept = ImageQuery().keep_images().select({several});
  REQUIRE(kept.size() == 2);
  REQUIRE(kept[0].image != nullptr);
  CHECK(*kept[0].image == several);
  CHECK(kept[0].image == kept[1].image);  // once, however many rows there are
}

TEST_CASE("a cap lists the newest of many tags, whenever they arrive") {
  const ImageQuery query = ImageQuery().skip_tags(1).max_tags(2);
  std::vector<Image> images;
  for (int day = 1; day <= 5000; ++day)
    images.push_back(image(std::to_string(day), day % 2 == 0 ? "a:1" : "b:1", day));
  const Texts newest = {"a 1 4998", "b 1 4997", "a 1 4996", "b 1 4995"};
  CHECK(select(query, images) == newest);
  std::reverse(images.begin(), images.end());
  CHECK(select(query, images) == newest);
}
