// The manifests of images on containerd's store.

#include <dkrls/detail/engine_api/image_list_parser.hpp>

#include "catch.hpp"
#include "parse_images.hpp"

using dkrls::Image;
using dkrls::ImageManifest;
using dkrls::Platform;
using dkrls_test::parse_images;

namespace {

constexpr std::string_view index_type = "application/vnd.oci.image.index.v1+json";

dkrls_test::ParsedImages parse(std::string_view body, std::size_t piece_size) {
  return parse_images(body, piece_size, {.manifests = true});
}

/// An image with these manifests, however the body is cut.
Image parse_manifests(const std::string& manifests) {
  const std::string body = "[{\"Id\":\"1\",\"Manifests\":" + manifests + "}]";
  const auto whole = parse(body, std::string::npos);
  CAPTURE(body, whole.problem);
  CHECK(parse(body, 1) == whole);
  CHECK(parse(body, 7) == whole);
  REQUIRE(whole.images.size() == 1);
  return whole.images[0];
}

std::optional<std::uint64_t> index_size(std::string_view descriptor) {
  const auto parsed =
      parse("[{\"Id\":\"1\",\"Descriptor\":" + std::string(descriptor) + "}]", std::string::npos);
  REQUIRE(parsed.images.size() == 1);
  return parsed.images[0].index_size;
}

}  // namespace

TEST_CASE("an image has its manifests, each with its platform and its sizes") {
  const Image image = parse_manifests(
      R"([{"ID":"sha256:a","Descriptor":{"size":670,"digest":"x"},"Available":true,)"
      R"("Size":{"Content":918,"Total":2933},"Kind":"image","ImageData":{"Platform":)"
      R"({"architecture":"arm64","os":"linux","variant":"v8","os.version":"10.0","os.features":["f"]},)"
      R"("Containers":null,"Size":{"Unpacked":2015}}},)"
      R"({"ID":"sha256:b","Available":false,"Size":{"Content":0,"Total":0},"Kind":"attestation",)"
      R"("AttestationData":{"For":"sha256:a"}}])");
  CHECK(image.manifests ==
        std::vector<ImageManifest>{
            {"sha256:a", true, true, Platform{"linux", "arm64", "v8", "10.0"}, 918, 2015},
            {"sha256:b", false, false, Platform(), 0, 0}});
}

TEST_CASE("manifests may be null, none, or not wanted") {
  CHECK(parse_manifests("null").manifests.empty());
  CHECK(parse_manifests("[]").manifests.empty());
  CHECK(parse_manifests(R"([{"ID":null,"Size":null}])").manifests.size() == 1);
  CHECK(parse_images(R"([{"Id":"1","Manifests":[{"ID":"a"}]}])").images[0].manifests.empty());
}

TEST_CASE("of repeated manifests the last ones count, and each image has its own") {
  const auto parsed = parse(
      R"([{"Manifests":[{"ID":"a"},{"ID":"b"}],"Id":"1","Manifests":[{"ID":"c"}]},{"Id":"2"}])",
      std::string::npos);
  REQUIRE(parsed.images.size() == 2);
  REQUIRE(parsed.images[0].manifests.size() == 1);
  CHECK(parsed.images[0].manifests[0].digest == "c");
  CHECK(parsed.images[1].manifests.empty());
}

TEST_CASE("values of no interest may be of any kind and depth") {
  const Image image = parse_manifests(
      R"([{"Identity":{"Signature":[{"ID":[1,2.5,{"ID":"no"}]}]},"Size":{"Other":18446744073709551615},)"
      R"("IDs":"no","x":{"ID":"no"},"ID":"yes"}])");
  CHECK(image.manifests[0].digest == "yes");
}

TEST_CASE("an index has a size, and a manifest by itself has none") {
  const auto descriptor = [](std::string_view type) {
    return R"({"mediaType":")" + std::string(type) + R"(","size":855,"digest":"x"})";
  };
  CHECK(index_size(descriptor(index_type)) == 855U);
  CHECK(index_size(descriptor("application/vnd.docker.distribution.manifest.list.v2+json")) ==
        855U);
  CHECK(index_size(descriptor("application/vnd.oci.image.manifest.v1+json")) == std::nullopt);
  CHECK(index_size("null") == std::nullopt);
  CHECK(index_size("{}") == std::nullopt);
}

TEST_CASE("manifests of another shape are refused") {
  const std::string manifests =
      GENERATE(R"("x")", "3", "true", R"(["x"])", "[3]", R"({"ID":"a"})", R"([{"ID":3}])",
               R"([{"ID":true}])", R"([{"Kind":1}])", R"([{"Available":"yes"}])",
               R"([{"Size":{"Content":-1}}])", R"([{"Size":{"Content":1.5}}])",
               R"([{"Size":{"Content":18446744073709551615}}])", R"([{"Size":{"Content":"1"}}])",
               R"([{"ImageData":{"Platform":{"os":[1]}}}])",
               R"([{"ImageData":{"Size":{"Unpacked":false}}}])");
  CAPTURE(manifests);
  const auto parsed = parse("[{\"Id\":\"1\",\"Manifests\":" + manifests + "}]", std::string::npos);
  CHECK(parsed.error == dkrls::Errc::not_an_image_list);
  CHECK(parsed.problem.starts_with("Manifests is not a list of manifests"));
}

TEST_CASE("a name in a manifest may not be too long") {
  const std::string name(70'000, 'x');
  const auto parsed =
      parse(R"([{"Id":"1","Manifests":[{"y":")" + name + R"(","ID":")" + name + "\"}]}]", 1000);
  CHECK(parsed.problem.starts_with("a name is too long"));
}
