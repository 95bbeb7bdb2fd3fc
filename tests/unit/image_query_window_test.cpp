// SPDX-License-Identifier: MIT
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
using dkrls_test::on_host;
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

TEST_CASE("the newest images of each repository are kept: they are not listed") {
  CHECK(select(ImageQuery().keep(1), releases()) == Texts{"a 3 3", "a 2 2", "a 1 1"});
  CHECK(select(ImageQuery().keep(3), releases()) == Texts{"a 1 1"});
  CHECK(select(ImageQuery().keep(4), releases()).empty());
  CHECK(select(ImageQuery().keep(std::numeric_limits<std::size_t>::max()), releases()).empty());
}

TEST_CASE("what is on one host neither keeps nor replaces what is on another") {
  const std::vector<Image> images = {
      on_host("east", image("1", "a:old", 10)), on_host("east", image("2", "a:new", 30)),
      on_host("west", image("1", "a:old", 10)), on_host("west", image("3", "a:older", 5))};
  const auto selected = [&](const ImageQuery& query) {
    Texts texts;
    for (const dkrls::Row& row : query.select(images))
      texts.push_back(row.host + " " + row.tag);
    return texts;
  };
  CHECK(selected(ImageQuery()) == Texts{"east new", "east old", "west old", "west older"});
  CHECK(selected(ImageQuery().keep(1)) == Texts{"east old", "west older"});
  CHECK(selected(ImageQuery().max_tags(1)) == Texts{"east new", "west old"});
  CHECK(selected(ImageQuery().each_image_once()) ==
        Texts{"east new", "east old", "west old", "west older"});
  CHECK(selected(ImageQuery().order_by({.key = SortKey::host, .reversed = true})) ==
        Texts{"west old", "west older", "east new", "east old"});
}

TEST_CASE("a host without dated tags keeps nothing") {
  const std::vector<Image> images = {on_host("east", image("1", "a:1", 10)),
                                     on_host("a host with a name longer than a short string", [] {
                                       Image digest = dkrls_test::named({}, {"a@sha256:abc"});
                                       digest.created = dkrls_test::at(20);
                                       return digest;
                                     }())};
  CHECK(select(ImageQuery().keep(1), images) == Texts{"a  sha256:0123456789abcdef"});
}

TEST_CASE("an image of unknown date is never old: keeping any number lists none and counts them") {
  CHECK(select(ImageQuery().keep(0), releases()) ==
        Texts{"a 4 4", "a 3 3", "a 2 2", "a 1 1", "b 1 9"});

  std::vector<Image> undated;
  for (int version = 1; version <= 12; ++version)
    undated.push_back(image(std::to_string(version), "app:v" + std::to_string(version)));
  dkrls::ListingBuilder builder(ImageQuery().keep(3));
  for (const Image& each : undated)
    builder.add(each);
  builder.add(dkrls_test::named({}, {}));
  CHECK(builder.undated() == 13);
  CHECK(builder.finish().empty());
  CHECK(builder.undated() == 0);

  undated.push_back(image("old", "app:old", 10));
  undated.push_back(image("new", "app:new", 20));
  CHECK(select(ImageQuery().keep(1), undated) == Texts{"app old old"});
}

TEST_CASE("images of unknown date that the filters leave out anyway are not counted") {
  dkrls::ListingBuilder builder(ImageQuery().keep(1).where(dkrls::repository_has_prefix("a")));
  builder.add(image("1", "a:1"));
  builder.add(image("2", "b:1"));
  CHECK(builder.undated() == 1);
}

TEST_CASE("the images that are kept are counted before any filter") {
  const ImageQuery query = ImageQuery().keep(2).where(dkrls::no_larger_than(400));
  CHECK(select(query, releases()) == Texts{"a 2 2"});  // 1 is larger, 3 and 4 are kept
  CHECK(select(ImageQuery().keep(1).where(dkrls::larger_than(100)), releases()) ==
        Texts{"a 2 2", "a 1 1"});
}

