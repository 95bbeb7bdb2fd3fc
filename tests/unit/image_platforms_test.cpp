// SPDX-License-Identifier: MIT

// The platforms of an image and the bytes of its content.

#include <dkrls/filter.hpp>
#include <limits>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::content_size;
using dkrls::Image;
using dkrls::ImageManifest;
using dkrls::ImagePlatform;
using dkrls::Platform;
using dkrls::platforms_of;

namespace {

const Platform amd64{.os = "linux", .architecture = "amd64"};
const Platform arm64{.os = "linux", .architecture = "arm64", .variant = "v8"};

ImageManifest manifest(const Platform& platform, std::uint64_t content, std::uint64_t unpacked,
                       bool available = true) {
  return {.digest = "sha256:" + to_string(platform),
          .kind = ImageManifest::Kind::image,
          .available = available,
          .platform = platform,
          .content_size = content,
          .unpacked_size = unpacked};
}

/// An image for amd64 with an attestation, whose arm64 part was not pulled.
Image pulled_for_amd64() {
  Image image;
  const ImageManifest attestation{.digest = "sha256:a",
                                  .kind = ImageManifest::Kind::attestation,
                                  .available = true,
                                  .platform = {.os = "unknown", .architecture = "unknown"},
                                  .content_size = 5};
  image.manifests = {manifest(amd64, 100, 200), attestation, manifest(arm64, 0, 0, false)};
  return image;
}

bool lists(const Image& image, std::string_view platform) {
  return dkrls::has_platform(dkrls::parse_platform(platform).value())(image, {});
}

}  // namespace

TEST_CASE("the manifests of images are platforms, attestations are not") {
  CHECK(platforms_of(pulled_for_amd64()) ==
        std::vector<ImagePlatform>{{amd64, "sha256:linux/amd64", 300, true},
                                   {arm64, "sha256:linux/arm64/v8", 0, false}});
}

TEST_CASE("an inspected image has the platform of its inspection") {
  Image image;
  image.size = 7;
  image.platform = arm64;
  CHECK(platforms_of(image) == std::vector<ImagePlatform>{{arm64, "", 7, true}});
  image.size.reset();
  CHECK(platforms_of(image) == std::vector<ImagePlatform>{{arm64, "", std::nullopt, true}});
  CHECK_FALSE(content_size(image));
  CHECK(lists(image, "linux/arm64"));
  CHECK_FALSE(lists(image, "linux/amd64"));
}

TEST_CASE("the manifests of an image have more to report than its inspection") {
  Image image = pulled_for_amd64();
  const auto platforms = platforms_of(image);
  image.platform = arm64;
  CHECK(platforms_of(image) == platforms);
}

TEST_CASE("the platforms of an image are unknown if the engine did not report them") {
  CHECK_FALSE(platforms_of(Image()));
}

TEST_CASE("an image of attestations alone has no platform") {
  Image image;
  image.manifests.resize(1);
  CHECK(platforms_of(image) == std::vector<ImagePlatform>{});
}

TEST_CASE("the content of all manifests is added up, that of attestations too") {
  CHECK(content_size(pulled_for_amd64()) == 105);
  CHECK_FALSE(content_size(Image()));
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  Image image;
  image.manifests = {manifest(amd64, most, most), manifest(arm64, 1, 1)};
  CHECK(content_size(image) == most);
  CHECK(platforms_of(image)->at(0).size == most);
}

TEST_CASE("has_platform lists images that have content for the platform") {
  const Image image = pulled_for_amd64();
  CHECK(lists(image, "linux/amd64"));
  CHECK_FALSE(lists(image, "linux/arm64"));  // it is not there
  CHECK_FALSE(lists(image, "unknown/unknown"));
}

TEST_CASE("has_platform does not know an image without reported platforms") {
  const dkrls::Filter filter = dkrls::has_platform(amd64);
  CHECK(filter.judge(Image(), {}) == std::nullopt);
  CHECK((!filter).judge(Image(), {}) == std::nullopt);
  CHECK(filter.description() == "platform linux/amd64");
}
