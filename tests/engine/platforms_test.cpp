// SPDX-License-Identifier: MIT

// The platforms that real engines report.

#include <dkrls/detail/engine_json/inspection_parser.hpp>
#include <dkrls/filter.hpp>
#include <map>

#include "catch.hpp"
#include "parse_images.hpp"
#include "recordings.hpp"

namespace {

using dkrls::Image;

/// The images of Docker 29 with containerd's store, by their first tag.
std::map<std::string, Image> containerd_images() {
  const auto path =
      recordings::folder / "docker-29.7.2-containerd/images_all_manifests_shared.http";
  const auto parsed = dkrls_test::parse_images(recordings::read_answer(path).body,
                                               std::string::npos, {.manifests = true});
  INFO(parsed.problem);
  REQUIRE_FALSE(parsed.error);
  std::map<std::string, Image> images;
  for (const Image& image : parsed.images)
    images.emplace(image.repo_tags.empty() ? image.id : image.repo_tags.front(), image);
  REQUIRE(images.size() == parsed.images.size());
  return images;
}

/// What each inspection of an engine reports of its image.
std::vector<Image> inspected_images(const std::string& engine) {
  std::vector<Image> images;
  const auto path = recordings::folder / engine / "layers.txt";
  for (const std::string& line : recordings::lines_of(recordings::read_file(path)))
    if (line.find("/json 200 ") != std::string::npos)
      dkrls::detail::add_inspection(std::string_view(line).substr(line.find('{')),
                                    images.emplace_back());
  return images;
}

std::string platforms_text(const Image& image) {
  const auto platforms = dkrls::platforms_of(image);
  REQUIRE(platforms);
  std::string text;
  for (const dkrls::ImagePlatform& each : *platforms)
    text += (text.empty() ? "" : " ") + to_string(each.platform) + (each.available ? "" : "-");
  return text;
}

}  // namespace

TEST_CASE("containerd's store reports the platforms of each image and whether they are there") {
  const std::map<std::string, Image> images = containerd_images();
  CHECK(platforms_text(images.at("nginx:latest")) == "linux/amd64");
  CHECK(platforms_text(images.at("armonly:1")) == "linux/arm64");
  CHECK(platforms_text(images.at("multi/arch:1")) == "linux/amd64 linux/arm64");
  CHECK(platforms_text(images.at("multi/two:1")) == "linux/amd64 linux/arm64");
  CHECK(platforms_text(images.at("127.0.0.1:5055/pulled/multi:1")) == "linux/amd64 linux/arm64-");
  CHECK(platforms_text(images.at("prov:1")) == "linux/amd64");
  for (const auto& [name, image] : images) {
    CAPTURE(name);
    const auto platforms = dkrls::platforms_of(image);
    REQUIRE(platforms);
    for (const dkrls::ImagePlatform& each : *platforms) {
      CHECK(each.platform.os == "linux");
      CHECK(each.digest.starts_with("sha256:"));
    }
  }
}

TEST_CASE("the content of containerd's images is what the list says of their manifests") {
  const std::map<std::string, Image> images = containerd_images();
  CHECK(dkrls::content_size(images.at("multi/two:1")) == 918'428 + 868'419 + 4'246 + 4'417);
  CHECK(dkrls::content_size(images.at("nginx:latest")) == 124'605);
  const auto two = dkrls::platforms_of(images.at("multi/two:1")).value();
  CHECK(two[0].size == 2'933'660);
  CHECK(two[1].size == 868'419);
}

TEST_CASE("arm64 is listed where it is there, with any other platform") {
  const dkrls::Filter arm64 = dkrls::has_platform(dkrls::parse_platform("linux/arm64").value());
  std::vector<std::string> names;
  for (const auto& [name, image] : containerd_images())
    if (!image.repo_tags.empty() && arm64(image, {}))
      names.push_back(name);
  CHECK(names == std::vector<std::string>{"arm/only:1", "armonly:1", "multi/arch:1",
                                          "multi/noprov:1", "multi/one:1", "multi/two:1"});
}
TEST_CASE("the inspection of every image reports a platform") {
  for (const std::string& engine : recordings::engines) {
    std::map<std::string, int> counts;
    for (const Image& image : inspected_images(engine)) {
      REQUIRE(image.platform);
      ++counts[to_string(*image.platform)];
    }
    CAPTURE(engine);
    CHECK(counts.size() == 2);
    CHECK(counts["linux/amd64"] >= 28);
    CHECK(counts["linux/arm64"] == 1);
  }
}

TEST_CASE("containerd's store dates the tag of every image, graph drivers some, podman none") {
  const std::map<std::string, std::size_t> dated = {{"docker-20.10.24", 3},
                                                    {"docker-26.1.5-overlay2", 3},
                                                    {"docker-26.1.5-containerd", 30},
                                                    {"podman-4.3.1", 0},
                                                    {"podman-5.4.2", 0}};
  for (const std::string& engine : recordings::engines) {
    std::size_t count = 0;
    for (const Image& image : inspected_images(engine))
      if (image.tagged) {
        ++count;
        CHECK(recordings::recorded_at(engine) - *image.tagged < std::chrono::hours(1));
      }
    CAPTURE(engine);
    CHECK(count == dated.at(engine));
  }
}
