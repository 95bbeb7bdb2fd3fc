// SPDX-License-Identifier: MIT
#include <deque>
#include <dkrls/formatter.hpp>
#include <list>
#include <ranges>

#include "builders.hpp"
#include "catch.hpp"
#include "example_listing.hpp"
#include "formatter_support.hpp"

using dkrls::ImageField;
using dkrls::Listing;
using dkrls::Row;
using dkrls_test::lines_of;
using dkrls_test::row;

namespace {

constexpr std::int64_t now = 1'600'000'000;

using Fields = std::vector<ImageField>;

const Fields all_columns = {ImageField::repository, ImageField::tag, ImageField::id,
                            ImageField::created_since, ImageField::size};

/// The rows of the example listing that pass.
template <class Predicate>
Listing example(Predicate listed) {
  Listing listing;
  for (const auto& image : dkrls_test::example_listing)
    if (listed(image))
      listing.add({std::string(image.repository), std::string(image.tag), full_id(image),
                   dkrls_test::at(now) - image.age, image.bytes, nullptr});
  return listing;
}

Listing listing_of(std::vector<Row> rows) {
  return Listing(std::move(rows));
}

std::string format(const Listing& listing, const Fields& columns = all_columns,
                   bool total = false) {
  dkrls::FormatOptions options{.now = dkrls_test::at(now)};
  if (total)
    options.total = listing.total();
  const std::vector<Row> rows(listing.begin(), listing.end());
  return dkrls_test::written(rows, dkrls::ImageFormat::table(columns), options);
}

}  // namespace

TEST_CASE("a listing is a table of columns at least 20 wide with three blanks between") {
  // clang-format off
  const std::string expected =
      "REPOSITORY                                            TAG                    IMAGE ID            CREATED             SIZE\n"
      "nginx                                                 latest                 7e4d58f0e5f3        2 weeks ago         133MB\n"
      "nginx                                                 alpine                 6f715d38cfe0        6 weeks ago         22.1MB\n"
      "mysql/mysql-server                                    5.7                    9c31a29b3f30        2 months ago        322MB\n"
      "datadog/agent                                         7                      534ebd31f754        3 months ago        540MB\n"
      "123456789000.dkr.ecr.us-east-1.amazonaws.com/webapp   20200609-1018          4660474f5c5b        3 months ago        902MB\n"
      "awscli                                                1                      39491bbd3b9a        3 months ago        317MB\n"
      "debian                                                buster-20200514-slim   108d75da320f        4 months ago        69.2MB\n"
      "<none>                                                <none>                 c0dc2538b9fa        4 months ago        661MB\n";
  // clang-format on
  CHECK(format(example([](const auto&) { return true; })) == expected);
}

TEST_CASE("a total is the last line, its word below CREATED and its figure below SIZE") {
  // clang-format off
  const std::string rows =
      "REPOSITORY          TAG                    IMAGE ID            CREATED             SIZE\n"
      "nginx               latest                 7e4d58f0e5f3        2 weeks ago         133MB\n"
      "debian              buster-20200514-slim   108d75da320f        4 months ago        69.2MB\n";
  const std::string total =
      "                                                               TOTAL               202.2MB\n";
  // clang-format on
  const Listing listing = example(
      [](const auto& image) { return image.tag == "latest" || image.repository == "debian"; });
  CHECK(format(listing) == rows);
  CHECK(format(listing, all_columns, true) == rows + total);
}

TEST_CASE("an empty listing is the heading only, or the heading and a total of nothing") {
  const std::string heading =
      "REPOSITORY          TAG                 IMAGE ID            CREATED             SIZE\n";
  CHECK(format({}) == heading);
  CHECK(format({}, all_columns, true) ==
        heading + std::string(60, ' ') + "TOTAL               0B\n");
  CHECK(format({}, {ImageField::repository}) == "REPOSITORY\n");
}

TEST_CASE("only the columns asked for are shown, in that order") {
  const Listing listing =
      listing_of({row("nginx", "latest", "sha256:0123456789abcdef", now - 60, 1500)});
  CHECK(format(listing, {ImageField::size, ImageField::repository}) ==
        "SIZE                REPOSITORY\n"
        "1.5kB               nginx\n");
  CHECK(format(listing, {ImageField::id}) == "IMAGE ID\n0123456789ab\n");
  CHECK(format(listing, {ImageField::tag, ImageField::tag}) ==
        "TAG                 TAG\n"
        "latest              latest\n");
}

