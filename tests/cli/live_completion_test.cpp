// SPDX-License-Identifier: MIT

// Completion with current values, as shells call it: quick, silent and never wrong.

#include "catch.hpp"
#include "cli_support.hpp"
#include "temporary_directory.hpp"

namespace {

using namespace dkrls_test;
using namespace std::chrono_literals;

Finished complete(Arguments words, const std::vector<std::string>& environment) {
  words.insert(words.begin(), {DKR_LS, "__complete"});
  return run_process(std::move(words), environment);
}

/// Checks that completion prints exactly these candidates and no messages.
void check_candidates(const Finished& finished, const std::string& candidates) {
  CHECK(finished.out == candidates + ":4\n");
  CHECK(finished.err.empty());
  CHECK(finished.status == 0);
}

}  // namespace

TEST_CASE("completion offers the repositories of the engine on the command line") {
  const ExampleEngine engine;
  const FakeEngine other;
  check_candidates(complete({"tags", "--prefix", "d"}, {"DOCKER_HOST=" + engine.url()}),
                   "datadog/agent\ndebian\n");
  check_candidates(
      complete({"tags", "-H", engine.url(), "--prefix=n"}, {"DOCKER_HOST=" + other.url()}),
      "--prefix=nginx\n");
  check_candidates(
      complete({"-H" + engine.url(), "tags", "--prefix", "n"}, {"DOCKER_HOST=" + other.url()}),
      "nginx\n");
  CHECK(other.connections() == 0);
}

TEST_CASE("completion of patterns offers repositories, and tags behind a whole name") {
  const ExampleEngine engine;
  const std::vector<std::string> environment = {"DOCKER_HOST=" + engine.url()};
  check_candidates(complete({"tags", "d"}, environment), "datadog/agent\ndebian\n");
  check_candidates(complete({"tags", "nginx"}, environment), "nginx\n");
  check_candidates(complete({"tags", "nginx:"}, environment), "nginx:latest\nnginx:alpine\n");
  check_candidates(complete({"tags", "debian", "nginx:a"}, environment), "nginx:alpine\n");
  check_candidates(complete({"tags", "--exclude", "awscli:"}, environment), "awscli:1\n");
  check_candidates(complete({"tags", "--exclude=aw"}, environment), "--exclude=awscli\n");
  check_candidates(complete({"tags", "--prefix", "nginx:"}, environment), "");  // no prefix
}

TEST_CASE("a registry with a port is completed to its repositories first") {
  FakeEngine engine;
  engine.on("GET /images/json", images(R"([{"Id":"sha256:1","Created":9,"Size":1,
      "RepoTags":["localhost:5000/x:1"]}])"));
  const std::vector<std::string> environment = {"DOCKER_HOST=" + engine.url()};
  check_candidates(complete({"tags", "localhost:50"}, environment), "localhost:5000/x\n");
  check_candidates(complete({"tags", "localhost:5000/x:"}, environment), "localhost:5000/x:1\n");
}

TEST_CASE("completion offers no name that a shell would have to quote") {
  FakeEngine engine;
  engine.on("GET /images/json", images(R"([{"Id":"sha256:1","Created":1,"Size":1,"RepoTags":
      ["fine.io:5000/a-b_c/d:1","$(reboot):1","a b:1","-x:1","a;b:1","`b`:1","a\u001b[31m:1",
       "a\tb:1","<none>:<none>"]}])"));
  check_candidates(complete({"tags", "--prefix", ""}, {"DOCKER_HOST=" + engine.url()}),
                   "fine.io:5000/a-b_c/d\n");
}

TEST_CASE("completion offers the contexts of docker's configuration") {
  const TemporaryDirectory config;
  const std::vector<std::string> environment = {"DOCKER_CONFIG=" + config.path(),
                                                "DOCKER_HOST=unix:///nonexistent"};
  check_candidates(complete({"--context", ""}, environment), "default\n");
  config.write("contexts/meta/1/meta.json", R"({"Name":"staging"})");
  config.write("contexts/meta/2/meta.json", R"({"Name":"production"})");
  config.write("contexts/meta/3/meta.json", "{");
  check_candidates(complete({"--context", ""}, environment), "default\nproduction\nstaging\n");
  check_candidates(complete({"tags", "-c", "s"}, environment), "staging\n");
}

TEST_CASE("without an engine there are no candidates and no messages") {
  const TemporaryDirectory config;
  config.write("config.json", "{");  // a listing would refuse this
  FakeEngine engine;
  engine.on("GET /images/json", error("500 Internal Server Error", "broken"));
  for (const std::string& variable :
       {std::string("DOCKER_HOST=unix:///nonexistent"), std::string("DOCKER_HOST=nonsense"),
        std::string("DOCKER_HOST=tcp://127.0.0.1:1"), "DOCKER_CONFIG=" + config.path(),
        std::string("DOCKER_CONTEXT=nonexistent"), "DOCKER_HOST=" + engine.url()}) {
    CAPTURE(variable);
    check_candidates(complete({"tags", "--prefix", ""}, {variable}), "");
    check_candidates(complete({"--log-level", "TRACE", "tags", "--prefix", ""}, {variable}), "");
  }
}

TEST_CASE("completion does not wait for a slow engine") {
  FakeEngine engine;
  engine.on("GET /images/json", Reply().wait());
  const auto start = std::chrono::steady_clock::now();
  check_candidates(complete({"tags", "--prefix", ""}, {"DOCKER_HOST=" + engine.url()}), "");
  const auto taken = std::chrono::steady_clock::now() - start;
  CHECK(taken >= 290ms);  // completion did wait for it
  CHECK(taken < 3s);
}

TEST_CASE("completion does not run ssh") {
  const TemporaryDirectory directory;
  const std::string trace = directory / "trace";
  const std::string ssh = directory.write("ssh", "#!/bin/sh\ntouch '" + trace + "'\n");
  std::filesystem::permissions(ssh, std::filesystem::perms::owner_all);
  check_candidates(complete({"tags", "--prefix", ""},
                            {"DOCKER_HOST=ssh://host", "PATH=" + directory.path() + ":/bin"}),
                   "");
  CHECK_FALSE(std::filesystem::exists(trace));
}
