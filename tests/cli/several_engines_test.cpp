// SPDX-License-Identifier: MIT

// Several engines in one listing.

#include <filesystem>
#include <regex>

#include "catch.hpp"
#include "cli_support.hpp"
#include "docker_contexts.hpp"
#include "example_layers.hpp"
#include "image_json.hpp"
#include "lines.hpp"

namespace {

using namespace dkrls_test;

std::string listed(std::string_view digit, int days, std::int64_t size, const Texts& tags) {
  const auto created = present() - std::chrono::days(days);
  return to_json(ListedImage{.id = id_of(digit),
                             .tags = tags,
                             .created = created.time_since_epoch().count(),
                             .size = size});
}

/// An engine on which one image has a container.
void serve(FakeEngine& engine, const std::vector<std::string>& list, std::string_view used) {
  engine.on("GET /images/json", images(json_list(list)));
  engine.on("GET /containers/json",
            images(R"([{"Id":"c","ImageID":")" + id_of(used) + R"(","State":"running"}])"));
}

/// Three hosts with a context each. Two of them have the same image.
class Hosts {
 public:
  Hosts() {
    serve(east,
          {listed("a", 10, 133'000'000, {"nginx:1.25"}), listed("b", 20, 90'000'000, {"app:v2"}),
           listed("c", 40, 80'000'000, {"app:v1"})},
          "a");
    serve(west,
          {listed("a", 10, 133'000'000, {"nginx:1.25"}), listed("d", 5, 95'000'000, {"app:v3"}),
           listed("e", 60, 661'000'000, {})},
          "d");
    serve(north, {listed("f", 30, 70'000'000, {"app:v1"})}, "0");
    contexts.add("east", east.url());
    contexts.add("west", west.url());
    contexts.add("north", north.url());
  }

  /// Runs the command with the contexts east, west and north.
  Finished run(Arguments arguments) const {
    arguments.insert(arguments.begin(), {"-c", "east", "-c", "west", "-c", "north"});
    return contexts.run(arguments);
  }

  void check(const std::string& name, const Arguments& arguments) const {
    std::string command_line = "dkr-ls -c east -c west -c north";
    for (const std::string& argument : arguments)
      command_line += " " + quoted(argument);
    Finished finished = run(arguments);
    finished.out = std::regex_replace(finished.out, std::regex("\"created\":\"[^\"]*\""),
                                      "\"created\":\"DATE\"");
    for (const auto* const engine : {&east, &west, &north})
      finished.err = replaced(finished.err, engine->url(), "unix:///run/engine.sock");
    check_golden_file(TEST_DATA_DIR "/golden/" + name + ".txt", command_line, finished);
  }

  FakeEngine east, west, north;
  DockerContexts contexts;
};

}  // namespace

TEST_CASE("several engines are one table, with the host first") {
  const Hosts hosts;
  hosts.check("hosts", {"tags", "--sum"});
  hosts.check("hosts-sort", {"tags", "--sort", "host", "--no-header"});
  hosts.check("hosts-json", {"tags", "nginx", "--sum", "--format", "json"});
  hosts.check("hosts-template", {"tags", "--format", "{{.Host}} {{.Reference}}"});
}

TEST_CASE("caps count the images of each host, and containers are those of the host") {
  const Hosts hosts;
  hosts.check("hosts-keep", {"tags", "--keep", "1"});
  hosts.check("hosts-max-tags", {"tags", "--maxTags", "1"});
  hosts.check("hosts-unused", {"tags", "--unused"});
}

TEST_CASE("repos lists the repositories of all hosts once, and with --long on how many they are") {
  const Hosts hosts;
  hosts.check("hosts-repos", {"repos"});
  hosts.check("hosts-repos-long", {"repos", "-l"});
}

TEST_CASE("a URL is the name of its host, and hosts and contexts may be mixed") {
  const Hosts hosts;
  const Finished finished = hosts.contexts.run(
      {"tags", "-H", hosts.north.url(), "--context", "east", "--format", "{{.Host}} {{.Tag}}"});
  CHECK(finished.out == "east 1.25\neast v2\n" + hosts.north.url() + " v1\neast v1\n");
  CHECK(finished.status == 0);
}

