// SPDX-License-Identifier: MIT
#include <algorithm>
#include <dkrls/image_query.hpp>
#include <limits>
#include <map>
#include <random>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::Filter;
using dkrls::Image;
using dkrls::ImageQuery;
using dkrls::Listing;
using dkrls::Row;
using dkrls_test::image;
using dkrls_test::Texts;

namespace {

constexpr std::int64_t now = 1'000'000;
constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

Texts select(const ImageQuery& query, const std::vector<Image>& images) {
  return dkrls_test::texts_of(query.select(images));
}

/// Images with few different dates and names, each with an ID of its own.
std::vector<Image> random_images(std::size_t count, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<Image> images;
  for (std::size_t i = 0; i < count; ++i) {
    Image next;
    next.id = "sha256:" + std::to_string(random());
    next.host = random() % 2 == 0 ? "east" : "west";
    for (std::size_t tags = random() % 4; tags > 0; --tags)
      next.repo_tags.push_back(std::string(1, static_cast<char>('a' + random() % 5)) + ":" +
                               std::to_string(random() % 12));
    if (random() % 3 == 0)
      next.repo_digests.push_back(std::string(1, static_cast<char>('a' + random() % 5)) +
                                  "@sha256:abc");
    if (random() % 5 != 0)
      next.created = dkrls_test::at(now - static_cast<std::int64_t>(random() % 20));
    if (random() % 5 != 0)
      next.size = random() % 1000;
    images.push_back(std::move(next));
  }
  return images;
}

/// The rows of an image, in the default order.
std::vector<Row> rows_of(const Image& each) {
  std::vector<dkrls::Reference> references;
  dkrls::append_references(each, references);
  std::vector<Row> rows;
  for (const dkrls::Reference& reference : references)
    rows.push_back({.repository = std::string(reference.repository),
                    .tag = std::string(reference.tag),
                    .id = each.id,
                    .created = each.created,
                    .size = each.size,
                    .host = each.host});
  std::sort(rows.begin(), rows.end(), dkrls::RowOrder());
  return rows;
}

/// The first row of an image that has a tag in a repository; nullopt without date or tag.
std::optional<Row> place_of(const Image& each, const std::string& repository) {
  for (const Row& row : rows_of(each))
    if (row.created && row.repository == repository && !row.tag.empty())
      return row;
  return std::nullopt;
}

/// True if an image is one of the `count` newest of its host with a tag in one of its repositories.
bool is_kept(const Image& each, const std::vector<Image>& images, std::size_t count) {
  const std::vector<Row> rows = rows_of(each);
  return std::any_of(rows.begin(), rows.end(), [&](const Row& row) {
    const auto place = place_of(each, row.repository);
    const auto newer = [&](const Image& other) {
      const auto its = place_of(other, row.repository);
      return its && its->host == place->host && dkrls::RowOrder()(*its, *place);
    };
    return place && std::size_t(std::count_if(images.begin(), images.end(), newer)) < count;
  });
}

/// What a query selects, and how many images it leaves out for their unknown date.
struct Selected {
  std::vector<Row> rows;
  std::size_t undated = 0;
};

/// Selects image by image, as the documentation of ImageQuery says.
Selected select_by_brute_force(const std::vector<Image>& images, const std::vector<Filter>& filters,
                               std::optional<std::size_t> kept, std::size_t max_tags) {
  Selected selected;
  for (const Image& each : images) {
    std::vector<Row> rows = rows_of(each);
    std::erase_if(rows, [&](const Row& row) {
      return !std::all_of(filters.begin(), filters.end(), [&](const Filter& filter) {
        return filter(each, {row.repository, row.tag, ""});
      });
    });
    if (kept && !each.created) {
      selected.undated += rows.empty() ? 0 : 1;
    } else if (!kept || !is_kept(each, images, *kept)) {
      selected.rows.insert(selected.rows.end(), rows.begin(), rows.end());
    }
  }
  std::sort(selected.rows.begin(), selected.rows.end(), dkrls::RowOrder());
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  std::erase_if(selected.rows, [&](const Row& row) {
    return places[{row.host, row.repository}]++ >= max_tags;
  });
  return selected;
}

}  // namespace

TEST_CASE("a query without conditions lists everything, newest first") {
  CHECK(select({}, {image("1", "old:1", 10), image("2", "new:1", 30), image("3", "middle:1", 20),
                    image("4", "unknown:1")}) ==
        Texts{"new 1 2", "middle 1 3", "old 1 1", "unknown 1 4"});
  CHECK(select({}, {}).empty());
}