TEST_CASE("the tags of an image share a place") {
  Image newest = dkrls_test::named({"a:latest", "a:v12", "b:1"});
  newest.id = "12";
  newest.created = dkrls_test::at(40);
  CHECK(select(ImageQuery().keep(2),
               {newest, image("11", "a:v11", 30), image("10", "a:v10", 20)}) == Texts{"a v10 10"});
}

TEST_CASE("an image that is kept in one repository is listed under none of its names") {
  Image both = dkrls_test::named({"a:old", "b:only"}, {"c@sha256:abc"});
  both.id = "1";
  both.created = dkrls_test::at(10);
  CHECK(select(ImageQuery().keep(1), {both, image("2", "a:new", 20), image("3", "a:older", 5)}) ==
        Texts{"a older 3"});
}

TEST_CASE("rows without a tag take no place and are not kept") {
  Image digest_only = dkrls_test::named({}, {"a@sha256:abc"});
  digest_only.id = "9";
  digest_only.created = dkrls_test::at(90);
  Image nameless = dkrls_test::named({});
  nameless.id = "8";
  nameless.created = dkrls_test::at(80);
  CHECK(select(ImageQuery().keep(1), {digest_only, nameless, image("2", "a:2", 20),
                                      image("1", "a:1", 10)}) == Texts{"a  9", "  8", "a 1 1"});
}

TEST_CASE("of images of one date the higher tag is kept") {
  CHECK(select(ImageQuery().keep(1), {image("1", "a:v9", 10), image("2", "a:v12", 10)}) ==
        Texts{"a v9 1"});
}

TEST_CASE("a cap counts the rows that are not kept") {
  CHECK(select(ImageQuery().keep(1).max_tags(2), releases()) == Texts{"a 3 3", "a 2 2"});
  CHECK(select(ImageQuery().keep(2).max_tags(0), releases()).empty());
}

TEST_CASE("a cap lists dated tags first and fills up with the highest undated ones") {
  std::vector<Image> images = {image("old", "app:old", 10)};
  for (int version = 1; version <= 12; ++version)
    images.push_back(image(std::to_string(version), "app:v" + std::to_string(version)));
  CHECK(select(ImageQuery().max_tags(3), images) ==
        Texts{"app old old", "app v12 12", "app v11 11"});
}

TEST_CASE("a cap as large as numbers go is no cap") {
  constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
  CHECK(select(ImageQuery().max_tags(most), releases()).size() == 6);
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
  CHECK(select(ImageQuery().each_image_once(), images) == Texts{"a 3 1", "c 1 2"});
  CHECK(select(ImageQuery().each_image_once().order_by({SortKey::tag, true}), images) ==
        Texts{"a 3 1", "c 1 2"});
  CHECK(select(ImageQuery().each_image_once().where(dkrls::repository_has_prefix("b")), images) ==
        Texts{"b 2 1"});
}

TEST_CASE("rows keep their whole images when that is asked for") {
  Image several = dkrls_test::named({"a:1", "b:2"});
  several.labels = std::vector<dkrls::Label>{{"key", "value"}};
  const auto plain = ImageQuery().select({several});
  CHECK(plain[0].image == nullptr);

  const auto kept = ImageQuery().keep_images().select({several});
  REQUIRE(kept.size() == 2);
  REQUIRE(kept[0].image != nullptr);
  CHECK(*kept[0].image == several);
  CHECK(kept[0].image == kept[1].image);  // once, however many rows there are
}

TEST_CASE("a cap lists the newest of many tags, whenever they arrive") {
  std::vector<Image> images;
  for (int day = 1; day <= 5000; ++day)
    images.push_back(image(std::to_string(day), day % 2 == 0 ? "a:1" : "b:1", day));
  for (int round = 0; round < 2; ++round) {
    CHECK(select(ImageQuery().max_tags(2), images) ==
          Texts{"a 1 5000", "b 1 4999", "a 1 4998", "b 1 4997"});
    CHECK(select(ImageQuery().keep(1).max_tags(2), images) ==
          Texts{"a 1 4998", "b 1 4997", "a 1 4996", "b 1 4995"});
    std::reverse(images.begin(), images.end());
  }
}
