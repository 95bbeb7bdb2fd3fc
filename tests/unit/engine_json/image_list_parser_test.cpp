// SPDX-License-Identifier: MIT
#include <dkrls/detail/engine_json/image_list_parser.hpp>
#include <dkrls/detail/engine_json/listed_field.hpp>
#include <stdexcept>

#include "builders.hpp"
#include "catch.hpp"
#include "parse_images.hpp"

using dkrls::Image;
using dkrls_test::parse_images;
using dkrls_test::Texts;
using Labels = std::vector<dkrls::Label>;

namespace {

/// Parses a list of one image with these fields and an Id, and returns the image.
Image parse_fields(const std::string& fields) {
  const auto parsed = parse_images(R"([{"Id":"sha256:1",)" + fields + "}]");
  CAPTURE(fields, parsed.problem);
  CHECK_FALSE(parsed.error);
  REQUIRE(parsed.images.size() == 1);
  CHECK(parsed.images[0].id == "sha256:1");
  return parsed.images[0];
}

/// Parses a valid list and returns the ID of each image.
Texts ids_of(std::string_view body) {
  const auto parsed = parse_images(body);
  CAPTURE(body, parsed.problem);
  CHECK_FALSE(parsed.error);
  CHECK(parsed.problem.empty());
  Texts ids;
  for (const Image& image : parsed.images)
    ids.push_back(image.id);
  return ids;
}

}  // namespace

TEST_CASE("the fields of an image are taken from its object") {
  const Image image =
      parse_fields(R"("RepoTags":["nginx:1","nginx:2"],"RepoDigests":["nginx@sha256:a"],)"
                   R"("Created":1591721862,"Size":133000000,"Labels":{"team":"web"},)"
                   R"("ParentId":"sha256:0")");
  CHECK(image.repo_tags == Texts{"nginx:1", "nginx:2"});
  CHECK(image.repo_digests == Texts{"nginx@sha256:a"});
  CHECK(image.created == dkrls_test::at(1591721862));
  CHECK(image.size == 133'000'000u);
  CHECK(image.labels == Labels{{"team", "web"}});
  CHECK(image.parent_id == "sha256:0");
}

TEST_CASE("the engine's count of containers is not used") {
  for (const std::string_view count : {"0", "3", "-1", "null", "[]"})
    CHECK(parse_fields("\"Containers\":" + std::string(count)).containers == std::nullopt);
}

TEST_CASE("a shared size is read only if it was requested") {
  const std::string_view body = R"([{"Id":"1","SharedSize":7},{"Id":"2","SharedSize":-1}])";
  const auto parsed = parse_images(body, std::string_view::npos, {.shared_size = true});
  REQUIRE(parsed.images.size() == 2);
  CHECK(parsed.images[0].shared_size == 7u);
  CHECK(parsed.images[1].shared_size == std::nullopt);
  CHECK(parse_images(body).images[0].shared_size == std::nullopt);
}

TEST_CASE("images are parsed in the order of the list, independently of each other") {
  const auto parsed = parse_images(
      R"([{"Id":"1","RepoTags":["a:1","a:2"],"RepoDigests":["a@b"],"Created":10,"Size":5,)"
      R"("Labels":{"a":"b"},"ParentId":"0"},)"
      R"({"Id":"2"},{"Id":"3","RepoTags":["c:1"]}])");
  CHECK_FALSE(parsed.error);
  REQUIRE(parsed.images.size() == 3);
  Image second = dkrls_test::named({});
  second.id = "2";
  CHECK(parsed.images[1] == second);
  CHECK(parsed.images[2].id == "3");
  CHECK(parsed.images[2].repo_tags == Texts{"c:1"});
  CHECK(parsed.images[2].repo_digests.empty());
}

TEST_CASE("an empty list, null, and either among blanks are lists without images") {
  for (const std::string_view body : {"[]", "[]\n", "null", "null\n", " \t\r\n[ \n ] \r\n"})
    CHECK(ids_of(body).empty());
}

