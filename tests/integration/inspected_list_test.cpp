// SPDX-License-Identifier: MIT

// Lists of images that are inspected for their platforms or the time of their tag.

#include <algorithm>

#include "catch.hpp"
#include "client_support.hpp"

namespace {

using namespace dkrls_test;
using dkrls::Image;

const std::string amd64_json = R"({"Os":"linux","Architecture":"amd64"})";
const std::string arm_json = R"({"Os":"linux","Architecture":"arm","Variant":"v7"})";

std::ptrdiff_t asked(const FakeEngine& engine, const std::string& text) {
  const std::vector<Request> requests = engine.requests();
  return std::count_if(requests.begin(), requests.end(), [&](const Request& request) {
    return request.line.find(text) != std::string::npos;
  });
}

std::string manifest_json(const std::string& architecture) {
  return R"({"ID":"sha256:m","Kind":"image","Available":true,"Size":{"Content":5,"Total":7},)"
         R"("ImageData":{"Platform":{"os":"linux","architecture":")" +
         architecture + R"("},"Size":{"Unpacked":2}}})";
}

/// Returns an image as containerd's store lists it.
std::string with_manifests(std::size_t number, const std::string& architecture) {
  std::string json = to_json({.id = id_of(number)});
  json.insert(json.size() - 1, ",\"Manifests\":[" + manifest_json(architecture) + "]");
  return json;
}

Outcome list_with(const dkrls::ImageRequest& request, const dkrls::DockerClient& client) {
  Outcome outcome;
  outcome.images = client.list_images(request, outcome.ec, outcome.diagnostics);
  return outcome;
}

Outcome list_platforms(const dkrls::DockerClient& client) {
  return list_with({.platforms = true}, client);
}

std::vector<std::string> platforms_of(const Outcome& outcome) {
  std::vector<std::string> texts;
  for (const Image& image : outcome.images) {
    const auto platforms = dkrls::platforms_of(image);
    texts.push_back(platforms ? to_string(platforms->at(0).platform) : "unknown");
  }
  return texts;
}

/// An engine without manifests that has `count` images, of two platforms in turn.
void serve_inspections(FakeEngine& engine, std::size_t count) {
  engine.on("GET /images/json", images(many_images_json(count)));
  for (std::size_t n = 0; n < count; ++n)
    engine.on("GET /images/" + id_of(n) + "/json", images(n % 2 == 0 ? amd64_json : arm_json));
}

}  // namespace

TEST_CASE("an engine with manifests is asked once") {
  FakeEngine engine;
  engine.on("HEAD /_ping", ping("1.47"));
  engine.on("GET /images/json",
            images(json_list({with_manifests(0, "arm64"), with_manifests(1, "amd64")})));
  const Outcome outcome = list_platforms(client_of(engine));
  CHECK_FALSE(outcome.ec);
  CHECK(platforms_of(outcome) == std::vector<std::string>{"linux/arm64", "linux/amd64"});
  CHECK(asked(engine, "GET /v1.47/images/json?manifests=1 ") == 1);
  CHECK(engine.requests().size() == 2);
}

TEST_CASE("each image of an engine without manifests is inspected once") {
  const std::string api = GENERATE("1.41", "1.47");
  FakeEngine engine;
  engine.on("HEAD /_ping", ping(api));
  serve_inspections(engine, 100);
  const Outcome outcome = list_platforms(client_of(engine));
  CHECK_FALSE(outcome.ec);
  const std::vector<std::string> platforms = platforms_of(outcome);
  REQUIRE(platforms.size() == 100);
  for (std::size_t n = 0; n < platforms.size(); ++n) {
    CHECK(outcome.images[n].id == id_of(n));
    CHECK(platforms[n] == (n % 2 == 0 ? "linux/amd64" : "linux/arm/v7"));
  }
  CHECK(asked(engine, "manifests=1") == (api == "1.47" ? 1 : 0));
  CHECK(asked(engine, "/images/sha256:") == 100);
  CHECK(engine.requests().size() == 102);
}

TEST_CASE("only the images that were listed without manifests are inspected, in their order") {
  FakeEngine engine;
  engine.on("HEAD /_ping", ping("1.47"));
  engine.on("GET /images/json",
            images(json_list({with_manifests(0, "arm64"), to_json({.id = id_of(1)}),
                              with_manifests(2, "amd64")})));
  engine.on("GET /images/" + id_of(1) + "/json", images(arm_json));
  const Outcome outcome = list_platforms(client_of(engine));
  CHECK(platforms_of(outcome) ==
        std::vector<std::string>{"linux/arm64", "linux/arm/v7", "linux/amd64"});
  CHECK(outcome.images[1].id == id_of(1));
  CHECK(asked(engine, "/images/sha256:") == 1);
}

TEST_CASE("without a request for platforms nothing is asked for them") {
  FakeEngine engine;
  engine.on("HEAD /_ping", ping("1.47"));
  engine.on("GET /images/json", images(json_list({with_manifests(0, "arm64")})));
  const Outcome outcome = list(engine);
  REQUIRE(outcome.images.size() == 1);
  CHECK_FALSE(dkrls::platforms_of(outcome.images[0]));
  CHECK(asked(engine, "manifests") == 0);
  CHECK(engine.requests().size() == 2);
}

