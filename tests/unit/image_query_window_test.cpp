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
  return dkrls_test::texts_of(query.select(images).rows());
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
  CHECK(plain.rows()[0].image == nullptr);

  const auto kept = ImageQuery().keep_images().select({several});
  REQUIRE(kept.rows().size() == 2);
  REQUIRE(kept.rows()[0].image != nullptr);
  CHECK(*kept.rows()[0].image == several);
  CHECK(kept.rows()[0].image == kept.rows()[1].image);  // once, however many rows there are
}

TEST_CASE("a row that is replaced under a cap takes its image with it") {
  dkrls::Selection selection(ImageQuery().max_tags(1).keep_images());
  selection.add(image("1", "a:1", 10));
  selection.add(image("2", "a:2", 20));
  const dkrls::Listing listing = selection.finish();
  REQUIRE(listing.rows().size() == 1);
  REQUIRE(listing.rows()[0].image != nullptr);
  CHECK(listing.rows()[0].image->id == "2");
}