TEST_CASE("null, absent and empty mean the same, except that absent labels are unknown") {
  const Image nothing = parse_fields(R"("Other":1)");
  CHECK(nothing.repo_tags.empty());
  CHECK(nothing.repo_digests.empty());
  CHECK(nothing.created == std::nullopt);
  CHECK(nothing.size == std::nullopt);
  CHECK(nothing.labels == std::nullopt);
  CHECK(nothing.parent_id.empty());
  Image unlabelled = nothing;
  unlabelled.labels.emplace();
  CHECK(parse_fields(R"("RepoTags":null,"RepoDigests":null,"Created":null,"Size":null,)"
                     R"("Labels":null,"ParentId":null)") == unlabelled);
  CHECK(parse_fields(R"("RepoTags":[],"RepoDigests":[],"Labels":{},"ParentId":"")") == unlabelled);
}

TEST_CASE("numbers that mean unknown are unknown") {
  for (const std::string_view created : {"0", "-1", "-62135596800", "1", "315532800"})
    CHECK(parse_fields("\"Created\":" + std::string(created)).created == std::nullopt);
  CHECK(parse_fields(R"("Size":-1)").size == std::nullopt);
  CHECK(parse_fields(R"("Size":-9223372036854775808)").size == std::nullopt);
}

TEST_CASE("the largest number that Docker can send is read") {
  CHECK(parse_fields(R"("Size":0)").size == 0u);
  CHECK(parse_fields(R"("Size":9223372036854775807)").size == 9'223'372'036'854'775'807u);
  CHECK(parse_fields(R"("Created":9223372036854775807)").created ==
        dkrls_test::at(9'223'372'036'854'775'807));
}

TEST_CASE("a repeated key replaces what came before") {
  CHECK(parse_fields(R"("RepoTags":["a:1","a:2"],"RepoTags":["b:1"])").repo_tags == Texts{"b:1"});
  CHECK(parse_fields(R"("RepoTags":["a:1"],"RepoTags":null)").repo_tags.empty());
  CHECK(parse_fields(R"("RepoDigests":["a@b"],"RepoDigests":[])").repo_digests.empty());
  CHECK(parse_fields(R"("Created":10,"Created":null)").created == std::nullopt);
  CHECK(parse_fields(R"("Created":10,"Created":20)").created == dkrls_test::at(20));
  CHECK(parse_fields(R"("Size":10,"Size":-1)").size == std::nullopt);
  CHECK(parse_fields(R"("ParentId":"one","ParentId":"2")").parent_id == "2");
  CHECK(ids_of(R"([{"Id":"one","Id":"2"}])") == Texts{"2"});
}

TEST_CASE("keys are compared exactly") {
  const Image image = parse_fields(
      R"("id":"x","ID":[],"size":"x","Size ":{},"Siz":[1],"Sizes":true,"RepoTag":1,"":0,)"
      R"("RepoTagss":2,"RepoDigestsX":3,"RepoDigestsRepoDigests":4,"created":"x")");
  CHECK(image.size == std::nullopt);
  CHECK(image.repo_tags.empty());
  CHECK(image.repo_digests.empty());
}

TEST_CASE("keys and strings may be written with escapes") {
  const Image image = parse_fields(
      R"("\u0052epo\u0054ags":["\u003cnone\u003e:\"\\\/\b\f\n\r\t","\u00e4\u20ac\ud83d\ude00"],)"
      R"("S\u0069ze":7)");
  CHECK(image.repo_tags == Texts{"<none>:\"\\/\b\f\n\r\t", "\u00e4\u20ac\U0001f600"});
  CHECK(image.size == 7u);
}

TEST_CASE("unknown fields of any content are skipped") {
  const Image image = parse_fields(
      R"("Extra":{"Id":"no","RepoTags":["no:1"],"Created":"x","Size":[]},)"
      R"("Names":["no:1"],"History":[[],[[1]],{"Size":{}}],"SharedSize":-1,"Dangling":true,)"
      R"("Ratio":1.5e300,"Big":123456789012345678901234567890,"Nothing":null,)"
      R"("Manifests":[{"ID":"no","Size":{"Total":1}},null,"Id"],"RepoTags":["yes:1"])");
  CHECK(image.repo_tags == Texts{"yes:1"});
  CHECK(image.created == std::nullopt);
  CHECK(image.size == std::nullopt);
}

