#include <algorithm>
#include <dkrls/listing.hpp>
#include <limits>
#include <random>

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

Total total_of(const std::vector<Row>& rows) {
  return listing_of(rows).total();
}

/// Rows of few different values, so that every part of the order decides now and then.
std::vector<Row> random_rows(std::size_t count, std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto one_of = [&](auto... choices) {
    const std::common_type_t<decltype(choices)...> all[] = {choices...};
    return all[random() % sizeof...(choices)];
  };
  std::vector<Row> rows;
  for (std::size_t i = 0; i < count; ++i) {
    std::optional<std::int64_t> created = one_of(5, 6, 7);
    if (random() % 4 == 0)
      created.reset();
    rows.push_back(row(one_of("", "a", "a/b", "b", "\xff"), one_of("", "1", "10", "2"),
                       one_of("sha256:1", "sha256:2", "sha256:3"), created));
  }
  return rows;
}

}  // namespace

TEST_CASE("each difference of two rows decides their order, the earlier ones first") {
  const struct {
    std::string_view rule;
    Row first, second;
  } table[] = {
      {"newest first", row("b", "2", "2", 7), row("a", "1", "1", 6)},
      {"unknown dates last", row("b", "2", "2", 2), row("a", "1", "1")},
      {"then by repository", row("a", "2", "2", 7), row("b", "1", "1", 7)},
      {"an absent repository last", row("z", "2", "2", 7), row("", "1", "1", 7)},
      {"then by tag", row("a", "1", "2", 7), row("a", "2", "1", 7)},
      {"an absent tag last", row("a", "z", "2", 7), row("a", "", "1", 7)},
      {"then by ID", row("a", "1", "1", 7), row("a", "1", "2", 7)},
      {"bytes, not letters", row("a", "B", "1", 7), row("a", "a", "1", 7)},
      {"bytes, not numbers", row("a", "10", "1", 7), row("a", "2", "1", 7)},
      {"bytes without sign", row("a", "a", "1", 7), row("a", "\xff", "1", 7)},
      {"the same rules without a date", row("a", "1", "1"), row("a", "1", "2")},
  };
  for (const auto& [rule, first, second] : table) {
    CAPTURE(rule);
    CHECK(comes_before(first, second));
    CHECK_FALSE(comes_before(second, first));
    CHECK_FALSE(comes_before(first, first));
  }
}

TEST_CASE("the order of rows is strict and total") {
  const std::vector<Row> rows = random_rows(80, 1);
  const std::string flaw = [&]() -> std::string {
    for (const Row& a : rows) {
      for (const Row& b : rows) {
        if ((comes_before(a, b) ? 1 : 0) + (comes_before(b, a) ? 1 : 0) + (a == b ? 1 : 0) != 1)
          return "not exactly one of before, behind and equal";
        for (const Row& c : rows)
          if (comes_before(a, b) && comes_before(b, c) && !comes_before(a, c))
            return "not transitive";
      }
    }
    return "";
  }();
  CAPTURE(flaw);
  CHECK(flaw.empty());
}

TEST_CASE("arranged rows are in the same order, whatever order they came in") {
  std::vector<Row> rows = random_rows(200, 2);
  Listing first = listing_of(rows);
  first.arrange();
  CHECK(std::is_sorted(first.rows().begin(), first.rows().end(), comes_before));
  std::mt19937 random(3);
  for (int i = 0; i < 10; ++i) {
    std::shuffle(rows.begin(), rows.end(), random);
    Listing again = listing_of(rows);
    again.arrange();
    CHECK((again.rows() == first.rows()));

    // As engines send them: newest first, and otherwise in no order.
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row& a, const Row& b) { return a.created > b.created; });
    Listing presorted = listing_of(rows);
    presorted.arrange();
    CHECK((presorted.rows() == first.rows()));
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
