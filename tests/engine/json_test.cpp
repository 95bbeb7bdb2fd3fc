// SPDX-License-Identifier: MIT
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <dkrls/disk_summary_formatter.hpp>
#include <dkrls/formatter.hpp>
#include <dkrls/image_query.hpp>
#include <regex>

#include "catch.hpp"
#include "parse_images.hpp"
#include "recordings.hpp"

namespace json = boost::json;
using recordings::folder;

namespace {

struct Key {
  std::string name;
  std::string type;
};
using Keys = std::vector<Key>;

/// The tables of docs/json.md, in their order.
enum Table { of_image, of_platform, of_repository, of_usage, of_figure, of_total, of_disk };

std::vector<Keys> documented_keys() {
  const std::regex row(R"(\| `(\w+)` \| ([a-z ]+) \| .*)");
  std::vector<Keys> tables;
  for (const std::string& line :
       recordings::lines_of(recordings::read_file(folder / "../../../docs/json.md"))) {
    std::smatch match;
    if (line == "| key | type | what it is |")
      tables.emplace_back();
    else if (std::regex_match(line, match, row))
      tables.at(tables.size() - 1).push_back({match[1], match[2]});
  }
  return tables;
}

bool is_date(const json::value& value) {
  static const std::regex date(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)");
  return value.is_string() && std::regex_match(std::string(value.get_string()), date);
}

bool is_of_type(const json::value& value, const std::string& type) {
  if (type.ends_with(" or null"))
    return value.is_null() || is_of_type(value, type.substr(0, type.size() - 8));
  if (type == "date")
    return is_date(value);
  if (type == "string")
    return value.is_string();
  if (type == "number")
    return value.is_uint64() || (value.is_int64() && value.get_int64() >= 0);
  if (type == "boolean")
    return value.is_bool();
  if (type == "list")
    return value.is_array();
  return type == "object" && value.is_object();
}

/// Fails where an object has other keys than these, in another order, or of other types.
void check_object(const json::object& object, const Keys& keys) {
  CAPTURE(json::serialize(object));
  REQUIRE(object.size() == keys.size());
  auto member = object.begin();
  for (const Key& key : keys) {
    CAPTURE(key.name, key.type);
    CHECK(std::string(member->key()) == key.name);
    CHECK(is_of_type(member->value(), key.type));
    ++member;
  }
}

/// Only a lower bound says why it is one.
void check_figure(const json::value& figure) {
  Keys keys = documented_keys().at(of_figure);
  REQUIRE(keys.back().name == "why");
  if (figure.at("exact").as_bool())
    keys.pop_back();
  check_object(figure.get_object(), keys);
}

template <class Record, class Records = std::vector<Record>>
void check_lines(const Records& records, const Keys& keys) {
  std::ostringstream out;
  dkrls::Formatter(dkrls::Format<Record>::json(),
                   {.now = {}, .total = dkrls::Total{1, 2}, .reclaimable = dkrls::Figure{3, {}}})
      .write(records, out);
  auto lines = recordings::lines_of(out.str());
  REQUIRE(lines.size() > records.size());
  const json::value total = json::parse(lines.back());
  lines.pop_back();
  CHECK(total.get_object().size() == 1);
  check_object(total.at("total").get_object(), documented_keys().at(of_total));
  check_figure(total.at("total").at("reclaimable"));
  for (const std::string& line : lines)
    check_object(json::parse(line).get_object(), keys);
}

}  // namespace

TEST_CASE("the rows of every recording are JSON objects of exactly the documented keys") {
  const std::vector<Keys> tables = documented_keys();
  REQUIRE(tables.size() == of_disk + 1);
  for (const std::string& engine : recordings::engines) {
    for (const auto& entry : std::filesystem::directory_iterator(folder / engine)) {
      if (!entry.path().filename().string().starts_with("images"))
        continue;
      const auto parsed = dkrls_test::parse_images(recordings::read_answer(entry.path()).body);
      REQUIRE_FALSE(parsed.error);
      for (const bool keep : {true, false})
        check_lines<dkrls::Row>(dkrls::ImageQuery().keep_images(keep).select(parsed.images),
                                tables[of_image]);
    }
  }
}

TEST_CASE("the platforms of an image are JSON objects of exactly the documented keys") {
  const auto path = folder / "docker-29.7.2-containerd/images_all_manifests_shared.http";
  const auto parsed = dkrls_test::parse_images(recordings::read_answer(path).body,
                                               std::string::npos, {.manifests = true});
  REQUIRE_FALSE(parsed.error);
  std::ostringstream out;
  dkrls::Formatter<dkrls::Row>(dkrls::ImageFormat::json(), {.now = {}})
      .write(dkrls::ImageQuery().keep_images().select(parsed.images), out);
  std::size_t count = 0;
  for (const std::string& line : recordings::lines_of(out.str())) {
    const json::value row = json::parse(line);
    CHECK(row.at("content_size").as_int64() > 0);
    for (const json::value& platform : row.at("platforms").as_array()) {
      check_object(platform.get_object(), documented_keys().at(of_platform));
      ++count;
    }
  }
  CHECK(count > parsed.images.size());
}

TEST_CASE("repositories are JSON objects of exactly the documented keys") {
  const std::chrono::sys_seconds date = recordings::recorded_at(recordings::engines.front());
  check_lines<dkrls::Repository>({{"nginx", 3, 2, date, date, 1}, {"", 0, 1, {}, {}, 0}},
                                 documented_keys().at(of_repository));
}

TEST_CASE("the disk is JSON objects of exactly the documented keys") {
  dkrls::DiskSummary summary;
  summary.on_disk = {1, dkrls::LowerBoundReason::blobs};
  summary.repositories = {{"nginx", 3, 2, {1, {}}},
                          {"", 0, 1, {2, dkrls::LowerBoundReason::history}}};
  std::ostringstream out;
  dkrls::DiskSummaryFormatter(dkrls::UsageFormat::json()).write(summary, out);
  auto lines = recordings::lines_of(out.str());
  REQUIRE(lines.size() == 3);
  const json::value last = json::parse(lines.back());
  lines.pop_back();
  CHECK(last.get_object().size() == 1);
  const json::object& total = last.at("total").get_object();
  check_object(total, documented_keys().at(of_disk));
  for (const char* const figure : {"on_disk", "unused", "dangling"})
    check_figure(total.at(figure));
  for (const std::string& line : lines) {
    const json::value repository = json::parse(line);
    check_object(repository.get_object(), documented_keys().at(of_usage));
    check_figure(repository.at("unique"));
  }
}

TEST_CASE("what only an image holds is a documented figure") {
  dkrls::detail::SurveyedImage image;
  image.image.id = "a";
  image.image.size = 5;
  image.chains = {{.layers = std::vector<std::string>{"x"}}};
  dkrls::detail::DiskSurvey survey;
  survey.images.push_back(image);
  const dkrls::DiskUsage usage(std::move(survey));
  const dkrls::Listing listing = dkrls::ImageQuery().select({image.image});
  std::ostringstream out;
  dkrls::Formatter(dkrls::ImageFormat::json(),
                   {.now = {}, .unique = [&](const dkrls::Row& row) { return usage.unique(row); }})
      .write(listing, out);
  check_figure(json::parse(out.str()).at("unique"));
}