TEST_CASE("an image is listed under each of its names, and a dangling one without") {
  Image several = dkrls_test::named({"b:1", "a:2", "a:1"}, {"c@sha256:abc"});
  several.id = "1";
  Image dangling = dkrls_test::named({"<none>:<none>"}, {"<none>@<none>"});
  dangling.id = "2";
  CHECK(select({}, {dangling, several}) == Texts{"a 2 1", "a 1 1", "b 1 1", "c  1", "  2"});
}

TEST_CASE("a row has the date and the size of its image") {
  const Listing listing = ImageQuery().select({image("1", "a:1", 10, 42), image("2", "b:1")});
  REQUIRE(listing.size() == 2);
  CHECK(listing[0] == dkrls_test::row("a", "1", "1", 10, 42));
  CHECK(listing[1] == dkrls_test::row("b", "1", "2"));
}

TEST_CASE("an image that the engine lists twice is one row") {
  CHECK(select({}, {image("1", "a:1", 10), image("1", "a:1", 10)}) == Texts{"a 1 1"});
}

TEST_CASE("all filters must be passed") {
  const std::vector<Image> images = {image("1", "a:1", 10, 5), image("2", "a:2", 10, 500),
                                     image("3", "b:1", 10, 500)};
  ImageQuery query;
  query.where(dkrls::repository_has_prefix("a"));
  CHECK(select(query, images) == Texts{"a 2 2", "a 1 1"});
  query.where(dkrls::larger_than(100));
  CHECK(select(query, images) == Texts{"a 2 2"});
  CHECK(query.matches(images[1], {"a", "2", ""}));
  CHECK_FALSE(query.matches(images[1], {"b", "2", ""}));
  CHECK_FALSE(query.matches(images[0], {"a", "1", ""}));
  CHECK(ImageQuery().matches(images[0], {}));
}

TEST_CASE("an image with several names is listed under those that pass") {
  Image several = dkrls_test::named({"nginx:1", "debian:1"});
  several.id = "1";
  CHECK(select(ImageQuery().where(dkrls::repository_has_prefix("nginx")), {several}) ==
        Texts{"nginx 1 1"});
}

TEST_CASE("a cap keeps the newest tags of each repository") {
  const std::vector<Image> images = {image("1", "a:old", 10), image("2", "a:new", 30),
                                     image("3", "a:middle", 20), image("4", "b:only", 5),
                                     image("5", "a:unknown")};
  CHECK(select(ImageQuery().max_tags(1), images) == Texts{"a new 2", "b only 4"});
  CHECK(select(ImageQuery().max_tags(2), images) == Texts{"a new 2", "a middle 3", "b only 4"});
  CHECK(select(ImageQuery().max_tags(9), images).size() == 5);
  CHECK(select(ImageQuery().max_tags(0), images).empty());
}

TEST_CASE("a cap counts what the filters left over") {
  const std::vector<Image> images = {image("1", "a:new", 30, 1), image("2", "a:old", 10, 500)};
  CHECK(select(ImageQuery().max_tags(1).where(dkrls::larger_than(100)), images) ==
        Texts{"a old 2"});
}

TEST_CASE("a cap takes all images without a repository for one") {
  Image older = dkrls_test::named({});
  Image newer = dkrls_test::named({});
  older.id = "1";
  older.created = dkrls_test::at(10);
  newer.id = "2";
  newer.created = dkrls_test::at(20);
  CHECK(select(ImageQuery().max_tags(1), {older, newer}) == Texts{"  2"});
}

TEST_CASE("a cap replaces a tag by a newer digest without a tag, and the other way round") {
  Image digest = dkrls_test::named({}, {"a@sha256:abc"});
  digest.id = "2";
  digest.created = dkrls_test::at(20);
  CHECK(select(ImageQuery().max_tags(1), {image("1", "a:old", 10), digest}) == Texts{"a  2"});
  CHECK(select(ImageQuery().max_tags(1), {digest, image("3", "a:new", 30)}) == Texts{"a new 3"});
}

TEST_CASE("several tags of one image count as several against a cap") {
  Image several = dkrls_test::named({"a:3", "a:1", "a:2"});
  several.id = "1";
  CHECK(select(ImageQuery().max_tags(2), {several}) == Texts{"a 3 1", "a 2 1"});
}