TEST_CASE("a single engine has no column, and a name only if the command line names it") {
  const Hosts hosts;
  Finished finished = hosts.contexts.run({"-c", "north", "tags"});
  CHECK(finished.out.starts_with("REPOSITORY "));
  finished = hosts.contexts.run({"-c", "north", "tags", "--format", "{{json .Host}}"});
  CHECK(finished.out == "\"north\"\n");
  finished = hosts.contexts.run({"tags", "--format", "{{json .Host}}"}, {"DOCKER_CONTEXT=north"});
  CHECK(finished.out == "null\n");
}

TEST_CASE("the same endpoint is listed once, whatever its names") {
  const Hosts hosts;
  const std::string link = hosts.contexts.path() + "/link.sock";
  std::filesystem::create_symlink(hosts.north.path(), link);
  hosts.contexts.add("link", "unix://" + link);
  const Finished finished =
      hosts.contexts.run({"-c", "north", "-c", "link", "-c", "north", "tags", "--no-header"});
  CHECK(lines_of(finished.out).size() == 1);
  CHECK(finished.out.starts_with("north "));
  CHECK(finished.err ==
        "WARNING: link is the engine of north, which is listed once\n"
        "WARNING: north is the engine of north, which is listed once\n");
  CHECK(finished.status == 0);
}

TEST_CASE("two engines of one name are refused") {
  const Hosts hosts;
  const Finished finished = hosts.contexts.run({"-c", "north", "-H", "north", "tags"});
  CHECK(finished.out.empty());
  CHECK(finished.err ==
        "Error: two engines are called \"north\", a host and a context: write the host as "
        "tcp://HOST:PORT\n");
  CHECK(finished.status == 1);
}

TEST_CASE("an engine that fails is reported with its name, and the others are listed") {
  Hosts hosts;
  hosts.west.on("GET /images/json", error("500 Oops", "the disk is on fire"));
  hosts.check("hosts-failure", {"tags", "--maxTags", "1"});
  hosts.check("hosts-failure-repos", {"repos"});
  const Finished finished = hosts.contexts.run({"tags", "-c", "east", "-c", "nosuch"});
  CHECK(lines_of(finished.out).size() == 4);
  CHECK(finished.err.starts_with("Error: nosuch: context \"nosuch\" (--context) is not in "));
  CHECK(finished.status == 1);
}

TEST_CASE("an engine whose list breaks off is not listed at all") {
  Hosts hosts;
  const std::string whole = http_response("200 OK", json_list({listed("d", 5, 1, {"app:v3"})}));
  // Only the end of the list is missing: its image has arrived.
  hosts.west.on("GET /images/json", Reply().send(whole.substr(0, whole.size() - 1)).close());
  const Finished finished = hosts.run({"tags", "--format", "{{.Host}}"});
  CHECK(finished.out == "east\neast\nnorth\neast\n");
  CHECK(finished.err.starts_with("Error: west: the engine at " + hosts.west.url() + " hung up"));
  CHECK(finished.status == 1);
}

TEST_CASE("if all engines fail, there is a line for each and no listing") {
  Hosts hosts;
  for (FakeEngine* const engine : {&hosts.east, &hosts.west, &hosts.north}) {
    engine->on("GET /images/json", error("500 Oops", "no"));
    engine->on("GET /containers/json", images("[]"));
    engine->on("GET /version", images(R"({"Version":"20.10.24"})"));
    engine->on("GET /info", images(R"({"Driver":"overlay2"})"));
  }
  for (const Arguments& arguments :
       {Arguments{"tags", "--sum"}, {"repos"}, {"du"}, {"tags", "--reclaim"}}) {
    const Finished finished = hosts.run(arguments);
    CHECK(finished.out.empty());
    const std::vector<std::string> lines = lines_of(finished.err);
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].starts_with("Error: east: the engine at " + hosts.east.url()));
    CHECK(lines[1].starts_with("Error: west: "));
    CHECK(lines[2].starts_with("Error: north: "));
    CHECK(finished.status == 1);
  }
}

TEST_CASE("a message of an engine begins with its name") {
  Hosts hosts;
  hosts.west.on("GET /containers/json", error("403 Forbidden", "no"));
  const Finished finished = hosts.run({"tags", "--format", "{{.Containers}}", "app:v3"});
  CHECK(finished.out == "N/A\n");
  CHECK(finished.err == "WARNING: west: GET /containers/json was refused (403): no\n");
}

