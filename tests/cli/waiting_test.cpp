// SPDX-License-Identifier: MIT

// What a terminal shows while a slow engine is waited for.

#include <thread>

#include "terminal_support.hpp"

namespace {

using namespace dkrls_test;
using namespace std::chrono_literals;

const std::string shown = "\rwaiting for the engine";
const std::string erased = "\r" + std::string(shown.size() - 1, ' ') + "\r";

/// Answers the requests of a command after a while.
FakeEngine::Respond late(const std::string& answer) {
  return [answer](const Request&) {
    std::this_thread::sleep_for(700ms);
    return images(answer);
  };
}

}  // namespace

TEST_CASE("every command that asks an engine says that it waits, and takes the line away") {
  FakeEngine engine;
  engine.on("GET /images/json", late("[]"));
  engine.on("GET /version", late(R"({"Version":"1"})"));
  engine.on("GET /info", images("{}"));
  for (const char* const command : {"tags", "repos", "version"}) {
    CAPTURE(command);
    CHECK(run_on_terminal({command}, engine, 80).err == shown + erased);
    CHECK(run_on_terminal({command, "--log-level", "INFO"}, engine, 80).err.find('\r') ==
          std::string::npos);
    CHECK(run_dkr_ls({command}, engine).err.empty());  // no terminal
  }
}

TEST_CASE("of several engines the line counts those that have not answered") {
  FakeEngine east;
  FakeEngine west;
  for (FakeEngine* const engine : {&east, &west})
    engine->on("GET /images/json", late("[]"));
  CHECK(run_on_terminal({"tags", "-H", east.url(), "-H", west.url()}, east, 80).err ==
        "\rwaiting for 2 engines" + shown + erased);
}

TEST_CASE("the line is taken away before a warning is printed") {
  FakeEngine engine;
  engine.on("GET /version", late(R"({"Version":"1"})"));
  engine.on("GET /info", error("403 Forbidden", "no"));
  CHECK(run_on_terminal({"version"}, engine, 80)
            .err.starts_with(shown + erased + "WARNING: GET /info was refused (403): no\n"));
}

TEST_CASE("the line is taken away before an error is printed") {
  FakeEngine engine;
  engine.on("GET /images/json", [](const Request&) {
    std::this_thread::sleep_for(700ms);
    return error("500 Oops", "no");
  });
  CHECK(run_on_terminal({"tags"}, engine, 80).err.starts_with(shown + erased + "Error: "));
}

TEST_CASE("an interrupt takes the line away and ends the command at once") {
  FakeEngine engine;
  engine.on("GET /images/json", Reply().wait());
  engine.on("GET /containers/json", images("[]"));
  engine.on("GET /version", images(R"({"Version":"20.10.24"})"));
  engine.on("GET /info", images(R"({"Driver":"overlay2"})"));
  const std::string command = GENERATE("tags", "repos", "du");
  // script(1) brings a terminal, timeout(1) the interrupt.
  const Finished finished =
      run_process({"script", "--quiet", "--return", "--command",
                   std::string("timeout --foreground --preserve-status --signal INT 1.5 ") +
                       DKR_LS + " " + command + " --timeout 0",
                   "/dev/null"},
                  {"DOCKER_HOST=" + engine.url()});
  CAPTURE(finished.out);
  CHECK(finished.status == 130);
  CHECK(finished.out == shown + erased);
}
