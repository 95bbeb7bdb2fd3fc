// SPDX-License-Identifier: MIT

// Manifests and Descriptor of images.

#include <dkrls/detail/engine_json/listed_field.hpp>

#include "builders.hpp"
#include "catch.hpp"
#include "parse_images.hpp"

using dkrls::Image;
using dkrls::ImageManifest;
using dkrls_test::parse_images;
using dkrls_test::ParsedImages;

namespace {

const dkrls::detail::ImageFields with_manifests{.manifests = true};

ParsedImages parse(const std::string& fields, std::size_t chunk_size = std::string::npos) {
  return parse_images(R"([{"Id":"1",)" + fields + R"(,"RepoTags":["a:1"]}])", chunk_size,
                      with_manifests);
}

/// Parses an image with these fields. The result must be the same for any chunks.
Image parse_fields(const std::string& fields) {
  const ParsedImages parsed = parse(fields);
  CAPTURE(fields, parsed.problem);
  CHECK_FALSE(parsed.error);
  REQUIRE(parsed.images.size() == 1);
  CHECK(parsed.images[0].repo_tags == dkrls_test::Texts{"a:1"});
  for (std::size_t chunk_size = 1; chunk_size < 20; ++chunk_size)
    CHECK(parse(fields, chunk_size) == parsed);
  return parsed.images[0];
}

const std::string platform_json =
    R"({"architecture":"arm\u0036\u0034","os":"linux","variant":"v8","os.version":"1.2",)"
    R"("os.features":["win32k"]})";

}  // namespace

TEST_CASE("the manifests of an image are read with their platforms and sizes") {
  const Image image = parse_fields(
      R"("Manifests":[{"ID":"sha256:a","Descriptor":{"digest":"sha256:no","size":480},)"
      R"("Available":true,"Size":{"Content":17,"Total":42},"Kind":"image","ImageData":{"Platform":)" +
      platform_json +
      R"(,"Size":{"Unpacked":25},"Containers":["x"]}},)"
      R"({"ID":"sha256:b","Kind":"attestation","Size":{"Content":3,"Total":3},"Available":false,)"
      R"("ImageData":null,"AttestationData":{"For":"sha256:a"}},{}])");
  const ImageManifest arm64{
      .digest = "sha256:a",
      .kind = ImageManifest::Kind::image,
      .available = true,
      .platform = {.os = "linux", .architecture = "arm64", .variant = "v8", .os_version = "1.2"},
      .content_size = 17,
      .unpacked_size = 25};
  const ImageManifest attestation{
      .digest = "sha256:b", .kind = ImageManifest::Kind::attestation, .content_size = 3};
  CHECK(image.manifests == std::vector<ImageManifest>{arm64, attestation, {}});
}

TEST_CASE("absent manifests, null and an empty list mean the same") {
  for (const std::string manifests : {"null", "[]"})
    CHECK(parse_fields("\"Manifests\":" + manifests).manifests.empty());
  CHECK(parse_fields(R"("Size":1)").manifests.empty());
}

TEST_CASE("each image has its own manifests, and the last ones of repeated Manifests") {
  const auto parsed = parse_images(
      R"([{"Id":"1","Manifests":[{"ID":"a"}]},{"Id":"2"},{"Id":"3","Manifests":[{"ID":"b"}],)"
      R"("Manifests":[{"ID":"c"},{"ID":"d","ID":"e"}]}])",
      std::string::npos, with_manifests);
  REQUIRE(parsed.images.size() == 3);
  CHECK(parsed.images[0].manifests == std::vector<ImageManifest>{{.digest = "a"}});
  CHECK(parsed.images[1].manifests.empty());
  CHECK(parsed.images[2].manifests == std::vector<ImageManifest>{{.digest = "c"}, {.digest = "e"}});
}

TEST_CASE("manifests that are not requested are skipped, even invalid ones") {
  for (const std::string manifests : {R"([{"ID":"a"}])", "7", R"([{"ID":[]}])"}) {
    const auto parsed =
        parse_images(R"([{"Id":"1","Manifests":)" + manifests + R"(,"Descriptor":[1]}])");
    CAPTURE(manifests);
    CHECK_FALSE(parsed.error);
    REQUIRE(parsed.images.size() == 1);
    CHECK(parsed.images[0].manifests.empty());
  }
}

