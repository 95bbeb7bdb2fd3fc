// SPDX-License-Identifier: MIT

// The command with many engines at the same time.

#include <algorithm>
#include <csignal>
#include <deque>

#include "catch.hpp"
#include "client_support.hpp"
#include "docker_contexts.hpp"
#include "lines.hpp"
#include "process_watch.hpp"
#include "ssh_support.hpp"

namespace {

using namespace dkrls_test;
using Clock = std::chrono::steady_clock;

/// Names all engines on a command line.
std::vector<std::string> hosts_of(const std::deque<FakeEngine>& engines) {
  std::vector<std::string> arguments;
  for (const FakeEngine& engine : engines)
    arguments.insert(arguments.end(), {"--host", engine.url()});
  return arguments;
}

/// Returns the answer of an engine with one image, whose tag is a number.
std::string answer_of(std::size_t number) {
  return http_response("200 OK", image_list_json({{.id = id_of(number),
                                                   .tags = Texts{"app:" + std::to_string(number)},
                                                   .created = 1'700'000'000,
                                                   .size = 5}}));
}

/// Returns a reply whose first bytes come one by one.
Reply slow(const std::string& answer, std::size_t bytes, std::chrono::milliseconds pause) {
  return Reply().drip(answer.substr(0, bytes), pause).send(answer.substr(bytes));
}

/// "app:3" and so on.
std::vector<std::string> numbers(std::size_t first, std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = first; i < first + count; ++i)
    names.push_back("app:" + std::to_string(i));
  return names;
}

}  // namespace

TEST_CASE("fast, slow, silent and failing engines, ten of each: each does as it does alone") {
  constexpr std::size_t of_each = 10;
  std::deque<FakeEngine> engines(4 * of_each);
  for (std::size_t i = 0; i < of_each; ++i) {
    engines[i].on("GET /images/json", Reply().send(answer_of(i)));
    engines[of_each + i].on("GET /images/json",
                            slow(answer_of(of_each + i), 9, std::chrono::milliseconds(50)));
    engines[2 * of_each + i].on("GET /images/json", Reply().wait());
    engines[3 * of_each + i].on("GET /images/json", error("500 Oops", "no"));
  }
  std::vector<std::string> arguments = hosts_of(engines);
  arguments.insert(arguments.end(),
                   {"tags", "--timeout", "1", "--format", "{{.Repository}}:{{.Tag}}"});
  const auto begin = Clock::now();
  const Finished finished = DockerContexts().run(arguments);
  const auto elapsed = Clock::now() - begin;

  std::vector<std::string> expected = numbers(0, 2 * of_each);
  std::ranges::reverse(expected);  // the highest tag first
  CHECK(lines_of(finished.out) == expected);
  const std::vector<std::string> errors = lines_of(finished.err);
  REQUIRE(errors.size() == 2 * of_each);
  for (std::size_t i = 0; i < of_each; ++i) {
    const std::string silent = engines[2 * of_each + i].url();
    CHECK(errors[i].starts_with("Error: " + silent + ": the engine at " + silent +
                                " was silent for 1 s; "));
    const std::string failing = engines[3 * of_each + i].url();
    CHECK(errors[of_each + i] == "Error: " + failing + ": the engine at " + failing +
                                     " answered GET /images/json with 500: no");
  }
  CHECK(finished.status == 1);
  CHECK(elapsed >= std::chrono::seconds(1));
  CHECK(elapsed < std::chrono::seconds(5));  // one after the other the silent ones take ten
}

TEST_CASE("fifty engines are asked at the same time by one process") {
  constexpr std::size_t many = 50;
  std::deque<FakeEngine> engines(many);
  for (std::size_t i = 0; i < many; ++i)
    engines[i].on("GET /images/json", Reply().wait().send(answer_of(i)));
  std::vector<std::string> arguments = hosts_of(engines);
  arguments.insert(arguments.begin(), DKR_LS);
  arguments.insert(arguments.end(), {"tags", "--sum"});
  Process command(arguments);
  for (const FakeEngine& engine : engines)
    engine.await_waiting();  // no engine answers before all have been asked
  for (FakeEngine& engine : engines)
    engine.release();
  const Finished finished = command.wait();
  CHECK(lines_of(finished.out).size() == many + 2);
  CHECK(finished.out.ends_with(" 250B\n"));
  CHECK(finished.err.empty());
  CHECK(finished.status == 0);
}

TEST_CASE("the time of several engines is that of the slowest") {
  constexpr std::chrono::milliseconds pause(400);
  std::deque<FakeEngine> engines(50);
  for (FakeEngine& engine : engines)
    engine.on("GET /images/json", slow(http_response("200 OK", "[]"), 1, pause));
  std::vector<std::string> arguments = hosts_of(engines);
  arguments.emplace_back("tags");
  const DockerContexts contexts;
  const auto begin = Clock::now();
  CHECK(contexts.run(arguments).status == 0);
  const auto elapsed = Clock::now() - begin;
  CHECK(elapsed >= pause);
  CHECK(elapsed < 3 * pause);  // one after the other they take twenty seconds
}

TEST_CASE("ssh asks nothing if several engines are named") {
  const StandIns stand_ins;
  FakeEngine remote;
  FakeEngine local;
  stand_ins.write("ssh", relay_to(remote));
  const DockerContexts contexts;
  CHECK(contexts.run({"repos", "-H", "ssh://host"}).status == 0);
  CHECK(stand_ins.lines("arguments") == std::vector<std::string>{"-o ConnectTimeout=30", "-T", "--",
                                                                 "host", "docker", "system",
                                                                 "dial-stdio"});
  std::filesystem::remove(stand_ins.directory() / "arguments");
  CHECK(contexts.run({"repos", "-H", "ssh://host", "-H", local.url()}).status == 0);
  CHECK(stand_ins.lines("arguments") == std::vector<std::string>{"-o ConnectTimeout=30", "-T",
                                                                 "-o BatchMode=yes", "--", "host",
                                                                 "docker", "system", "dial-stdio"});
}

TEST_CASE("a signal ends the command and every ssh that it runs") {
  const int number = GENERATE(SIGINT, SIGTERM, SIGHUP);
  const StandIns stand_ins;
  FakeEngine silent;
  silent.on("GET /images/json", Reply().wait());
  stand_ins.write("ssh", "echo $$ >> $HERE/started\nexec " STDIO_RELAY " " + silent.path());
  Process command({DKR_LS, "tags", "-H", "ssh://a", "-H", "ssh://b", "-H", silent.url()});
  silent.await_waiting(3);
  command.send_signal(number);
  const Finished finished = command.wait();
  CHECK(finished.status == 128 + number);
  CHECK(finished.out.empty());
  const std::vector<std::string> processes = stand_ins.lines("started");
  REQUIRE(processes.size() == 2);
  for (const std::string& process : processes)
    await_true([&] { return is_gone(std::stoi(process)); });
}
