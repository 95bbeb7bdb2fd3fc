// SPDX-License-Identifier: MIT

// tags --platforms and --platform.

#include "catch.hpp"
#include "cli_support.hpp"
#include "image_json.hpp"

namespace {

using namespace dkrls_test;
using std::chrono::days;

std::string manifest_json(std::string_view digit, const std::string& kind,
                          const std::string& platform, std::int64_t content, bool available) {
  return R"({"ID":")" + id_of(digit) + R"(","Available":)" + (available ? "true" : "false") +
         R"(,"Size":{"Content":)" + std::to_string(content) + R"(,"Total":)" +
         std::to_string(content) + R"(},"Kind":")" + kind + R"(","ImageData":{"Platform":)" +
         platform + R"(,"Size":{"Unpacked":0}}})";
}

/// An image of containerd's store, with its manifests.
std::string image(std::string_view digit, int age, const std::string& tag,
                  const std::vector<std::string>& manifests) {
  std::string json = to_json({.id = id_of(digit),
                              .tags = Texts{tag},
                              .created = (present() - days(age)).time_since_epoch().count(),
                              .size = 1'000'000 * age});
  json.insert(json.size() - 1, ",\"Manifests\":" + json_list(manifests));
  return json;
}

const std::string amd64 = R"({"os":"linux","architecture":"amd64"})";
const std::string arm64 = R"({"os":"linux","architecture":"arm64","variant":"v8"})";

/// Docker 29 with containerd's store.
class ManifestEngine : public FakeEngine {
 public:
  ManifestEngine() {
    on("HEAD /_ping", ping("1.51"));
    on("GET /containers/json", images("[]"));
    on("GET /images/json",
       images(
           json_list({image("1", 20, "both:1",
                            {manifest_json("a", "image", amd64, 1500, true),
                             manifest_json("b", "image", arm64, 2000, true),
                             manifest_json("c", "attestation", amd64, 17, true)}),
                      image("2", 45, "pulled:1",
                            {manifest_json("d", "image", amd64, 3000, true),
                             manifest_json("e", "image", arm64, 0, false)}),
                      image("3", 75, "arm:1", {manifest_json("f", "image", arm64, 4000, true)})})));
  }
};

/// An engine with a graph driver. It refuses to inspect the last image.
class GraphEngine : public FakeEngine {
 public:
  GraphEngine() {
    on("GET /images/json",
       images(image_list_json(
           {{.id = id_of("1"), .tags = Texts{"a:1"}, .created = created(20), .size = 20'000'000},
            {.id = id_of("2"), .tags = Texts{"b:1"}, .created = created(45), .size = 45'000'000},
            {.id = id_of("3"),
             .tags = Texts{"c:1"},
             .created = created(75),
             .size = 75'000'000}})));
    on("GET /images/" + id_of("1") + "/json", images(R"({"Os":"linux","Architecture":"amd64"})"));
    on("GET /images/" + id_of("2") + "/json",
       images(R"({"Os":"linux","Architecture":"arm","Variant":"v7"})"));
    on("GET /images/" + id_of("3") + "/json", error("500 Internal Server Error", ""));
  }

 private:
  static std::int64_t created(int age) {
    return (present() - days(age)).time_since_epoch().count();
  }
};

}  // namespace

TEST_CASE("tags --platforms adds a column of the platforms that are there") {
  check_golden("platforms", {"tags", "--platforms"}, ManifestEngine());
  check_golden("platforms-graph", {"tags", "--platforms", "--sum"}, GraphEngine());
}

TEST_CASE("tags --platform lists images that have content for a platform") {
  const ManifestEngine engine;
  check_golden("platform-arm64", {"tags", "--platform", "linux/arm64"}, engine);
  check_golden("platform-several",
               {"tags", "--platform", "linux/arm64", "--platform", "linux/x86_64", "-q"}, engine);
}

TEST_CASE("tags --platform warns once of images whose platforms are unknown") {
  check_golden("platform-unknown", {"tags", "--platform", "linux/arm/v7"}, GraphEngine());
}

TEST_CASE("JSON has the platforms that come with the list, and others if they are asked for") {
  const ManifestEngine engine;
  const std::string out = run_dkr_ls({"tags", "--format", "json"}, engine).out;
  CHECK(out.find(R"("platforms":[{"platform":"linux/amd64","digest":")" + id_of("a") +
                 R"(","size":1500,"available":true},{"platform":"linux/arm64/v8","digest":")" +
                 id_of("b") + R"(","size":2000,"available":true}],"content_size":3517,)") !=
        std::string::npos);
  CHECK(out.find(R"("size":0,"available":false}],"content_size":3000,)") != std::string::npos);
  const GraphEngine graph;
  const std::string json = run_dkr_ls({"tags", "--platforms", "--format", "json"}, graph).out;
  CHECK(json.find(R"("platforms":[{"platform":"linux/arm/v7","digest":null,"size":45000000,)"
                  R"("available":true}],"content_size":null,)") != std::string::npos);
  CHECK(run_dkr_ls({"tags", "--format", "json"}, graph).out.find(R"("platforms":[)") ==
        std::string::npos);
}

TEST_CASE("a template asks for platforms and content sizes by their fields") {
  const ManifestEngine engine;
  check_golden("platforms-template",
               {"tags", "--format", "{{.Repository}} {{.Platform}} {{.ContentSize}}"}, engine);
  const Finished sizes = run_dkr_ls({"tags", "--format", "{{.ContentSize}}"}, GraphEngine());
  CHECK(sizes.out == "N/A\nN/A\nN/A\n");
  CHECK(run_dkr_ls({"tags", "--platforms", "--format", "{{.ID}}"}, engine).status == 2);
}

TEST_CASE("bad platforms are refused with what is allowed") {
  const ManifestEngine engine;
  check_golden("platform-bad", {"tags", "--platform", "arm64"}, engine);
  check_golden("platform-bad-text", {"tags", "--platform", "linux arm64"}, engine);
}

TEST_CASE("a platform that no image has is said at INFO") {
  const Finished finished =
      run_dkr_ls({"tags", "--platform", "linux/arm46", "--log-level", "info"}, ManifestEngine());
  CHECK(finished.status == 0);
  CHECK(finished.err.find("INFO: --platform \"linux/arm46\" matches no image\n") !=
        std::string::npos);
}

TEST_CASE("The flag --quiet has no place for platforms") {
  const Finished finished = run_dkr_ls({"tags", "-q", "--platforms"}, ManifestEngine());
  CHECK(finished.status == 2);
  CHECK(finished.err.find("--quiet shows IDs and nothing else") != std::string::npos);
}