TEST_CASE("a total stands below the column before the sizes, and has no place without one") {
  const Listing listing = listing_of({row("nginx", "1", "1", now, 1500)});
  CHECK(format(listing, {ImageField::tag, ImageField::size, ImageField::id}, true) ==
        "TAG                 SIZE                IMAGE ID\n"
        "1                   1.5kB               1\n"
        "TOTAL               1.5kB\n");
  CHECK(format(listing, {ImageField::repository, ImageField::tag}, true) ==
        "REPOSITORY          TAG\n"
        "nginx               1\n");
  CHECK(format(listing, {ImageField::size, ImageField::tag}, true) ==
        "SIZE                TAG\n"
        "1.5kB               1\n");
}

TEST_CASE("a table needs no heading, and its columns are then as wide as their cells need") {
  const std::vector<Row> rows = {row("a", "1", "1", now, 1)};
  const auto table = dkrls::ImageFormat::table({ImageField::repository, ImageField::size});
  CHECK(dkrls_test::written(rows, table, {.now = dkrls_test::at(now), .heading = false}) ==
        "a                   1B\n");
  CHECK(
      dkrls_test::written<Row>({}, table, {.now = dkrls_test::at(now), .heading = false}).empty());
}

TEST_CASE("whole IDs are shown with what they begin with, and the columns are as wide") {
  const std::string id = "sha256:" + std::string(64, '7');
  const auto table = dkrls::ImageFormat::table({ImageField::id, ImageField::tag});
  CHECK(dkrls_test::written<Row>({row("a", "1", id)}, table, {.now = {}, .whole_ids = true}) ==
        "IMAGE ID" + std::string(66, ' ') + "TAG\n" + id + "   1\n");
}

TEST_CASE("a total has four digits and counts every image once") {
  CHECK(lines_of(format(listing_of({row("a", "1", "1", now, 1'005'000),
                                    row("a", "2", "1", now, 1'005'000),
                                    row("b", "1", "2", now, 1'000'000)}),
                        {ImageField::tag, ImageField::size}, true))
            .back() == "TOTAL               2.005MB");
}

TEST_CASE("what is absent is <none>, what is unknown is N/A") {
  CHECK(lines_of(format(listing_of({row("", "", "")})))[1] ==
        "<none>              <none>                                  N/A                 N/A");
}

TEST_CASE("an image ID is shown by its first 12 digits") {
  const struct {
    std::string_view id, shown;
  } table[] = {
      {"sha256:0123456789abcdef", "0123456789ab"},
      {"0123456789abcdef", "0123456789ab"},
      {"sha256:0123", "0123"},
      {"0123", "0123"},
      {"sha256:", ""},
      {"", ""},
  };
  for (const auto& [id, shown] : table)
    CHECK(format(listing_of({row("a", "1", id)}), {ImageField::id}) ==
          "IMAGE ID\n" + std::string(shown) + "\n");
}

TEST_CASE("no line ends in a blank") {
  const std::vector<Row> rows = {row("a", "1", "", now, 1), row("", "", "1"), row("a ", "1 ", " ")};
  for (const ImageField last : all_columns)
    for (const std::string& line :
         lines_of(format(listing_of(rows), {ImageField::repository, ImageField::tag, last}))) {
      CAPTURE(line);
      CHECK((line.empty() || line.back() != ' '));
    }
}

TEST_CASE("a column is as wide as its widest cell and three blanks, once that is more than 20") {
  for (const std::size_t length : {1u, 16u, 17u, 18u, 19u, 20u, 21u, 255u}) {
    const std::string name(length, 'x');
    const std::vector<std::string> lines =
        lines_of(format(listing_of({row("a", "1", "1"), row(name, "1", "1")}),
                        {ImageField::repository, ImageField::tag}));
    CAPTURE(length);
    REQUIRE(lines.size() == 3);
    const std::size_t width = std::max<std::size_t>(20, length + 3);
    CHECK(lines[0].find("TAG") == width);
    CHECK(lines[1].find('1') == width);
    CHECK(lines[2].find('1') == width);
  }
}

TEST_CASE("the width of a cell is that on a terminal, not its number of bytes") {
  std::string wide;
  for (int i = 0; i < 10; ++i)
    wide += "\u4e2d";  // two cells, three bytes
  const std::vector<std::string> lines =
      lines_of(format(listing_of({row("a", "1", "1"), row(wide, "1", "1")}),
                      {ImageField::repository, ImageField::tag}));
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].find("TAG") == 23);
  CHECK(lines[1].find('1') == 23);
  CHECK(lines[2] == wide + "   1");
}

