// SPDX-License-Identifier: MIT

// What removing images would free: tags --unique, tags --reclaim and du.

#include <algorithm>
#include <regex>
#include <sstream>
#include <thread>

#include "catch.hpp"
#include "cli_support.hpp"
#include "example_layers.hpp"
#include "image_json.hpp"
#include "terminal_support.hpp"

namespace {

using namespace dkrls_test;
using namespace std::chrono_literals;

const std::string nginx = id_of("7e4d58f0e5f3");

/// The example listing, and what its images are made of. nginx:latest has a container, and webapp
/// another tag.
class LayeredEngine : public FakeEngine {
 public:
  LayeredEngine() {
    std::string list = example_listing_json(present());
    const std::string webapp = "webapp:20200609-1018\"";
    list.insert(list.find(webapp) + webapp.size(),
                ",\"123456789000.dkr.ecr.us-east-1.amazonaws.com/webapp:stable\"");
    list_ = list;
    on("GET /images/json", images(list_));
    serve_example_layers(*this);
    on("GET /containers/json", images(R"([{"Id":"c1","ImageID":")" + nginx + "\"}]"));
  }

  /// What it answers to GET /images/json.
  const std::string& list() const { return list_; }

 private:
  std::string list_;
};

class ContainerdEngine : public LayeredEngine {
 public:
  ContainerdEngine() {
    on("GET /info",
       images(
           R"({"Driver":"overlayfs","DriverStatus":[["driver-type","io.containerd.snapshotter.v1"]]})"));
  }
};

/// Lists intermediate images only if all images are asked for.
class ClassicEngine : public FakeEngine {
 public:
  ClassicEngine() {
    on("GET /images/json", [](const Request& request) {
      const std::string listed =
          R"({"Id":"sha256:3","RepoTags":["app:1","app:2"],"RepoDigests":["app@sha256:7"],)"
          R"("ParentId":"sha256:2","Created":1600000000,"Size":30,"Labels":{"a":"b"}},)"
          R"({"Id":"sha256:4","RepoTags":["<none>:<none>"],"Created":0,"Size":40,"Labels":null},)"
          R"({"Id":"sha256:1","RepoTags":["base:1"],"Created":1500000000,"Size":10})";
      const std::string hidden =
          R"(,{"Id":"sha256:2","RepoTags":null,"ParentId":"sha256:1","Created":1599999999,"Size":20})";
      const bool all = request.line.find("all=1") != std::string::npos;
      return images("[" + listed + (all ? hidden : "") + "]");
    });
    for (const std::string id : {"1", "2", "3", "4"}) {
      on("GET /images/sha256:" + id + "/json", images("{\"RootFS\":{}}"));
      on("GET /images/sha256:" + id + "/history", images("[]"));
    }
    on("GET /containers/json", images(R"([{"Id":"c1","ImageID":"sha256:1"}])"));
    on("GET /version", images(R"({"Version":"20.10.24"})"));
    on("GET /info", images(R"({"Driver":"overlay2"})"));
  }
};

/// How often something was asked whose request line contains `text`.
std::ptrdiff_t times_asked(const FakeEngine& engine, const std::string& text) {
  return std::ranges::count_if(engine.requests(), [&](const Request& request) {
    return request.line.find(text) != std::string::npos;
  });
}

bool asks_for_layers(const FakeEngine& engine) {
  return std::ranges::any_of(engine.requests(), [](const Request& request) {
    return request.line.find("/history") != std::string::npos;
  });
}

/// The same as check_golden() for objects with dates, which change every second.
void check_golden_json(const std::string& name, Arguments arguments, const FakeEngine& engine) {
  arguments.insert(arguments.end(), {"--format", "json"});
  std::string command_line = "dkr-ls";
  for (const std::string& argument : arguments)
    command_line += " " + argument;
  Finished finished = run_dkr_ls(arguments, engine);
  finished.out = std::regex_replace(finished.out, std::regex("\"created\":\"[^\"]*\""),
                                    "\"created\":\"DATE\"");
  check_golden_file(TEST_DATA_DIR "/golden/" + name + ".txt", command_line, finished);
}

}  // namespace

TEST_CASE("tags --unique adds a column with what only the image holds") {
  check_golden("unique", {"tags", "--unique"}, LayeredEngine());
  check_golden("unique-digests", {"tags", "--unique", "--digests", "--prefix", "debian", "--sum"},
               LayeredEngine());
}

TEST_CASE("a lower bound is marked as one") {
  check_golden("unique-lower-bound", {"tags", "--unique", "--reclaim"}, ContainerdEngine());
  check_golden_json("unique-lower-bound-json",
                    {"tags", "--prefix", "debian", "--unique", "--reclaim"}, ContainerdEngine());
  check_golden("du-lower-bound", {"du"}, ContainerdEngine());
}

