// SPDX-License-Identifier: MIT
#include <dkrls/detail/engine_json/image_list_parser.hpp>
#include <dkrls/detail/engine_json/listed_field.hpp>

#include "builders.hpp"
#include "catch.hpp"
#include "parse_images.hpp"

using dkrls_test::parse_images;
using Labels = std::vector<dkrls::Label>;

namespace {

std::string list_with(const std::string& labels) {
  return R"([{"Id":"1","Labels":)" + labels + R"(,"RepoTags":["a:1"]}])";
}

/// Returns the labels of an image. They must be the same for any chunks.
Labels parse_labels(const std::string& labels) {
  const auto parsed = parse_images(list_with(labels));
  CAPTURE(labels.substr(0, 200), parsed.problem);
  CHECK_FALSE(parsed.error);
  REQUIRE(parsed.images.size() == 1);
  CHECK(parsed.images[0].repo_tags == dkrls_test::Texts{"a:1"});
  CHECK(parse_images(list_with(labels), 1) == parsed);
  REQUIRE(parsed.images[0].labels);
  return *parsed.images[0].labels;
}

/// Returns `count` labels without the braces: "0":"x","1":"x" and so on.
std::string numbered_labels(std::size_t count, const std::string& value) {
  std::string labels;
  for (std::size_t i = 0; i < count; ++i)
    labels += (i > 0 ? ",\"" : "\"") + std::to_string(i) + "\":\"" + value + "\"";
  return labels;
}

}  // namespace

TEST_CASE("the key and the value of a label may be any text") {
  CHECK(parse_labels(R"({"":"","Id":"no","a":"[{}]","b=c":"\u0000\n"})") ==
        Labels{{"", ""}, {"Id", "no"}, {"a", "[{}]"}, {"b=c", std::string("\0\n", 2)}});
  CHECK(parse_labels(R"({"\u00e4\ud83d\ude00":"\u20ac"})") ==
        Labels{{"\u00e4\U0001f600", "\u20ac"}});
}

TEST_CASE("labels are sorted by key") {
  CHECK(parse_labels(R"({"c":"1","a":"2","b":"3"})") == Labels{{"a", "2"}, {"b", "3"}, {"c", "1"}});
}

TEST_CASE("the last value of a repeated label counts") {
  CHECK(parse_labels(R"({"a":"1","a":"2"})") == Labels{{"a", "2"}});
  CHECK(parse_labels(R"({"b":"1","a":"2","b":"3","a":"4","b":""})") ==
        Labels{{"a", "4"}, {"b", ""}});
}

TEST_CASE("the last one of repeated Labels counts") {
  CHECK(parse_labels(R"({"a":"1"},"Labels":{"b":"2"})") == Labels{{"b", "2"}});
  CHECK(parse_labels(R"({"a":"1"},"Labels":null)").empty());
}

TEST_CASE("each image has its own labels") {
  const auto parsed = parse_images(R"([{"Id":"1","Labels":{"a":"long","b":"2"}},{"Id":"2"},)"
                                   R"({"Id":"3","Labels":{"c":"3"}},{"Id":"4","Labels":{}}])");
  REQUIRE(parsed.images.size() == 4);
  CHECK(parsed.images[0].labels == Labels{{"a", "long"}, {"b", "2"}});
  CHECK_FALSE(parsed.images[1].labels);  // not sent
  CHECK(parsed.images[2].labels == Labels{{"c", "3"}});
  CHECK(parsed.images[3].labels == Labels{});
}

TEST_CASE("null says that an image has no labels, and absence says nothing") {
  CHECK(parse_labels("null").empty());
  CHECK_FALSE(parse_images(R"([{"Id":"1"}])").images[0].labels);
}

TEST_CASE("labels that are not requested are skipped, even invalid ones") {
  for (const std::string labels : {R"({"a":"1"})", "null", R"({"a":[1,{}]})", "[]", "1"}) {
    const auto parsed = parse_images(list_with(labels), std::string::npos, {.labels = false});
    CAPTURE(labels);
    CHECK_FALSE(parsed.error);
    REQUIRE(parsed.images.size() == 1);
    CHECK_FALSE(parsed.images[0].labels);
    CHECK(parsed.images[0].repo_tags == dkrls_test::Texts{"a:1"});
  }
}

TEST_CASE("a label may have a key and a value of 1 MiB and no more") {
  const std::string longest(dkrls::detail::label_limit.size, 'x');
  const auto parsed = parse_images(list_with("{\"" + longest + "\":\"" + longest + "\"}"), 65'521);
  REQUIRE(parsed.images.size() == 1);
  CHECK(parsed.images[0].labels == Labels{{longest, longest}});

  for (const std::string& labels : {"{\"" + longest + "x\":\"\"}", "{\"a\":\"" + longest + "x\"}"})
    for (const std::size_t piece_size : {std::string::npos, std::size_t(65'521)}) {
      const auto refused = parse_images(list_with(labels), piece_size);
      CHECK(refused.error == dkrls::Errc::not_an_image_list);
      CHECK(refused.problem.starts_with("a label is too long at byte "));
    }
}

TEST_CASE("all text of an image may have 16 MiB and no more, many short texts included") {
  const std::string value(1'000'000, 'x');
  CHECK_FALSE(parse_images(list_with("{" + numbered_labels(16, value) + "}")).error);
  for (const std::string& labels : {numbered_labels(17, value), numbered_labels(300'000, "")}) {
    const auto refused = parse_images(list_with("{" + labels + "}"));
    CHECK(refused.error == dkrls::Errc::not_an_image_list);
    CHECK(refused.problem.starts_with("too much text in one object at byte "));
  }
}

TEST_CASE("many unsorted labels are sorted fast") {
  std::string labels = "{";
  for (std::size_t i = 0; i < 100'000; ++i)
    labels += "\"" + std::to_string(i * 7919 % 50'000) + "\":\"" + std::to_string(i) + "\",";
  labels.back() = '}';
  const auto parsed = parse_images(list_with(labels));
  REQUIRE(parsed.images.size() == 1);
  CHECK(parsed.images[0].labels.value().size() == 50'000);
}