TEST_CASE("control characters in names are escaped and keep columns aligned") {
  const std::string evil = "evil\n\x1b[2J\u202e\xff";
  const std::string escaped = "evil\\n\\x1b[2J\\u202e\\xff";
  const std::vector<std::string> lines = lines_of(
      format(listing_of({row(evil, evil, "sha256:" + evil, now, 1), row("a", "1", "1", now, 1)})));
  REQUIRE(lines.size() == 3);
  const std::size_t width = escaped.size() + 3;
  CHECK(lines[1].substr(0, escaped.size()) == escaped);
  CHECK(lines[1].substr(width, escaped.size()) == escaped);
  CHECK(lines[2].find('1') == width);
  CHECK(lines[0].find("CREATED") == lines[1].find("Less than"));
  CHECK(lines[0].find("CREATED") == lines[2].find("Less than"));
}

TEST_CASE("columns are aligned by code points, not by bytes") {
  const std::vector<std::string> lines =
      lines_of(format(listing_of({row("caf\u00e9", "1", "1"), row("cafe", "1", "1")}),
                      {ImageField::repository, ImageField::tag}));
  CHECK(lines[1].size() == lines[2].size() + 1);
}

TEST_CASE("rows are shown in the order they are in, all of them") {
  const std::string text = format(listing_of({row("b", "1", "1", now - 60), row("a", "1", "1", now),
                                              row("b", "1", "1", now - 60)}),
                                  {ImageField::repository, ImageField::created_since});
  CHECK(text ==
        "REPOSITORY          CREATED\n"
        "b                   About a minute ago\n"
        "a                   Less than a second ago\n"
        "b                   About a minute ago\n");
}

TEST_CASE("a listing of many rows is written whole") {
  Listing listing;
  constexpr std::size_t count = 20'000;
  for (std::size_t i = 0; i < count; ++i)
    listing.add(row("repository-" + std::to_string(i), "1", "1", now, i));
  const std::vector<std::string> lines =
      lines_of(format(listing, {ImageField::repository, ImageField::size}));
  REQUIRE(lines.size() == count + 1);
  for (std::size_t i = 0; i < count; ++i)
    if (!lines[i + 1].starts_with("repository-" + std::to_string(i) + " "))
      FAIL_CHECK("row " << i << " is " << lines[i + 1]);
}

TEST_CASE("any range of rows is written as a vector of them") {
  const std::vector<Row> rows = {row("b", "1", "1", now - 60, 5), row("a", "", "2", now),
                                 row("c", "3", "3", now, 7)};
  const dkrls::Formatter formatter(dkrls::ImageFormat::table(all_columns),
                                   {.now = dkrls_test::at(now)});
  const auto written = [&](auto&& range) {
    std::ostringstream out;
    formatter.write(range, out);
    return out.str();
  };
  const std::string expected = written(rows);
  CHECK(lines_of(expected).size() == 4);
  CHECK(written(std::list<Row>(rows.begin(), rows.end())) == expected);
  CHECK(written(std::deque<Row>(rows.begin(), rows.end())) == expected);
  CHECK(written(listing_of(rows)) == expected);

  const auto has_size = [](const Row& each) { return each.size.has_value(); };
  auto sized = rows | std::views::filter(has_size);  // its begin() is not const
  CHECK(written(sized) == written(std::vector<Row>{rows[0], rows[2]}));
  CHECK(written(rows | std::views::transform([](Row each) {
                  each.repository += "x";
                  return each;
                }) |
                std::views::take(1)) ==
        written(std::vector<Row>{row("bx", "1", "1", now - 60, 5)}));
}

TEST_CASE("a filtered view is written without a name of its own, and records of other kinds too") {
  const Listing listing = listing_of({row("a", "1", "1"), row("b", "2", "2")});
  std::ostringstream out;
  dkrls::Formatter(dkrls_test::format_of<Row>("{{.Repository}}"), {.now = {}})
      .write(listing | std::views::filter([](const Row& each) { return each.tag == "2"; }), out);
  std::list<dkrls::Repository> repositories(2);
  repositories.front().name = "c";
  repositories.back().name = "d";
  dkrls::Formatter(dkrls_test::format_of<dkrls::Repository>("{{.Repository}}"), {.now = {}})
      .write(repositories, out);
  CHECK(out.str() == "b\nc\nd\n");
}