TEST_CASE("the rows are the same with figures and without") {
  const ClassicEngine engine;
  const std::string fields =
      "{{.Repository}} {{.Tag}} {{.Digest}} {{.ID}} {{.CreatedAt}} {{.Size}} {{.Containers}} "
      "{{.Labels}}";
  for (const Arguments& flags : {Arguments{},
                                 {"--all"},
                                 {"--dangling"},
                                 {"--used"},
                                 {"--unused"},
                                 {"--label", "a=b"},
                                 {"--sort", "size"},
                                 {"--maxTags", "1"},
                                 {"--minAge", "1", "--log-level", "INFO"}}) {
    Arguments plain = {"tags", "--no-header", "--format", fields};
    plain.insert(plain.end(), flags.begin(), flags.end());
    Arguments figured = plain;
    figured[3] += "@{{.Unique}}";
    const Finished expected = run_dkr_ls(plain, engine);
    const Finished finished = run_dkr_ls(figured, engine);
    CAPTURE(flags, expected.err, finished.err);
    REQUIRE(expected.status == 0);
    CHECK(finished.status == 0);
    CHECK(std::regex_replace(finished.out, std::regex("@.*"), "") == expected.out);
    const std::string undated = "INFO: --minAge leaves out images of unknown age: 1\n";
    CHECK(finished.err.ends_with(undated) == expected.err.ends_with(undated));
  }
}

TEST_CASE("the images are listed once") {
  for (const char* const flag : {"--unique", "--reclaim"}) {
    const LayeredEngine engine;
    REQUIRE(run_dkr_ls({"tags", flag}, engine).status == 0);
    CHECK(times_asked(engine, "/images/json") == 1);
  }
}

TEST_CASE("labels are there where a format shows them, with figures too") {
  const Finished finished =
      run_dkr_ls({"tags", "--unique", "--prefix", "app", "--format", "json"}, ClassicEngine());
  CAPTURE(finished.out);
  CHECK(finished.out.find(R"("labels":{"a":"b"})") != std::string::npos);
}

TEST_CASE("an image that was removed meanwhile is left out") {
  LayeredEngine engine;
  engine.on("GET /images/" + id_of("6f715d38cfe0") + "/json", error("404 Not Found", ""));
  check_golden("unique-removed", {"tags", "--unique", "--reclaim", "--prefix", "nginx"}, engine);
}

TEST_CASE("tags --reclaim says what removing the listed rows would free") {
  const LayeredEngine engine;
  // Two images that share debian; but nginx:latest has a container.
  check_golden("reclaim", {"tags", "--prefix", "nginx", "--prefix", "awscli", "--reclaim"}, engine);
  check_golden("reclaim-unused", {"tags", "--unused", "--reclaim", "--unique"}, engine);
  check_golden("reclaim-one-of-two-tags", {"tags", "--prefix", "123", "--maxTags=1", "--reclaim"},
               engine);
  check_golden("reclaim-without-sum", {"tags", "--dangling", "--reclaim", "--sum=false"}, engine);
  check_golden("reclaim-table",
               {"tags", "--reclaim", "--prefix=mysql", "--format", "table {{.Tag}}\\t{{.Size}}"},
               engine);
}

TEST_CASE("JSON has the figures where they were asked for") {
  const LayeredEngine engine;
  check_golden_json("unique-json", {"tags", "--prefix", "debian", "--unique"}, engine);
  check_golden_json("reclaim-json", {"tags", "--prefix", "debian", "--reclaim"}, engine);
  check_golden_json("reclaim-without-sum-json", {"tags", "--dangling", "--reclaim", "--sum=false"},
                    engine);
}

TEST_CASE("a template asks by its fields, and docker's UniqueSize is docker's") {
  const LayeredEngine engine;
  check_golden(
      "template-unique",
      {"tags", "--format", "{{.Unique}} {{.UniqueBytes}} {{.UniqueSize}} {{json .Unique}}"},
      engine);
}

TEST_CASE("nobody asks for layers where no figure is shown") {
  const LayeredEngine engine;
  for (const Arguments& arguments : {Arguments{"tags", "--sum"},
                                     {"tags", "--format", "json"},
                                     {"tags", "--format", "{{.UniqueSize}} {{json .}}"},
                                     {"repos", "--long"}})
    CHECK(run_dkr_ls(arguments, engine).status == 0);
  CHECK_FALSE(asks_for_layers(engine));
}

TEST_CASE("a template has no place for --reclaim, nor for a column that it does not name") {
  const LayeredEngine engine;
  check_golden("reclaim-template", {"tags", "--reclaim", "--format", "{{.ID}}"}, engine);
  check_golden("unique-template", {"tags", "--unique", "--format", "{{.ID}}"}, engine);
  check_golden("unique-quiet", {"tags", "--unique", "-q"}, engine);
  CHECK(engine.connections() == 0);
  CHECK(run_dkr_ls({"tags", "--unique", "--format", "{{.UniqueBytes}}"}, engine).status == 0);
}

