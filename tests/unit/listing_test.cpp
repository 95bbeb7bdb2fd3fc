// SPDX-License-Identifier: MIT
#include <algorithm>
#include <dkrls/listing.hpp>
#include <limits>
#include <random>
#include <ranges>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::Listing;
using dkrls::Row;
using dkrls::Total;
using dkrls_test::on_host;
using dkrls_test::row;
using dkrls_test::Texts;

namespace {

constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

static_assert(std::ranges::contiguous_range<const Listing>);
static_assert(std::ranges::sized_range<const Listing>);

Listing listing_of(std::vector<Row> rows) {
  return Listing(std::move(rows));
}

Total total_of(std::vector<Row> rows) {
  return listing_of(std::move(rows)).total();
}

}  // namespace

TEST_CASE("arranged rows are in the same order, whatever order they came in") {
  std::vector<Row> rows = dkrls_test::random_rows(200, 2);
  Listing first = listing_of(rows);
  first.arrange();
  CHECK(std::is_sorted(first.begin(), first.end(), dkrls::RowOrder()));
  std::mt19937 random(3);
  for (int i = 0; i < 10; ++i) {
    std::shuffle(rows.begin(), rows.end(), random);
    Listing again = listing_of(rows);
    again.arrange();
    CHECK(again == first);

    // As engines send them: newest first, and otherwise in no order.
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row& a, const Row& b) { return a.created > b.created; });
    Listing presorted = listing_of(rows);
    presorted.arrange();
    CHECK(presorted == first);
  }
}

TEST_CASE("arranging drops rows that are there twice, and no others") {
  Listing listing = listing_of({row("a", "1", "1", 7), row("a", "1", "2", 7), row("a", "1", "1", 7),
                                row("a", "2", "1", 7), row("a", "1", "1", 7)});
  listing.arrange();
  CHECK(dkrls_test::texts_of(listing) == Texts{"a 2 1", "a 1 1", "a 1 2"});
}

TEST_CASE("a loop may go over a listing that it alone keeps") {
  Texts texts;
  for (const Row& each : listing_of({row("a-name-longer-than-a-short-string", "1", "1"),
                                     row("b", "a-tag-longer-than-a-short-string", "2")}))
    texts.push_back(each.repository + ":" + each.tag);
  CHECK(texts ==
        Texts{"a-name-longer-than-a-short-string:1", "b:a-tag-longer-than-a-short-string"});
}

TEST_CASE("a listing is the range of its rows") {
  const std::vector<Row> rows = {row("a", "1", "1", 7, 42), row("b", "2", "2")};
  Listing listing;
  CHECK(listing.empty());
  for (const Row& each : rows)
    listing.add(each);
  CHECK_FALSE(listing.empty());
  CHECK(listing.size() == 2);
  CHECK(listing[1] == rows[1]);
  CHECK(std::ranges::equal(listing, rows));
  CHECK(listing == Listing(rows));
}

TEST_CASE("unwanted rows are dropped, and called for in their order") {
  Listing listing = listing_of({row("a", "1", "1"), row("b", "1", "2"), row("c", "1", "3")});
  Texts asked;
  listing.remove_if([&](const Row& each) {
    asked.push_back(each.repository);
    return each.repository == "b";
  });
  CHECK(asked == Texts{"a", "b", "c"});
  CHECK(dkrls_test::texts_of(listing) == Texts{"a 1 1", "c 1 3"});
}

TEST_CASE("a total counts each image once, however many rows it has") {
  CHECK(total_of({}) == Total{0, 0});
  CHECK(total_of({row("a", "1", "1", 7, 100)}) == Total{1, 100});
  CHECK(total_of({row("a", "1", "1", 7, 100), row("a", "2", "1", 7, 100), row("b", "1", "2", 7, 10),
                  row("c", "1", "1", 7, 100)}) == Total{2, 110});
}

TEST_CASE("an image counts once for each host that it is on") {
  CHECK(total_of({on_host("east", row("a", "1", "1", 7, 100)),
                  on_host("east", row("a", "2", "1", 7, 100)),
                  on_host("west", row("a", "1", "1", 7, 50)), row("a", "1", "1", 7, 1)}) ==
        Total{3, 151});
}

TEST_CASE("an image of unknown size counts as an image without bytes") {
  CHECK(total_of({row("a", "1", "1"), row("a", "2", "2", 7, 5)}) == Total{2, 5});
}

TEST_CASE("a total that is too large stays at the largest number") {
  CHECK(total_of({row("a", "1", "1", 7, largest), row("a", "2", "2", 7, 0)}) == Total{2, largest});
  CHECK(total_of({row("a", "1", "1", 7, largest), row("a", "2", "2", 7, 1)}) == Total{2, largest});
  CHECK(total_of({row("a", "1", "1", 7, largest / 2 + 1), row("a", "2", "2", 7, largest / 2 + 1),
                  row("a", "3", "3", 7, 1)}) == Total{3, largest});
}
