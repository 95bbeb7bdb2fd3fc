#include <algorithm>
#include <dkrls/listing.hpp>
#include <limits>
#include <memory>
#include <random>
#include <ranges>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::comes_before;
using dkrls::Listing;
using dkrls::Row;
using dkrls::Total;
using dkrls_test::row;
using dkrls_test::Texts;

namespace {

constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

Listing listing_of(const std::vector<Row>& rows) {
  Listing listing;
  for (const Row& each : rows)
    listing.add(each);
  return listing;
}

static_assert(std::forward_iterator<dkrls::Rows::Iterator>);
static_assert(std::ranges::forward_range<dkrls::Rows>);

Total total_of(const std::vector<Row>& rows) {
  return listing_of(rows).total();
}

}  // namespace

TEST_CASE("arranged rows are in the same order, whatever order they came in") {
  std::vector<Row> rows = dkrls_test::random_rows(200, 2);
  Listing first = listing_of(rows);
  first.arrange();
  CHECK(std::is_sorted(first.rows().begin(), first.rows().end(), comes_before));
  std::mt19937 random(3);
  for (int i = 0; i < 10; ++i) {
    std::shuffle(rows.begin(), rows.end(), random);
    Listing again = listing_of(rows);
    again.arrange();
    CHECK(again.rows() == first.rows());

    // As engines send them: newest first, and otherwise in no order.
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row& a, const Row& b) { return a.created > b.created; });
    Listing presorted = listing_of(rows);
    presorted.arrange();
    CHECK(presorted.rows() == first.rows());
  }
}

TEST_CASE("arranging drops rows that are there twice, and no others") {
  Listing listing = listing_of({row("a", "1", "1", 7), row("a", "1", "2", 7), row("a", "1", "1", 7),
                                row("a", "2", "1", 7), row("a", "1", "1", 7)});
  listing.arrange();
  CHECK(dkrls_test::texts_of(listing.rows()) == Texts{"a 1 1", "a 1 2", "a 2 1"});
}

TEST_CASE("a listing keeps its own copy of all text") {
  Listing listing;
  {
    std::string repository = "repository", tag = "tag", id = "id";
    listing.add(row(repository, tag, id, 7, 42));
    for (std::string* text : {&repository, &tag, &id})
      std::fill(text->begin(), text->end(), '?');
  }
  REQUIRE(listing.rows().size() == 1);
  CHECK(listing.rows()[0] == row("repository", "tag", "id", 7, 42));
}

TEST_CASE("a listing that is moved keeps its rows' text where it is") {
  Listing listing = listing_of({row("a", "1", "1")});
  const char* const text = listing.rows()[0].repository.data();
  const Listing moved = std::move(listing);
  REQUIRE(moved.rows().size() == 1);
  CHECK(moved.rows()[0].repository.data() == text);
  CHECK(moved.rows()[0] == row("a", "1", "1"));
}

TEST_CASE("a row is replaced by one with longer, shorter, equal or absent text") {
  const Row rows[] = {row("a", "1", "1", 7, 42), row("a-longer-name", "a-longer-tag", "1"),
                      row("b", "", "12", 8),     row("", "", "", 9),
                      row("a", "1", "1", 7, 42), row("a", "1", "1", 7, 43)};
  for (const Row& before : rows) {
    for (const Row& after : rows) {
      Listing listing = listing_of({row("x", "y", "z", 1), before, row("x", "y", "z", 2)});
      listing.replace(1, after);
      CHECK(listing.rows()[0] == row("x", "y", "z", 1));
      CHECK(listing.rows()[1] == after);
      CHECK(listing.rows()[2] == row("x", "y", "z", 2));
    }
  }
}

TEST_CASE("a row can be replaced many times, by rows of the same listing, too") {
  Listing listing = listing_of({row("first", "1", "id-1"), row("second", "22", "id-2")});
  std::mt19937 random(4);
  for (int i = 0; i < 1000; ++i) {
    const std::string tag(random() % 40, 'x');
    listing.replace(0, row("first", tag, "id-1"));
    REQUIRE(listing.rows()[0].tag == tag);
  }
  listing.replace(0, listing.rows()[1]);
  CHECK(listing.rows()[0] == row("second", "22", "id-2"));
  CHECK(listing.rows()[1] == row("second", "22", "id-2"));
}

TEST_CASE(
    "rows share the image that they were added with, and a row that takes a place brings its own") {
  const auto image = [](const char* id) {
    dkrls::Image made;
    made.id = id;
    return std::make_shared<const dkrls::Image>(made);
  };
  Row first = row("a", "1", "1"), second = row("a", "2", "1"), other = row("b", "1", "2");
  first.image = second.image = image("1");
  other.image = image("2");
  Listing listing = listing_of({first, second, row("c", "1", "3")});
  CHECK(std::ranges::equal(listing.rows(), std::vector{first, second, row("c", "1", "3")}));

  std::weak_ptr<const dkrls::Image> forgotten = other.image;
  listing.replace(1, other);
  listing.replace(2, other);
  other.image.reset();
  CHECK(listing.rows()[0].image->id == "1");
  CHECK(listing.rows()[1].image->id == "2");
  CHECK(listing.rows()[1].image == listing.rows()[2].image);
  listing.replace(1, row("b", "1", "2"));
  listing.replace(2, first);
  CHECK(listing.rows()[1].image == nullptr);
  CHECK(listing.rows()[2].image == first.image);
  CHECK(forgotten.expired());  // what is not shown is not kept
}

TEST_CASE("rows of more repositories than there are places for keep their own names") {
  std::vector<Row> rows;
  std::vector<std::string> names;
  for (int i = 0; i < 3000; ++i)
    names.push_back("registry/team/" + std::to_string(i % 1500) + "/service");
  for (const std::string& name : names)
    rows.push_back(row(name, "1", "1"));
  Listing listing = listing_of(rows);
  REQUIRE(listing.rows().size() == rows.size());
  CHECK(std::equal(rows.begin(), rows.end(), listing.rows().begin()));

  listing.replace(0, row("another/name", "1", "1"));
  CHECK(listing.rows()[0].repository == "another/name");
  CHECK(listing.rows()[1500].repository == names[1500]);

  // Others took the places of most names by now. A name that stays is not copied again.
  for (std::size_t i = 1; i < 1500; ++i) {
    const char* const kept = listing.rows()[i].repository.data();
    listing.replace(i, row(names[i], "2", "2"));
    REQUIRE(listing.rows()[i].repository.data() == kept);
  }
}

TEST_CASE("a total counts each image once, however many rows it has") {
  CHECK(total_of({}) == Total{0, 0});
  CHECK(total_of({row("a", "1", "1", 7, 100)}) == Total{1, 100});
  CHECK(total_of({row("a", "1", "1", 7, 100), row("a", "2", "1", 7, 100), row("b", "1", "2", 7, 10),
                  row("c", "1", "1", 7, 100)}) == Total{2, 110});
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