TEST_CASE("manifests with a value of the wrong type are refused") {
  for (const std::string manifests : {"7",
                                      "1.5",
                                      "true",
                                      R"("x")",
                                      R"({})",
                                      "[7]",
                                      "[null]",
                                      "[[]]",
                                      R"([{"ID":7}])",
                                      R"([{"ID":{}}])",
                                      R"([{"Kind":1}])",
                                      R"([{"Available":"yes"}])",
                                      R"([{"Size":7}])",
                                      R"([{"Size":{"Content":"7"}}])",
                                      R"([{"Size":{"Content":-1}}])",
                                      R"([{"Size":{"Content":1.5}}])",
                                      R"([{"Size":{"Content":18446744073709551615}}])",
                                      R"([{"ImageData":[]}])",
                                      R"([{"ImageData":{"Size":{"Unpacked":true}}}])",
                                      R"([{"ImageData":{"Platform":"linux"}}])",
                                      R"([{"ImageData":{"Platform":{"os":1}}}])",
                                      R"([{"ID":"a"},{"ImageData":{"Platform":{"variant":[]}}}])"})
    for (const std::size_t chunk_size : {std::string::npos, std::size_t(1)}) {
      const ParsedImages parsed = parse("\"Manifests\":" + manifests, chunk_size);
      CAPTURE(manifests, chunk_size);
      CHECK(parsed.error == dkrls::Errc::not_an_image_list);
      CHECK(parsed.problem.starts_with("Manifests is not a list of manifests at byte "));
    }
}

TEST_CASE("the size of an index is read, that of a single manifest is not") {
  const auto index_size = [](const std::string& type) {
    return parse_fields(R"("Descriptor":{"mediaType":")" + type +
                        R"(","digest":"sha256:a","size":856})")
        .index_size;
  };
  CHECK(index_size("application/vnd.oci.image.index.v1+json") == 856);
  CHECK(index_size("application/vnd.docker.distribution.manifest.list.v2+json") == 856);
  CHECK(index_size("application/vnd.oci.image.manifest.v1+json") == std::nullopt);
  CHECK(parse_fields(R"("Descriptor":null)").index_size == std::nullopt);
}

TEST_CASE("a descriptor with a value of the wrong type is refused") {
  for (const std::string descriptor :
       {"7", "[]", R"({"mediaType":7})", R"({"size":"7"})", R"({"size":-1})"}) {
    const ParsedImages parsed = parse("\"Descriptor\":" + descriptor);
    CAPTURE(descriptor);
    CHECK(parsed.error == dkrls::Errc::not_an_image_list);
    CHECK(parsed.problem.starts_with("Descriptor is not a descriptor at byte "));
  }
}

TEST_CASE("the manifests of an image count to its 16 MiB, long and short values") {
  const auto repeated = [](const std::string& text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i)
      all += (i > 0 ? "," : "") + text;
    return all;
  };
  const std::string annotation = R"({"x":")" + std::string(1'000'000, 'x') + "\"}";
  CHECK_FALSE(parse("\"Manifests\":[" + repeated(annotation, 16) + "]").error);
  for (const std::string& manifests : {repeated(annotation, 17), repeated("{}", 1'000'000),
                                       R"({"x":[)" + repeated("1", 1'000'000) + "]}"}) {
    const ParsedImages parsed = parse("\"Manifests\":[" + manifests + "]");
    CHECK(parsed.error == dkrls::Errc::not_an_image_list);
    CHECK(parsed.problem.starts_with("too much text in one object at byte "));
  }
}

TEST_CASE("a list that ends in its manifests is truncated") {
  const std::string body = R"([{"Id":"1","Manifests":[{"ID":"a","Size":{"Content":17}}]}])";
  for (std::size_t size = 1; size < body.size(); ++size) {
    CAPTURE(size);
    CHECK(parse_images(body.substr(0, size), std::string::npos, with_manifests).error ==
          dkrls::Errc::truncated_answer);
  }
}
