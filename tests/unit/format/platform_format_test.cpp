// SPDX-License-Identifier: MIT

// The platforms and the content size of an image in a format.

#include <dkrls/formatter.hpp>
#include <memory>

#include "formatter_support.hpp"

using dkrls::Image;
using dkrls::ImageManifest;
using dkrls::Row;
using dkrls_test::row;
using dkrls_test::written;

namespace {

Row row_of(const Image& image) {
  Row listed = row("a", "1", "sha256:1");
  listed.image = std::make_shared<const Image>(image);
  return listed;
}

Image two_platforms() {
  Image image;
  const ImageManifest amd64{.digest = "sha256:a",
                            .kind = ImageManifest::Kind::image,
                            .available = true,
                            .platform = {.os = "linux", .architecture = "amd64"},
                            .content_size = 1000,
                            .unpacked_size = 500};
  ImageManifest arm64 = amd64;
  arm64.digest = "sha256:b";
  arm64.platform = {.os = "linux", .architecture = "arm64", .variant = "v8"};
  ImageManifest absent = amd64;
  absent.digest = "sha256:c";
  absent.available = false;
  absent.platform.architecture = "386";
  absent.content_size = absent.unpacked_size = 0;
  image.manifests = {amd64, arm64, absent};
  return image;
}

std::string shown(std::string_view format, const Image& image) {
  return written<Row>({row_of(image)}, format);
}

}  // namespace

TEST_CASE("the platforms that are there are shown in one cell, with the size of the content") {
  CHECK(shown("{{.Platform}} {{.ContentSize}}", two_platforms()) ==
        "linux/amd64, linux/arm64/v8 2kB\n");
}

TEST_CASE("JSON has each platform, the absent ones too") {
  CHECK(shown("{{json .Platform}} {{json .ContentSize}}", two_platforms()) ==
        R"([{"platform":"linux/amd64","digest":"sha256:a","size":1500,"available":true},)"
        R"({"platform":"linux/arm64/v8","digest":"sha256:b","size":1500,"available":true},)"
        R"({"platform":"linux/386","digest":"sha256:c","size":0,"available":false}] 2000)"
        "\n");
}

TEST_CASE("an inspected image has a platform without a digest, and no content size") {
  Image image;
  image.platform = {.os = "linux", .architecture = "arm"};
  CHECK(shown("{{.Platform}} {{.ContentSize}}", image) == "linux/arm N/A\n");
  CHECK(shown("{{json .Platform}} {{json .ContentSize}}", image) ==
        R"([{"platform":"linux/arm","digest":null,"size":null,"available":true}] null)"
        "\n");
}

TEST_CASE("platforms that were not reported are N/A, and null in JSON") {
  CHECK(shown("{{.Platform}} {{.ContentSize}}", Image()) == "N/A N/A\n");
  CHECK(shown("{{json .Platform}} {{json .ContentSize}}", Image()) == "null null\n");
  CHECK(written<Row>({row("a", "1", "sha256:1")}, "{{.Platform}} {{json .Platform}}") ==
        "N/A null\n");
}

TEST_CASE("an image without any content shows <none> as its platform") {
  Image image = two_platforms();
  for (ImageManifest& manifest : image.manifests)
    manifest.available = false;
  CHECK(shown("{{.Platform}}", image) == "<none>\n");
}

TEST_CASE("a platform's text never reaches a terminal raw") {
  Image image;
  image.platform = {.os = "li\x1bnux", .architecture = "arm"};
  CHECK(shown("{{.Platform}}", image) == "li\\x1bnux/arm\n");
}