TEST_CASE("du shows the whole picture") {
  const LayeredEngine engine;
  check_golden("du", {"du"}, engine);
  check_golden("du-no-header", {"du", "--no-header"}, engine);
  check_golden("du-json", {"du", "--format", "json"}, engine);
  check_golden("du-template", {"du", "--format", "{{.Repository}} {{.Unique}} {{.UniqueBytes}}"},
               engine);
  check_golden("du-template-table", {"du", "--format", "table {{.Unique}}\\t{{.Repository}}"},
               engine);
  check_golden("du-template-unknown", {"du", "--format", "{{.Tag}}"}, engine);
}

TEST_CASE("du shows the total of containerd's store as the engine's own") {
  ContainerdEngine engine;
  engine.on("HEAD /_ping", ping("1.44"));
  engine.on("GET /system/df", images(R"({"LayersSize":2000000000})"));
  check_golden("du-containerd", {"du"}, engine);
}

TEST_CASE("du of an engine without images has nothing to show") {
  FakeEngine engine;
  serve_example_layers(engine);
  check_golden("du-empty", {"du"}, engine);
}

TEST_CASE("on a terminal du fills the width with shares and bars, and ends with what to do") {
  const LayeredEngine engine;
  for (const std::size_t width : {40u, 60u, 80u, 120u, 200u})
    check_golden_terminal("du-" + std::to_string(width), {"du"}, engine, width);
  check_golden_terminal("du-80-ascii", {"du"}, engine, 80, "POSIX");
  check_golden_terminal("du-80-no-trunc", {"du", "--no-trunc"}, engine, 80);
  check_golden_terminal("du-lower-bound-80", {"du"}, ContainerdEngine(), 80);
}

TEST_CASE("what du says that removing would free is what the command it names says") {
  const LayeredEngine engine;
  const std::string du = run_on_terminal({"du"}, engine, 80).out;
  CHECK(du.find("dkr-ls tags --unused --reclaim\n  # would free 1.42GB\n") != std::string::npos);
  CHECK(du.find("--dangling") == std::string::npos);  // it would free nothing
  const std::string tags = run_dkr_ls({"tags", "--unused", "--reclaim"}, engine).out;
  CHECK(tags.find("RECLAIMABLE         1.425GB\n") != std::string::npos);
  FakeEngine empty;
  serve_example_layers(empty);
  CHECK(run_on_terminal({"du"}, empty, 80).out == run_dkr_ls({"du"}, empty).out);
}

TEST_CASE("a note shows how many of the freed bytes the build cache may keep") {
  LayeredEngine engine;
  engine.on("GET /system/df", images(R"({"BuildCache":[{"Shared":true,"Size":50000000}]})"));
  check_golden("reclaim-build-cache", {"tags", "--prefix", "awscli", "--reclaim", "--sum=false"},
               engine);
  CHECK(
      run_dkr_ls({"du"}, engine).err.starts_with("Note: the build cache may keep up to 50MB of "));
  engine.on("HEAD /_ping", ping("1.42"));
  check_golden("du-build-cache", {"du", "--format", "json"}, engine);
  // Never more than is freed, and nothing of nothing.
  CHECK(run_dkr_ls({"tags", "--prefix", "nginx", "--reclaim"}, engine)
            .err.starts_with("Note: the build cache may keep up to 22.1MB of "));
  CHECK(run_dkr_ls({"tags", "--used", "--reclaim"}, engine).err.empty());
}

TEST_CASE("what the build cache may keep is not limited by a lower bound") {
  ContainerdEngine engine;
  engine.on("GET /system/df", images(R"({"BuildCache":[{"Shared":true,"Size":5000000000}]})"));
  const Finished finished = run_dkr_ls({"tags", "--prefix", "awscli", "--reclaim"}, engine);
  CHECK(finished.out.find("RECLAIMABLE         >=") != std::string::npos);
  CHECK(finished.err.starts_with("Note: the build cache may keep up to 5GB of "));
}

TEST_CASE("du of several hosts offers its commands even if one lists no containers") {
  const LayeredEngine engine;
  LayeredEngine refusing;
  refusing.on("GET /containers/json", error("403 Forbidden", R"({"message":"no"})"));
  const Finished finished =
      run_on_terminal({"-H", engine.url(), "-H", refusing.url(), "du"}, engine, 100);
  CHECK(finished.out.find("tags --unused --reclaim\n  # would free >=1.42GB\n") !=
        std::string::npos);
}