TEST_CASE("a query selects what brute force selects, in whatever order images arrive") {
  const std::vector<Filter> choices = {
      dkrls::larger_than(300), dkrls::older_than(std::chrono::seconds(7), dkrls_test::at(now)),
      dkrls::repository_has_prefix("a") | dkrls::repository_has_prefix("d"),
      !dkrls::larger_than(900)};
  std::mt19937 random(5);
  for (std::uint32_t round = 0; round < 300; ++round) {
    const std::vector<Image> images = random_images(random() % 80, round);
    std::vector<Image> in_another_order = images;
    std::shuffle(in_another_order.begin(), in_another_order.end(), random);
    std::vector<Filter> filters;
    for (const Filter& filter : choices)
      if (random() % 3 == 0)
        filters.push_back(filter);
    std::size_t max_tags = any_number;
    if (random() % 4 != 0)
      max_tags = random() % 6;
    std::optional<std::size_t> kept;
    if (random() % 2 == 0)
      kept = random() % 4;

    ImageQuery query;
    for (const Filter& filter : filters)
      query.where(filter);
    if (max_tags != any_number)
      query.max_tags(max_tags);
    if (kept)
      query.keep(*kept);

    const Selected expected = select_by_brute_force(images, filters, kept, max_tags);
    CAPTURE(round, images.size(), filters.size(), kept.value_or(99), max_tags);
    for (const auto& arriving : {images, in_another_order}) {
      dkrls::ListingBuilder builder(query);
      for (const Image& each : arriving)
        builder.add(each);
      REQUIRE(builder.undated() == expected.undated);
      const Listing listing = builder.finish();
      REQUIRE(dkrls_test::texts_of(listing) == dkrls_test::texts_of(expected.rows));
      CHECK(std::ranges::equal(listing, expected.rows));
    }
  }
}

TEST_CASE("filters only ever remove rows") {
  const std::vector<Image> images = random_images(200, 6);
  const Listing all = ImageQuery().select(images);
  const Filter filters[] = {dkrls::larger_than(300), !dkrls::larger_than(300),
                            dkrls::older_than(std::chrono::seconds(7), dkrls_test::at(now)),
                            dkrls::repository_has_prefix("c"),
                            dkrls::larger_than(500) | dkrls::repository_has_prefix("b")};
  for (const Filter& filter : filters) {
    const Listing some = ImageQuery().where(filter).select(images);
    CAPTURE(filter.description());
    CHECK(some.size() < all.size());
    CHECK_FALSE(some.empty());
    CHECK(std::includes(all.begin(), all.end(), some.begin(), some.end(), dkrls::RowOrder()));
  }
}

TEST_CASE("a total is the sum over the different IDs that are listed") {
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    const std::vector<Image> images = random_images(60, seed);
    for (const std::size_t max_tags : {1u, 3u, 1000u}) {
      const Listing listing = ImageQuery().max_tags(max_tags).select(images);
      std::map<std::string_view, std::uint64_t> sizes;
      for (const Row& row : listing)
        sizes[row.id] = row.size.value_or(0);
      std::uint64_t bytes = 0;
      for (const auto& [id, size] : sizes)
        bytes += size;
      CHECK(listing.total() == dkrls::Total{sizes.size(), bytes});
    }
  }
}

TEST_CASE("a builder keeps nothing of the images it was given") {
  dkrls::ListingBuilder builder((ImageQuery().max_tags(1)));
  Image reused = image("sha256:an-id-longer-than-a-short-string", "repository-one:tag-one", 10, 1);
  builder.add(reused);
  reused = image("sha256:another-id-of-about-that-length", "repository-two:tag-two", 20, 2);
  builder.add(reused);
  reused = image("?", "?", 1, 3);
  CHECK(dkrls_test::texts_of(builder.finish()) ==
        Texts{"repository-two tag-two sha256:another-id-of-about-that-length",
              "repository-one tag-one sha256:an-id-longer-than-a-short-string"});
}

TEST_CASE("a finished builder is empty and can be used again") {
  for (const bool capped : {false, true}) {
    ImageQuery query;
    if (capped)
      query.max_tags(1);
    dkrls::ListingBuilder builder(query);
    builder.add(image("1", "a:1", 10));
    const Listing first = builder.finish();
    CHECK(builder.finish().empty());
    builder.add(image("2", "a:2", 5));
    CHECK(dkrls_test::texts_of(builder.finish()) == Texts{"a 2 2"});
    CHECK(dkrls_test::texts_of(first) == Texts{"a 1 1"});
  }
}
