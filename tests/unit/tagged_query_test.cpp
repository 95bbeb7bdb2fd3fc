// SPDX-License-Identifier: MIT

// Queries that go by the date of the tag.

#include <dkrls/image_query.hpp>
#include <random>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::Image;
using dkrls::ImageDate;
using dkrls::ImageQuery;
using dkrls::RowOrder;
using dkrls::SortKey;
using dkrls_test::at;
using dkrls_test::texts_of;

namespace {

constexpr std::int64_t now = 1'000'000;

/// Images of few repositories, some without one or both of the dates.
std::vector<Image> random_images(std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto date = [&]() -> std::optional<std::int64_t> {
    const auto age = static_cast<std::int64_t>(random() % 20);
    return random() % 4 == 0 ? std::nullopt : std::optional(now - age);
  };
  std::vector<Image> images;
  for (int i = 0; i < 60; ++i) {
    const std::string name = {static_cast<char>('a' + random() % 4), ':',
                              static_cast<char>('0' + random() % 10)};
    images.push_back(dkrls_test::image(std::to_string(i), name, date(), random() % 100));
    if (const auto tagged = date())
      images.back().tagged = at(*tagged);
  }
  return images;
}

/// Returns a query of a kind that has every part.
ImageQuery query_of(std::uint32_t kind, ImageDate date) {
  ImageQuery query;
  query.by_date(date);
  if (kind % 2 == 1)
    query.where(dkrls::older_than(std::chrono::seconds(5), at(now), date));
  if (kind / 2 % 2 == 1)
    query.where(dkrls::no_older_than(std::chrono::seconds(15), at(now), date));
  if (kind / 4 % 2 == 1)
    query.keep(2);
  if (kind / 8 % 2 == 1)
    query.max_tags(3);
  const SortKey key = kind / 16 % 2 == 1 ? SortKey::size : SortKey::created;
  return query.order_by({.key = key, .reversed = kind / 32 % 2 == 1});
}

}  // namespace

TEST_CASE("a query by tag selects as if each image had been created when it was tagged") {
  for (std::uint32_t kind = 0; kind < 64; ++kind) {
    const std::vector<Image> images = random_images(kind);
    std::vector<Image> created_when_tagged = images;
    for (Image& image : created_when_tagged)
      image.created = image.tagged;
    CAPTURE(kind);
    CHECK(texts_of(query_of(kind, ImageDate::tagged).select(images)) ==
          texts_of(query_of(kind, ImageDate::created).select(created_when_tagged)));
  }
}

TEST_CASE("an image whose tag has no date is neither old nor new, however old it is") {
  Image image = dkrls_test::image("1", "a:1", 10);
  const auto age = std::chrono::seconds(5);
  for (const dkrls::Filter& filter : {dkrls::older_than(age, at(now), ImageDate::tagged),
                                      dkrls::no_older_than(age, at(now), ImageDate::tagged)}) {
    CHECK(filter.judge(image, {}) == std::nullopt);
    CHECK((!filter).judge(image, {}) == std::nullopt);
  }
  image.tagged = at(now - 6);
  CHECK(dkrls::older_than(age, at(now), ImageDate::tagged)(image, {}));
  CHECK_FALSE(dkrls::no_older_than(age, at(now), ImageDate::tagged)(image, {}));
  CHECK(dkrls::older_than(age, at(now), ImageDate::tagged).description() ==
        "older than 5 seconds by its tag");
}

TEST_CASE("a row has both dates of its image") {
  Image image = dkrls_test::image("1", "a:1", 10);
  image.tagged = at(20);
  for (const ImageDate date : {ImageDate::created, ImageDate::tagged}) {
    const dkrls::Listing listing = ImageQuery().by_date(date).select({image});
    REQUIRE(listing.size() == 1);
    CHECK(listing[0].created == at(10));
    CHECK(listing[0].tagged == at(20));
    CHECK(dkrls::date_of(listing[0], date) == dkrls::date_of(image, date));
  }
}

TEST_CASE("keep() by tag counts the images whose tag has no date") {
  dkrls::ListingBuilder builder(ImageQuery().by_date(ImageDate::tagged).keep(1));
  builder.add(dkrls_test::image("1", "a:1", 10));
  CHECK(builder.undated() == 1);
  CHECK(builder.finish().empty());
}
