// SPDX-License-Identifier: MIT
#include <dkrls/row.hpp>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::Row;
using dkrls::RowOrder;
using dkrls::SortKey;
using dkrls_test::on_host;
using dkrls_test::row;

namespace {

constexpr RowOrder comes_before;

constexpr SortKey all_keys[] = {SortKey::created, SortKey::size, SortKey::repository,
                                SortKey::tag,     SortKey::id,   SortKey::host};

/// Returns why an order is not strict and total over some rows; empty if it is.
template <class Order>
std::string flaw_of(Order before, const std::vector<Row>& rows) {
  for (const Row& a : rows) {
    for (const Row& b : rows) {
      if ((before(a, b) ? 1 : 0) + (before(b, a) ? 1 : 0) + (a == b ? 1 : 0) != 1)
        return "not exactly one of before, behind and equal";
      for (const Row& c : rows)
        if (before(a, b) && before(b, c) && !before(a, c))
          return "not transitive";
    }
  }
  return "";
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
      {"then by tag, the higher first", row("a", "2", "2", 7), row("a", "1", "1", 7)},
      {"tags as people count", row("a", "v12", "2", 7), row("a", "v9", "1", 7)},
      {"an absent tag last", row("a", "z", "2", 7), row("a", "", "1", 7)},
      {"then by ID", row("a", "1", "1", 7), row("a", "1", "2", 7)},
      {"then by host", on_host("east", row("a", "1", "1", 7, 9)),
       on_host("west", row("a", "1", "1", 7, 8))},
      {"no host first", row("a", "1", "1", 7, 9), on_host("east", row("a", "1", "1", 7, 8))},
      {"bytes, not letters", row("B", "1", "1", 7), row("a", "1", "1", 7)},
      {"bytes, not numbers", row("a10", "1", "1", 7), row("a2", "1", "1", 7)},
      {"bytes without sign", row("a", "1", "1", 7), row("\xff", "1", "1", 7)},
      {"the same rules without a date", row("a", "1", "1"), row("a", "1", "2")},
  };
  for (const auto& [rule, first, second] : table) {
    CAPTURE(rule);
    CHECK(comes_before(first, second));
    CHECK_FALSE(comes_before(second, first));
    CHECK_FALSE(comes_before(first, first));
  }
}

TEST_CASE("the default order is strict and total") {
  CHECK(flaw_of(comes_before, dkrls_test::random_rows(80, 1)) == "");
}

TEST_CASE("each key has its own first row") {
  const struct {
    SortKey key;
    Row first, second;
  } table[] = {
      {SortKey::created, row("b", "2", "2", 7, 1), row("a", "1", "1", 6, 2)},
      {SortKey::size, row("b", "2", "2", 6, 9), row("a", "1", "1", 7, 8)},
      {SortKey::repository, row("app2", "2", "2", 6), row("app10", "1", "1", 7)},
      {SortKey::tag, row("b", "v9", "2", 6), row("a", "v10", "1", 7)},
      {SortKey::id, row("b", "2", "1", 6), row("a", "1", "2", 7)},
      {SortKey::host, on_host("web2", row("b", "1", "2", 6)),
       on_host("web10", row("a", "2", "1", 7))},
  };
  for (const auto& [key, first, second] : table) {
    CAPTURE(static_cast<int>(key));
    CHECK(RowOrder{key, false}(first, second));
    CHECK_FALSE(RowOrder{key, false}(second, first));
    CHECK(RowOrder{key, true}(second, first));
    CHECK_FALSE(RowOrder{key, true}(first, second));
  }
}

TEST_CASE("rows without a value are last, also in reverse order") {
  const struct {
    SortKey key;
    Row known, unknown;
  } table[] = {
      {SortKey::created, row("b", "2", "2", 7, 1), row("a", "1", "1")},
      {SortKey::size, row("b", "2", "2", 6, 0), row("a", "1", "1", 7)},
      {SortKey::repository, row("z", "2", "2", 6), row("", "1", "1", 7)},
      {SortKey::tag, row("z", "z", "2", 6), row("a", "", "1", 7)},
      {SortKey::host, on_host("z", row("z", "1", "2", 6)), row("a", "1", "1", 7)},
  };
  for (const auto& [key, known, unknown] : table) {
    for (const bool reversed : {false, true}) {
      CAPTURE(static_cast<int>(key), reversed);
      CHECK(RowOrder{key, reversed}(known, unknown));
      CHECK_FALSE(RowOrder{key, reversed}(unknown, known));
    }
  }
}

TEST_CASE("rows with the same value are in the default order, also in reverse order") {
  for (const SortKey key :
       {SortKey::size, SortKey::repository, SortKey::tag, SortKey::id, SortKey::host}) {
    for (const bool reversed : {false, true}) {
      CAPTURE(static_cast<int>(key), reversed);
      CHECK(RowOrder{key, reversed}(row("a", "1", "1", 7, 5), row("a", "1", "1", 6, 5)));
      CHECK_FALSE(RowOrder{key, reversed}(row("a", "1", "1", 6, 5), row("a", "1", "1", 7, 5)));
    }
  }
  CHECK(RowOrder{SortKey::created, true}(row("a", "1", "1", 7), row("b", "1", "1", 7)));
}

TEST_CASE("every order is strict and total") {
  const std::vector<Row> rows = dkrls_test::random_rows(60, 1);
  for (const SortKey key : all_keys) {
    for (const bool reversed : {false, true}) {
      CAPTURE(static_cast<int>(key), reversed);
      CHECK(flaw_of(RowOrder{key, reversed}, rows) == "");
    }
  }
}

TEST_CASE("a row leads to the reference that removes it, and to its digest") {
  const auto with_digests = [](Row shown) {
    shown.image = std::make_shared<const dkrls::Image>(dkrls_test::named(
        {"nginx:1", "mirror@sha256:dd"}, {"docker.io/library/nginx@sha256:bb", "nginx@sha256:aa",
                                          "mirror@sha256:cc", "nginx@sha256:bb"}));
    return shown;
  };
  const Row tagged = with_digests(row("nginx", "1", "sha256:1"));
  CHECK(reference_of(tagged) == "nginx:1");
  CHECK(digest_of(tagged) == "sha256:aa");
  CHECK(digests_of(tagged) == std::vector<std::string_view>{"sha256:aa", "sha256:bb"});

  const Row untagged = with_digests(row("mirror", "", "sha256:1"));
  CHECK(reference_of(untagged) == "mirror@sha256:cc");
  CHECK(reference_of(untagged, "sha256:dd") == "mirror@sha256:dd");
  CHECK(digest_of(untagged) == "sha256:cc");
  CHECK(digests_of(untagged) == std::vector<std::string_view>{"sha256:cc", "sha256:dd"});

  const Row dangling = with_digests(row("", "", "sha256:1"));
  CHECK(reference_of(dangling) == "sha256:1");
  CHECK_FALSE(digest_of(dangling));
}

TEST_CASE("a row whose image was not kept has no digest") {
  CHECK(reference_of(row("nginx", "1", "sha256:1")) == "nginx:1");
  CHECK(reference_of(row("nginx", "", "sha256:1")) == "sha256:1");
  CHECK_FALSE(digest_of(row("nginx", "1", "sha256:1")));
  CHECK(digests_of(row("nginx", "1", "sha256:1")).empty());
}
