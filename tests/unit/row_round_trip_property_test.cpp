// SPDX-License-Identifier: MIT

// Rows that are printed as JSON and read back print the same bytes again, and filters list the same
// of them.

#include <dkrls/filter.hpp>
#include <dkrls/pattern.hpp>
#include <random>
#include <vector>

#include "builders.hpp"
#include "catch.hpp"
#include "printed_rows.hpp"

using dkrls::Image;
using dkrls_test::print_rows;
using dkrls_test::Texts;

namespace {

/// Names that engines send, and names that no engine should send.
const Texts names = {"a:1",
                     "a:2",
                     "b:latest",
                     "docker.io/library/a:1",
                     "docker.io/org/app:v1",
                     "docker.io/docker.io/x:1",
                     "library/library/x:1",
                     "localhost:5000/a/b",
                     "localhost:5000/a/b:1",
                     "a:<none>",
                     "a:b:<none>",
                     "a::b",
                     "a:",
                     ":1",
                     "@",
                     "a@",
                     "<none>:1",
                     "<none>:<none>",
                     "",
                     "a@sha256:1",
                     "a@sha256:2",
                     "b@sha256:1",
                     "a:1@sha256:3",
                     "x@<none>",
                     "<none>@<none>",
                     "<none>@sha256:1",
                     "a\nb:\x1b[31m",
                     "\"\\{}:|",
                     "caf\xc3\xa9:\xe2\x80\xae",
                     std::string("nul\0:1", 6)};

class Creator {
 public:
  explicit Creator(std::uint32_t seed) : random_(seed) {}

  /// Images of different IDs on each host, as engines have them.
  std::vector<Image> images() {
    std::vector<Image> images;
    for (const std::string host : {"", "web1", "w|e{b: 2"})
      for (int id = 0; id < 6; ++id)
        if (below(2) == 0)
          images.push_back(image("sha256:" + std::to_string(id), host));
    return images;
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }

  Texts some_names() {
    Texts some;
    for (std::size_t count = below(4); count > 0; --count)
      some.push_back(names[below(names.size())]);
    return some;
  }

  Image image(const std::string& id, const std::string& host) {
    Image image = dkrls_test::named(some_names(), some_names());
    image.id = id;
    image.host = host;
    if (below(3) > 0)
      image.created = dkrls_test::at(static_cast<std::int64_t>(2 + below(4'000'000'000)));
    if (below(3) > 0)
      image.size = below(2) == 0 ? below(1000) : std::numeric_limits<std::uint64_t>::max();
    if (below(3) > 0)
      image.labels = {{"\t", "{"}, {"k", "v"}};
    if (below(3) > 0)
      image.containers = below(3);
    if (below(3) == 0)
      image.tagged = dkrls_test::at(static_cast<std::int64_t>(2 + below(4'000'000'000)));
    if (below(3) == 0)
      image.platform = platform();
    if (below(3) == 0)
      image.manifests = manifests();
    return image;
  }

  dkrls::Platform platform() {
    return {.os = "linux", .architecture = "arm64", .variant = below(2) == 0 ? "" : "v8"};
  }

  std::vector<dkrls::ImageManifest> manifests() {
    using Kind = dkrls::ImageManifest::Kind;
    std::vector<dkrls::ImageManifest> manifests;
    for (const Kind kind : {Kind::image, Kind::attestation, Kind::unknown, Kind::image})
      if (below(2) == 0)
        manifests.push_back({.digest = "sha256:" + std::to_string(below(9)),
                             .kind = kind,
                             .available = below(2) == 0,
                             .platform = platform(),
                             .content_size = below(100),
                             .unpacked_size = below(100)});
    return manifests;
  }

  std::mt19937 random_;
};

/// Filters that look at each part of an image.
std::vector<dkrls::Filter> filters() {
  const std::string digest = "sha256:" + std::string(64, '1');
  return {dkrls::dangling(),
          !dkrls::dangling(),
          dkrls::used(),
          !dkrls::used(),
          dkrls::has_platform(dkrls::parse_platform("linux/arm64").value()),
          !dkrls::has_platform(dkrls::parse_platform("linux/arm64").value()),
          dkrls::has_label("k"),
          !dkrls::has_label("k"),
          dkrls::larger_than(500),
          dkrls::older_than(std::chrono::seconds(0), dkrls_test::at(2'000'000'000)),
          dkrls::repository_has_prefix("a"),
          dkrls::matches(dkrls::parse_pattern("a:1").value()),
          dkrls::matches(dkrls::parse_pattern("a@sha256:[12]*").value()),
          !dkrls::matches(dkrls::parse_pattern("**@*").value())};
}

std::string print_filtered(const std::vector<Image>& images, const dkrls::Filter& filter) {
  std::ostringstream out;
  dkrls::Formatter(dkrls::ImageFormat::json(), dkrls::FormatOptions())
      .write(dkrls::ImageQuery().where(filter).keep_images().select(images), out);
  return out.str();
}

}  // namespace

TEST_CASE("rows that are read back print the same bytes, and filters list the same") {
  for (std::uint32_t seed = 1; seed <= 400; ++seed) {
    const std::vector<Image> images = Creator(seed).images();
    const std::string printed = print_rows(images);
    const dkrls_test::ReadRows read = dkrls_test::read_rows(printed);
    CAPTURE(seed, printed, read.problem);
    REQUIRE_FALSE(read.error);
    REQUIRE(print_rows(read.images) == printed);
    for (const dkrls::Filter& filter : filters()) {
      CAPTURE(filter.description());
      REQUIRE(print_filtered(read.images, filter) == print_filtered(images, filter));
    }
  }
}

TEST_CASE("rows in any order are read back") {
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    const std::vector<Image> images = Creator(seed).images();
    const std::string printed = print_rows(images);
    for (const auto key : {dkrls::SortKey::size, dkrls::SortKey::repository, dkrls::SortKey::tag,
                           dkrls::SortKey::id}) {
      CAPTURE(seed, printed);
      REQUIRE(print_rows(dkrls_test::read_rows(print_rows(images, {key, true})).images) == printed);
    }
  }
}