TEST_CASE("du of an engine that lists no containers offers no command that would fail") {
  LayeredEngine engine;
  engine.on("GET /containers/json", error("403 Forbidden", R"({"message":"no"})"));
  engine.on("GET /system/df", images(R"({"BuildCache":[{"Shared":true,"Size":50000000}]})"));
  const Finished finished = run_on_terminal({"du"}, engine, 80);
  CHECK(finished.out.find("N/A") != std::string::npos);
  CHECK(finished.out.find("would free") == std::string::npos);
  CHECK(finished.err.find("build cache") == std::string::npos);
}

TEST_CASE(
    "no figure depends on the engine's totals, which belong to another moment than the list") {
  LayeredEngine engine;
  const std::vector<Arguments> all = {{"tags", "--reclaim"},
                                      {"tags", "--unique"},
                                      {"tags", "--reclaim", "--exclude", "nginx"},
                                      {"tags", "--reclaim", "--unused", "--maxTags=1"},
                                      {"tags", "--reclaim", "--minSize", "10GB"},
                                      {"du"}};
  std::vector<std::string> expected;
  for (const Arguments& arguments : all)
    expected.push_back(run_dkr_ls(arguments, engine).out);
  for (const std::string api : {"1.41", "1.42"}) {
    // Of the images nothing is shared there, and 1 byte is all there is.
    engine.on("HEAD /_ping", ping(api));
    std::string list = replaced(engine.list(), "\"Containers\":-1", "\"Containers\":0");
    list = replaced(list, "\"SharedSize\":-1", "\"SharedSize\":0");
    engine.on("GET /system/df", images("{\"LayersSize\":1,\"Images\":" + list + "}"));
    for (std::size_t i = 0; i < all.size(); ++i) {
      CAPTURE(api, all[i]);
      CHECK(run_dkr_ls(all[i], engine).out == expected[i]);
    }
  }
}

TEST_CASE(
    "if a proxy refuses /info, byte counts are lower bounds; if the engine fails, nothing is "
    "listed") {
  LayeredEngine engine;
  engine.on("GET /info", error("403 Forbidden", R"({"message":"no disk here"})"));
  check_golden("unique-failure", {"tags", "--unique"}, engine);
  check_golden("du-failure", {"du"}, engine);
  engine.on("GET /info", error("500 Oops", R"({"message":"no disk here"})"));
  const Finished failed = run_dkr_ls({"du"}, engine);
  CHECK(failed.out.empty());
  CHECK(failed.err ==
        "Error: the engine at " + engine.url() + " answered GET /info with 500: no disk here\n");
}

TEST_CASE("on a terminal a line says what a slow engine is asked, and goes") {
  LayeredEngine engine;
  std::string path;
  std::string line;
  SECTION("for its images") {
    path = "/images/json";
    line = "\rwaiting for the engine";
  }
  SECTION("for what one is made of") {
    path = "/images/" + nginx + "/json";
    line = "\rinspecting images: ";
  }
  engine.on("GET " + path, [](const Request&) {
    std::this_thread::sleep_for(700ms);
    return error("500 Oops", "");
  });
  const Finished finished = run_on_terminal({"du"}, engine, 40);
  CAPTURE(finished.err);
  CHECK(finished.err.starts_with("\rwaiting for the engine\r"));
  CHECK(finished.err.find(line) != std::string::npos);
  CHECK(finished.err.find("\r" + std::string(line.size() - 1, ' ')) != std::string::npos);
  const std::string rest = finished.err.substr(finished.err.rfind('\r') + 1);
  CHECK((rest.empty() || rest.starts_with("Error: ")));
  const std::size_t warning = finished.err.find("WARNING: ");
  CHECK((warning == std::string::npos || finished.err[warning - 1] == '\r'));
  CHECK((warning == std::string::npos) == (path == "/images/json"));
  CHECK(finished.out.find('\r') == std::string::npos);

  CHECK(run_dkr_ls({"du"}, engine).err.find('\r') == std::string::npos);
  CHECK(run_on_terminal({"du", "--log-level=INFO"}, engine, 40).err.find('\r') ==
        std::string::npos);
}

TEST_CASE("a fast engine is not talked about") {
  CHECK(run_on_terminal({"du"}, LayeredEngine(), 80).err.empty());
}

TEST_CASE("what du offers to run next asks the same engines") {
  const LayeredEngine engine;
  const auto offered = [&](const Arguments& arguments) {
    const std::string out = run_on_terminal(arguments, engine, 80).out;
    return out.substr(out.find("\n\ndkr-ls ") + 2);
  };
  CHECK(offered({"du"}).starts_with("dkr-ls tags --unused --reclaim\n  # would free "));
  CHECK(offered({"du", "-H", engine.url()})
            .starts_with("dkr-ls -H " + engine.url() + " tags --unused --reclaim\n"));
  CHECK(offered({"-c", "default", "--all-contexts", "du"})
            .starts_with("dkr-ls -c default --all-contexts tags --unused --reclaim\n"));
}