TEST_CASE("a removed image is left out, and a refused inspection leaves the platform unknown") {
  FakeEngine engine;
  serve_inspections(engine, 4);
  engine.on("GET /images/" + id_of(1) + "/json", error("404 Not Found", R"({"message":"gone"})"));
  engine.on("GET /images/" + id_of(2) + "/json", error("500 Internal Server Error", ""));
  const Outcome outcome = list_platforms(client_of(engine));
  CHECK_FALSE(outcome.ec);
  CHECK(platforms_of(outcome) ==
        std::vector<std::string>{"linux/amd64", "unknown", "linux/arm/v7"});
}

TEST_CASE("an inspection that is cut short is a failure, not an unknown platform") {
  FakeEngine engine;
  serve_inspections(engine, 1);
  engine.on("GET /images/" + id_of(0) + "/json",
            Reply().send("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"Os\":").close());
  const Outcome outcome = list_platforms(client_of(engine));
  CHECK(outcome.ec == dkrls::Errc::truncated_answer);
  CHECK(outcome.images.empty());
}

TEST_CASE("each image is inspected for the time of its tag, those with manifests too") {
  FakeEngine engine;
  engine.on("HEAD /_ping", ping("1.47"));
  engine.on("GET /images/json",
            images(json_list({with_manifests(0, "arm64"), to_json({.id = id_of(1)})})));
  engine.on("GET /images/" + id_of(0) + "/json",
            images(R"({"Metadata":{"LastTagTime":"2026-01-02T03:04:05Z"}})"));
  engine.on("GET /images/" + id_of(1) + "/json",
            images(R"({"Metadata":{"LastTagTime":"0001-01-01T00:00:00Z"}})"));
  const Outcome outcome = list_with({.tagged = true}, client_of(engine));
  CHECK_FALSE(outcome.ec);
  REQUIRE(outcome.images.size() == 2);
  CHECK(outcome.images[0].tagged == std::chrono::sys_seconds(std::chrono::seconds(1'767'323'045)));
  CHECK_FALSE(outcome.images[1].tagged);
  CHECK(asked(engine, "manifests") == 0);
  CHECK(asked(engine, "/images/sha256:") == 2);
}

TEST_CASE("one inspection answers for the platform and for the time of the tag") {
  FakeEngine engine;
  serve_inspections(engine, 2);
  const Outcome outcome = list_with({.platforms = true, .tagged = true}, client_of(engine));
  CHECK(platforms_of(outcome) == std::vector<std::string>{"linux/amd64", "linux/arm/v7"});
  CHECK(asked(engine, "/images/sha256:") == 2);
}

TEST_CASE("the progress of inspections counts up to their number") {
  FakeEngine engine;
  serve_inspections(engine, 3);
  std::vector<std::size_t> seen;
  const Outcome outcome = list_with({.platforms = true,
                                     .progress =
                                         [&](std::size_t inspected, std::size_t all) {
                                           CHECK(all == 3);
                                           seen.push_back(inspected);
                                         }},
                                    client_of(engine));
  CHECK(seen == std::vector<std::size_t>{1, 2, 3});
}

TEST_CASE("an ID that cannot be part of a path is not asked for") {
  FakeEngine engine;
  engine.on("GET /images/json", images(R"([{"Id":"sha256:../../info"}])"));
  const Outcome outcome = list_platforms(client_of(engine));
  CHECK_FALSE(outcome.ec);
  REQUIRE(outcome.images.size() == 1);
  CHECK_FALSE(outcome.images[0].platform);
  CHECK(asked(engine, "/info") == 0);
}

TEST_CASE("a disk usage has platforms and times of tags if they were requested") {
  FakeEngine engine;
  engine.on("GET /images/json", images(many_images_json(2)));
  for (std::size_t n = 0; n < 2; ++n) {
    engine.on("GET /images/" + id_of(n) + "/json",
              images(R"({"Os":"linux","Architecture":"arm",)"
                     R"("Metadata":{"LastTagTime":"2026-01-02T03:04:05Z"}})"));
    engine.on("GET /images/" + id_of(n) + "/history", images("[]"));
  }
  engine.on("GET /containers/json", images("[]"));
  engine.on("GET /version", images(R"({"Version":"20.10.24"})"));
  engine.on("GET /info", images(R"({"Driver":"overlay2"})"));
  const bool requested = GENERATE(true, false);
  const dkrls::DiskUsage usage =
      client_of(engine).disk_usage({.platforms = requested, .tagged = requested});
  REQUIRE(usage.images().size() == 2);
  CHECK(usage.images()[1].platform.has_value() == requested);
  CHECK(usage.images()[1].tagged.has_value() == requested);
  CHECK(asked(engine, "/images/sha256:") == 4);  // one inspection tells all of it
}

TEST_CASE("images whose unique bytes the list has are inspected for their platforms alone") {
  FakeEngine engine;
  engine.on("HEAD /_ping", ping("1.42"));
  engine.on("GET /images/json",
            images(image_list_json({{.id = id_of(0), .size = 5, .shared_size = 2}})));
  engine.on("GET /images/" + id_of(0) + "/json", images(arm_json));
  engine.on("GET /containers/json", images("[]"));
  engine.on("GET /version", images(R"({"Version":"23.0.6"})"));
  engine.on("GET /info", images(R"({"Driver":"overlay2"})"));
  const dkrls::DiskUsage usage =
      client_of(engine).disk_usage({.platforms = true, .only_unique = true});
  REQUIRE(usage.images().size() == 1);
  CHECK(usage.images()[0].platform);
  CHECK(usage.unique(id_of(0)) == dkrls::Figure{3, {}});
  CHECK(asked(engine, "/images/sha256:") == 1);
}
