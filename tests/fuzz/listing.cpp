// SPDX-License-Identifier: MIT

// Queries and listings: filters only ever remove, every order is total and moves rows only, of each
// repository the wanted tags are listed, and the sum is that of the rows.

#include <algorithm>
#include <array>
#include <dkrls/image_query.hpp>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "fuzz.hpp"

using namespace dkrls_fuzz;
using std::chrono::seconds;
using std::chrono::sys_seconds;

namespace {

/// Little to choose from, so that much of it meets.
constexpr std::array names = {"a:1",
                              "a:2",
                              "b:1",
                              "ab:1",
                              "docker.io/library/a:1",
                              "x/a@sha256:1",
                              "a@sha256:2",
                              "<none>:<none>",
                              "<none>@<none>",
                              "",
                              "b"};

std::optional<std::uint64_t> size_of(std::uint8_t byte) {
  if (byte % 8 == 7)
    return std::nullopt;
  return byte % 8 == 6 ? std::numeric_limits<std::uint64_t>::max() : byte % 8;
}

dkrls::Image image_of(Bytes& bytes) {
  dkrls::Image image;
  image.id = "sha256:" + std::to_string(bytes.next() % 32);
  const std::uint8_t what = bytes.next();
  for (int i = 0; i < what % 4; ++i)
    image.repo_tags.emplace_back(names[bytes.next() % names.size()]);
  for (int i = 0; i < what / 4 % 2; ++i)
    image.repo_digests.emplace_back(names[bytes.next() % names.size()]);
  if (const std::uint8_t date = bytes.next() % 8; date != 7)
    image.created = sys_seconds(seconds(date));
  image.size = size_of(bytes.next());
  return image;
}

dkrls::Filter filter_of(std::uint8_t byte) {
  switch (byte % 4) {
    case 0:
      return dkrls::older_than(seconds(byte / 4 % 8), sys_seconds(seconds(8)));
    case 1:
      return dkrls::larger_than(byte / 4 % 8);
    case 2:
      return dkrls::repository_has_prefix(byte / 4 % 2 == 0 ? "a" : "docker.io/");
    default:
      return dkrls::repository_has_prefix("a") | !dkrls::larger_than(byte / 4 % 8);
  }
}

using Rows = std::vector<dkrls::Row>;

/// The rows of a listing, which keeps their text.
Rows rows_of(const dkrls::Listing& listing) {
  return {listing.begin(), listing.end()};
}

bool contains(const Rows& rows, const dkrls::Row& row) {
  return std::find(rows.begin(), rows.end(), row) != rows.end();
}

void check_order(const Rows& rows, const dkrls::RowOrder& order) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < rows.size(); ++j)
      expect(order(rows[i], rows[j]) == (i < j), "the order is total");
}

void check_total(const dkrls::Listing& listing) {
  std::map<std::string_view, std::uint64_t> sizes;  // of the first row of each image
  for (const dkrls::Row& row : listing)
    sizes.emplace(row.id, row.size.value_or(0));
  std::uint64_t sum = 0;
  for (const auto& [id, size] : sizes)
    sum = sum + size < sum ? std::numeric_limits<std::uint64_t>::max() : sum + size;
  expect(listing.total() == dkrls::Total{sizes.size(), sum}, "the sum is that of the rows");
}

/// The first `count` rows of each repository.
Rows first_of_each(const Rows& rows, std::size_t count) {
  std::map<std::string_view, std::size_t> places;
  Rows first;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(first),
               [&](const dkrls::Row& row) { return places[row.repository]++ < count; });
  return first;
}

/// How many other images have a tag of a row's repository that is before it.
std::size_t images_before(const dkrls::Row& row, const Rows& rows) {
  std::set<std::string_view> ids;
  for (const dkrls::Row& other : rows)
    if (other.created && !other.tag.empty() && other.repository == row.repository &&
        other.id != row.id && dkrls::RowOrder()(other, row))
      ids.insert(other.id);
  return ids.size();
}

