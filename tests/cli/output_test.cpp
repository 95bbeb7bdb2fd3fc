// SPDX-License-Identifier: MIT

// How the process ends: with closed, full or broken streams, and with signals.

#include <signal.h>

#include "catch.hpp"
#include "cli_support.hpp"
#include "image_json.hpp"

namespace {

using namespace dkrls_test;

/// Runs a line of bash in which "dkr-ls" is the command.
Finished bash(const std::string& line, const FakeEngine& engine) {
  return run_process(
      {"bash", "--norc", "-c", "dkr-ls() { command \"$0\" \"$@\"; }; " + line, DKR_LS},
      {"DOCKER_HOST=" + engine.url()});
}

/// A list that is larger than the buffer of any pipe.
std::string large_listing() {
  std::vector<ListedImage> listed;
  for (std::size_t i = 10'000; i < 20'000; ++i)
    listed.push_back({.id = id_of(i),
                      .tags = Texts{"some/repository:" + std::to_string(i)},
                      .created = 1'700'000'000,
                      .size = 1});
  return image_list_json(listed);
}

const char* const every_command[] = {"tags", "repos", "help", "version", "completion bash"};

}  // namespace

TEST_CASE("a pipe that closes after a line ends the listing quietly") {
  FakeEngine engine;
  engine.on("GET /images/json", images(large_listing()));
  const Finished finished = bash("dkr-ls tags | head -n 1; exit ${PIPESTATUS[0]}", engine);
  CHECK(finished.out.starts_with("REPOSITORY "));
  CHECK(finished.err.empty());
  CHECK(finished.status == 0);
}

TEST_CASE("a pipe that is closed from the beginning ends every command quietly") {
  const ExampleEngine engine;
  for (const char* command : every_command) {
    CAPTURE(command);
    // The reader is gone before the command starts.
    const Finished finished =
        bash(std::string("exec 3> >(:); wait $!; dkr-ls ") + command + " >&3", engine);
    CHECK(finished.err.empty());
    CHECK(finished.status == 0);
  }
}

TEST_CASE("a full disk behind stdout is an error of every command") {
  const ExampleEngine engine;
  for (const char* command : every_command) {
    CAPTURE(command);
    const Finished finished = bash(std::string("dkr-ls ") + command + " >/dev/full", engine);
    CHECK(finished.err == "Error: cannot write the output: No space left on device\n");
    CHECK(finished.status == 1);
  }
}

TEST_CASE("a closed stdout is an error, and nothing is written elsewhere") {
  const ExampleEngine engine;
  for (const char* command : every_command) {
    CAPTURE(command);
    const Finished finished = bash(std::string("dkr-ls ") + command + " >&-", engine);
    CHECK(finished.err == "Error: cannot write the output: Bad file descriptor\n");
    CHECK(finished.status == 1);
  }
  CHECK(engine.requests().size() == 4);  // two listings, and no output on the socket
}

TEST_CASE("a closed stdin or stderr does not matter") {
  const ExampleEngine engine;
  const std::string expected = run_dkr_ls({"tags"}, engine).out;
  for (const char* streams : {"<&-", "2>&-", "<&- 2>&-"}) {
    CAPTURE(streams);
    const Finished finished = bash(std::string("dkr-ls tags ") + streams, engine);
    CHECK(finished.out == expected);
    CHECK(finished.status == 0);
  }
  CHECK(bash("dkr-ls nonsense 2>&-", engine).status == 2);
  CHECK(bash("dkr-ls nonsense 2>/dev/full", engine).status == 2);
  CHECK(bash("dkr-ls -H unix:///missing tags <&- >&- 2>&-", engine).status == 1);
}

TEST_CASE("SIGINT and SIGTERM end a waiting command at once, without a trace") {
  const auto [number, status] = GENERATE(table<int, int>({{SIGINT, 130}, {SIGTERM, 143}}));
  const std::string command = GENERATE("tags", "repos");
  FakeEngine engine;
  engine.on("GET /images/json", Reply().send("HTTP/1.1 200 OK\r\n\r\n[").wait());
  Process process({DKR_LS, command, "--timeout", "0"}, {"DOCKER_HOST=" + engine.url()});
  engine.await_waiting();
  process.send_signal(number);
  const Finished finished = process.wait();
  CHECK(finished.status == status);
  CHECK(finished.out.empty());
  CHECK(finished.err.empty());
}

TEST_CASE("the command works with an empty environment") {
  const ExampleEngine engine;
  const Finished finished = run_process({"env", "-i", DKR_LS, "-H", engine.url(), "repos"});
  CHECK(finished.out.starts_with("REPOSITORY\nnginx\n"));
  CHECK(finished.err.empty());
  CHECK(finished.status == 0);
}