TEST_CASE("flags that only make sense with one engine are refused with several") {
  const Hosts hosts;
  hosts.check("hosts-quiet", {"tags", "-q"});
  hosts.check("hosts-host-name", {"tags", "--host-name", "here"});
  hosts.check("hosts-version", {"version"});
  const Finished finished = hosts.contexts.run({"--all-contexts", "tags", "-q"});
  CHECK(finished.status == 2);
}

TEST_CASE("The flag --all-contexts asks the engines of all contexts, each once") {
  Hosts hosts;
  hosts.contexts.add("same", hosts.east.url());
  const std::vector<std::string> here = {"DOCKER_HOST=" + hosts.north.url()};
  Finished finished = hosts.contexts.run({"--all-contexts", "tags", "--no-header", "nginx"}, here);
  CHECK(finished.err.empty());
  CHECK(finished.status == 0);
  CHECK(lines_of(finished.out).size() == 2);
  // The context "default" is what DOCKER_HOST names, and comes first.
  finished = hosts.contexts.run(
      {"repos", "--all-contexts", "--log-level", "info", "--format", "{{.Hosts}}"}, here);
  CHECK(finished.out == "3\n2\n1\n");
  CHECK(finished.err.find("INFO: north is the engine of default, which is listed once\n") !=
        std::string::npos);
  CHECK(finished.err.find("INFO: same is the engine of east, which is listed once\n") !=
        std::string::npos);

  hosts.contexts.add_broken("broken");
  finished = hosts.contexts.run({"--all-contexts", "tags", "--no-header", "nginx"}, here);
  CHECK(lines_of(finished.out).size() == 2);
  CHECK(finished.err.starts_with("Error: --all-contexts: "));
  CHECK(finished.err.find("broken/meta.json") != std::string::npos);
  CHECK(finished.status == 1);
}

TEST_CASE(
    "The flag --all-contexts leaves default out if nothing names it and its socket is not there") {
  const Hosts hosts;
  if (std::filesystem::exists("/var/run/docker.sock")) {
    WARN("left out: there is a default engine");
    return;
  }
  Finished finished = hosts.contexts.run({"--all-contexts", "tags", "--no-header"});
  CHECK(lines_of(finished.out).size() == 7);
  CHECK(finished.err.empty());
  finished = hosts.contexts.run({"--all-contexts", "-c", "default", "tags", "--no-header"});
  CHECK(lines_of(finished.out).size() == 7);
  CHECK(finished.err.starts_with("Error: default: no engine at unix:///var/run/docker.sock: "));
  CHECK(finished.status == 1);

  const DockerContexts none;
  finished = none.run({"--all-contexts", "tags"});
  CHECK(finished.out.empty());
  CHECK(finished.err.starts_with("Error: --all-contexts finds no engine: "));
  CHECK(finished.status == 1);
}

TEST_CASE("what is freed, and what only an image holds, is counted on each host and added up") {
  ExampleEngine east;
  ExampleEngine west;
  const DockerContexts contexts;
  for (FakeEngine* const engine :
       {static_cast<FakeEngine*>(&east), static_cast<FakeEngine*>(&west)})
    serve_example_layers(*engine);
  contexts.add("east", east.url());
  contexts.add("west", west.url());
  const auto check = [&](const std::string& name, Arguments arguments) {
    std::string command_line = "dkr-ls -c east -c west";
    for (const std::string& argument : arguments)
      command_line += " " + quoted(argument);
    arguments.insert(arguments.begin(), {"-c", "east", "-c", "west"});
    check_golden_file(TEST_DATA_DIR "/golden/" + name + ".txt", command_line,
                      contexts.run(arguments));
  };
  check("hosts-reclaim", {"tags", "nginx", "--unique", "--reclaim"});
  check("hosts-du", {"du"});
  check("hosts-du-json", {"du", "--format", "json"});
  west.on(
      "GET /info",
      images(
          R"({"Driver":"overlayfs","DriverStatus":[["driver-type","io.containerd.snapshotter.v1"]]})"));
  check("hosts-reclaim-bound", {"tags", "nginx", "--unique", "--reclaim"});
}