bool holds_twice(const std::vector<dkrls::Image>& images) {
  std::set<std::string_view> ids;
  return !std::all_of(images.begin(), images.end(),
                      [&](const dkrls::Image& image) { return ids.insert(image.id).second; });
}

/// What a listing is made of.
struct Case {
  explicit Case(Bytes bytes)
      : filter(filter_of(bytes.next())),
        kept(bytes.next() % 3),
        count(bytes.next() % 4),
        order{static_cast<dkrls::SortKey>(bytes.next() % 5), bytes.next() % 2 == 1} {
    while (!bytes.empty() && images.size() < 20)
      images.push_back(image_of(bytes));
  }

  dkrls::ImageQuery filtered() const { return dkrls::ImageQuery().where(filter); }
  dkrls::ImageQuery keeping() const { return filtered().keep(kept); }

  dkrls::Filter filter;
  std::size_t kept;
  std::size_t count;
  dkrls::RowOrder order;
  std::vector<dkrls::Image> images;
};

void check_filter(const Case& c, const Rows& passed) {
  const dkrls::Listing all = dkrls::ImageQuery().select(c.images);
  const dkrls::Listing rest = dkrls::ImageQuery().where(!c.filter).select(c.images);
  const Rows held_back = rows_of(rest);
  for (const dkrls::Row& row : all)
    expect(contains(passed, row) != contains(held_back, row),
           "a filter lets a row through or holds it back");
  expect(passed.size() + held_back.size() == all.size(), "a filter adds no rows");
}

void check_sorted(const Case& c, const Rows& passed) {
  const dkrls::Listing sorted = c.filtered().order_by(c.order).select(c.images);
  const Rows rows = rows_of(sorted);
  check_order(rows, c.order);
  check_total(sorted);
  expect(rows.size() == passed.size() &&
             std::all_of(passed.begin(), passed.end(),
                         [&](const dkrls::Row& row) { return contains(rows, row); }),
         "an order moves rows only");
}

void check_once(const Case& c, const Rows& passed) {
  const dkrls::Listing once = c.filtered().each_image_once().select(c.images);
  Rows first;
  std::set<std::string_view> ids;
  std::copy_if(passed.begin(), passed.end(), std::back_inserter(first),
               [&](const dkrls::Row& row) { return ids.insert(row.id).second; });
  expect(rows_of(once) == first, "each image is listed under the first of its rows");
}

void check_kept(const Case& c, const Rows& passed) {
  const Rows all = rows_of(dkrls::ImageQuery().select(c.images));
  const Rows listed = rows_of(c.keeping().select(c.images));
  for (const dkrls::Row& row : listed) {
    expect(contains(passed, row), "keeping images adds no rows");
    expect(row.created.has_value(), "an image of unknown date is not listed");
    expect(row.tag.empty() || images_before(row, all) >= c.kept,
           "a tag is listed only if so many images of its repository are newer");
  }
  expect(rows_of(c.keeping().max_tags(c.count).select(c.images)) == first_of_each(listed, c.count),
         "a cap lists the first rows of each repository");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Case c(Bytes(text_of(data, size)));
  const dkrls::Listing passed = c.filtered().select(c.images);
  const dkrls::Listing capped = c.filtered().max_tags(c.count).select(c.images);
  const dkrls::Listing kept = c.keeping().select(c.images);
  for (const dkrls::Listing* const listing : {&passed, &capped, &kept}) {
    check_order(rows_of(*listing), {});
    check_total(*listing);
  }
  check_filter(c, rows_of(passed));
  check_sorted(c, rows_of(passed));
  check_once(c, rows_of(passed));
  if (!holds_twice(c.images))  // an ID with two dates has two places
    check_kept(c, rows_of(passed));
  expect(rows_of(capped) == first_of_each(rows_of(passed), c.count),
         "a cap lists the first rows of each repository");

  std::reverse(c.images.begin(), c.images.end());
  expect(c.filtered().max_tags(c.count).select(c.images) == capped,
         "the engine's order does not matter");
  return 0;
}