TEST_CASE("unknown fields may be longer than a name") {
  const std::string huge(dkrls::detail::name_limit.size + 1, 'x');
  const Image image = parse_fields("\"Extra\":{\"" + huge + "\":\"" + huge + "\"},\"" + huge +
                                   "\":\"" + huge + "\",\"Size\":7");
  CHECK(image.size == 7u);
}

TEST_CASE("a name may have 64 KiB") {
  const std::string longest(dkrls::detail::name_limit.size, 'x');
  CHECK(parse_fields("\"RepoTags\":[\"" + longest + "\"]").repo_tags == Texts{longest});
  CHECK(ids_of("[{\"Id\":\"" + longest + "\"}]") == Texts{longest});
}

TEST_CASE("names may contain control characters") {
  CHECK(parse_fields(R"("RepoTags":["\u0000\u001b[2J\u007f\u2028"])").repo_tags ==
        Texts{std::string("\0\x1b[2J\x7f\u2028", 9)});
}

TEST_CASE("the sink is called as soon as an image is complete") {
  std::vector<std::string> seen;
  dkrls::detail::ImageListParser parser([&](const Image& image) { seen.push_back(image.id); });
  dkrls::error_code error;
  parser.write(R"([{"Id":"1"})", error);
  CHECK(seen == Texts{"1"});
  parser.write(R"(,{"Id":"2")", error);
  CHECK(seen == Texts{"1"});
  parser.write("}", error);
  CHECK(seen == Texts{"1", "2"});
  CHECK_FALSE(error);
}

TEST_CASE("the sink has been called for the images before an error") {
  const auto parsed = parse_images(R"([{"Id":"1"},{"Id":2}])");
  CHECK(parsed.error == dkrls::Errc::not_an_image_list);
  REQUIRE(parsed.images.size() == 1);
  CHECK(parsed.images[0].id == "1");
}

TEST_CASE("an exception of the sink leaves write()") {
  dkrls::detail::ImageListParser parser([](const Image&) { throw std::runtime_error("full"); });
  dkrls::error_code error;
  parser.write(R"([{"Id":"1")", error);
  CHECK_FALSE(error);
  CHECK_THROWS_AS(parser.write("}]", error), std::runtime_error);
}

TEST_CASE("a list of 20,000 images is parsed") {
  std::string body = "[";
  constexpr std::size_t count = 20'000;
  for (std::size_t i = 0; i < count; ++i)
    body +=
        "{\"Id\":\"" + std::to_string(i) + "\",\"RepoTags\":[\"a:" + std::to_string(i) + "\"]},";
  body.back() = ']';
  const auto parsed = parse_images(body, 4096);
  CHECK_FALSE(parsed.error);
  REQUIRE(parsed.images.size() == count);
  for (std::size_t i = 0; i < count; ++i)
    if (parsed.images[i].id != std::to_string(i) ||
        parsed.images[i].repo_tags != Texts{"a:" + std::to_string(i)})
      FAIL_CHECK("image " << i << " is " << parsed.images[i].id);
}

TEST_CASE("an image keeps nothing of a previous one with much text") {
  const std::string much(20'000, 'x');
  const auto parsed =
      parse_images(R"([{"Id":"1","RepoTags":[")" + much + R"(:1",")" + much +
                   R"(:2"],"Labels":{"k":"v"},"Size":1,"Created":1600000000},{"Id":"2"}])");
  REQUIRE(parsed.images.size() == 2);
  CHECK(parsed.images[0].repo_tags == Texts{much + ":1", much + ":2"});
  CHECK(parsed.images[1] == parse_images(R"([{"Id":"2"}])").images[0]);
}

TEST_CASE("every image gets the name of the host") {
  const auto parsed = parse_images(R"([{"Id":"1"},{"Id":"2"}])", 1, {.host = "east"});
  REQUIRE(parsed.images.size() == 2);
  CHECK(parsed.images[0].host == "east");
  CHECK(parsed.images[1].host == "east");
  CHECK(parse_images(R"([{"Id":"1"}])").images.at(0).host.empty());
}
