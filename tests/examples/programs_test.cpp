// SPDX-License-Identifier: MIT

// The programs in examples/, with engines that examples/check.sh does not have.

#include <chrono>

#include "catch.hpp"
#include "example_layers.hpp"
#include "image_json.hpp"
#include "process.hpp"
#include "temporary_directory.hpp"

namespace {

using namespace dkrls_test;

/// Runs an example with this engine in DOCKER_HOST, and without docker's other settings.
Finished run_example(const char* program, const std::string& url, const Texts& arguments = {}) {
  const TemporaryDirectory home;
  Texts words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run_process(words, {"DOCKER_HOST=" + url, "DOCKER_CONFIG=" + home.path()});
}

/// Returns the time of some days ago, in Unix seconds.
std::int64_t days_ago(int days) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return (now - std::chrono::days(days)).time_since_epoch().count();
}

/// Serves an image with one layer of its own.
void serve_image(FakeEngine& engine, const ListedImage& image) {
  const std::string route = "GET /images/" + image.id;
  engine.on(route + "/json",
            images(R"({"Id":")" + image.id + R"(","RootFS":{"Type":"layers","Layers":[")" +
                   image.id + R"("]}})"));
  engine.on(route + "/history",
            images(R"([{"CreatedBy":"COPY . /","Size":)" + std::to_string(image.size) + "}]"));
}

}  // namespace

TEST_CASE("every example says that its engine is down, and exits with 1") {
  const TemporaryDirectory directory;
  for (const char* const program :
       {CLEAN_UP, EXPORT_METRICS, FIND_STALE_IMAGES, FREED_BY, LIST_ASYNCHRONOUSLY, LIST_HOSTS,
        LIST_REPOSITORIES, LOG_TO_OWN_LOGGER}) {
    CAPTURE(program);
    const Finished finished = run_example(program, "unix://" + (directory / "missing.sock"));
    CHECK(finished.status == 1);
    CHECK(finished.err.find("missing.sock: there is no such socket") != std::string::npos);
    CHECK(finished.out.find("images") == std::string::npos);
  }
}

TEST_CASE("every example says that DOCKER_HOST names no engine, and exits with 1") {
  for (const char* const program :
       {CLEAN_UP, EXPORT_METRICS, FIND_STALE_IMAGES, FREED_BY, LIST_ASYNCHRONOUSLY, LIST_HOSTS,
        LIST_REPOSITORIES, LOG_TO_OWN_LOGGER}) {
    CAPTURE(program);
    const Finished finished = run_example(program, "gopher://engine");
    CHECK(finished.status == 1);
    CHECK(finished.out.empty());
    CHECK(finished.err.find("DOCKER_HOST") != std::string::npos);
  }
}

TEST_CASE("freed_by takes names and IDs, and refuses what names no image") {
  FakeEngine engine;
  serve_example_layers(engine);
  const ListedImage image{.id = id_of(1), .tags = Texts{"app:1"}, .size = 1000};
  engine.on("GET /images/json", images(image_list_json({image})));
  engine.on("GET /containers/json", images("[]"));
  serve_image(engine, image);
  const std::string digits = image.id.substr(image.id.find(':') + 1);
  for (const std::string& name : {std::string("app:1"), image.id, digits, digits.substr(0, 12)}) {
    CAPTURE(name);
    const Finished finished = run_example(FREED_BY, engine.url(), {name});
    CHECK(finished.out.starts_with("all of these: 1kB\n"));
    CHECK(finished.status == 0);
  }
  for (const std::string& name : {std::string("app:2"), digits.substr(0, 11), std::string("app")}) {
    const Finished finished = run_example(FREED_BY, engine.url(), {"app:1", name});
    CHECK(finished.out.empty());
    CHECK(finished.err == "no image is called " + name + "\n");
    CHECK(finished.status == 1);
  }
}

TEST_CASE("the cleaner chooses old unused images behind the three newest of a repository") {
  FakeEngine engine;
  serve_example_layers(engine);
  std::vector<ListedImage> listed;
  const int ages[] = {1, 2, 70, 50, 80, 90, 100};  // in days; 0, 1 and 3 are the newest
  for (std::size_t i = 0; i < std::size(ages); ++i)
    listed.push_back({.id = id_of(i),
                      .tags = Texts{"app:" + std::to_string(i)},
                      .created = days_ago(ages[i]),
                      .size = 1000});
  listed.push_back({.id = id_of(7), .created = days_ago(200), .size = 500});
  const std::string digest = "old@sha256:" + std::string(63, '0');
  listed.push_back({.id = id_of(8),
                    .created = days_ago(300),
                    .size = 500,
                    .digests = Texts{digest + "1", digest + "2"}});
  for (const ListedImage& image : listed)
    serve_image(engine, image);
  engine.on("GET /images/json", images(image_list_json(listed)));
  engine.on("GET /containers/json", images(R"([{"Id":"c","ImageID":")" + id_of(5) + R"("}])"));

  const Finished finished = run_example(CLEAN_UP, engine.url());
  CHECK(finished.out ==
        "app:2\napp:4\napp:6\n" + id_of(7) + "\n" + digest + "1\n" + digest + "2\n");
  CHECK(finished.err == "images to remove: 5, which frees 4kB\n");
  CHECK(finished.status == 0);
}

TEST_CASE("the cleaner chooses nothing if the engine does not list its containers") {
  FakeEngine engine;
  serve_example_layers(engine);
  engine.on("GET /images/json", images(example_listing_json(std::chrono::sys_seconds())));
  engine.on("GET /containers/json", error("403 Forbidden", R"({"message":"no containers"})"));
  const Finished finished = run_example(CLEAN_UP, engine.url());
  CHECK(finished.out.empty());
  CHECK(finished.err.find("no containers") != std::string::npos);
  CHECK(finished.status == 1);
}

TEST_CASE("the exporter escapes the values of its labels") {
  FakeEngine engine;
  engine.on("GET /images/json",
            images(image_list_json({{.id = id_of(1), .tags = Texts{"a\"b\\c\nd:1"}, .size = 5}})));
  const Finished finished = run_example(EXPORT_METRICS, engine.url());
  CHECK(finished.out.find("docker_repository_bytes{repository=\"a\\\"b\\\\c\\nd\"} 5\n") !=
        std::string::npos);
  CHECK(finished.err.empty());
  CHECK(finished.status == 0);
}
