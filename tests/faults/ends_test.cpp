// SPDX-License-Identifier: MIT

// Unusual surroundings: signals, file descriptors, variables and folders. tests/cli/output_test.cpp
// covers closed and full streams.

#include <signal.h>

#include <filesystem>

#include "catch.hpp"
#include "fake_engine.hpp"
#include "process.hpp"
#include "process_watch.hpp"
#include "relay.hpp"
#include "temporary_directory.hpp"

namespace {

using namespace dkrls_test;

const std::string list =
    R"([{"Id":"sha256:0123456789abcdef","RepoTags":["日本:1"],"Created":1600000000,"Size":5}])";

/// An engine with one image. The image's name is not ASCII.
class OneImage : public FakeEngine {
 public:
  OneImage() { on("GET /images/json", images(list)); }
};

Finished run(const std::string& url, std::vector<std::string> arguments,
             std::vector<std::string> variables = {}) {
  arguments.insert(arguments.begin(), DKR_LS);
  variables.push_back("DOCKER_HOST=" + url);
  return run_process(std::move(arguments), std::move(variables));
}

Finished bash(const std::string& line, const FakeEngine& engine) {
  return run_process({"bash", "--norc", "-c", line, DKR_LS}, {"DOCKER_HOST=" + engine.url()});
}

}  // namespace

TEST_CASE("SIGINT and SIGTERM end a waiting command at every stage") {
  const auto [number, status] = GENERATE(table<int, int>({{SIGINT, 130}, {SIGTERM, 143}}));
  const bool in_body = GENERATE(true, false);
  const bool over_tcp = GENERATE(true, false);
  const TemporaryDirectory home;
  FakeEngine engine;
  engine.on(in_body ? "GET /images/json" : "HEAD /_ping",
            Reply().send(in_body ? "HTTP/1.1 200 OK\r\n\r\n[" : "HTT").wait());
  const Relay relay(engine.path());
  Process process({DKR_LS, "tags", "--timeout", "0"},
                  {"DOCKER_HOST=" + (over_tcp ? relay.url() : engine.url()), "HOME=" + home.path(),
                   "TMPDIR=" + home.path()});
  engine.await_waiting();
  process.send_signal(number);
  const Finished finished = process.wait();
  CHECK(finished.status == status);
  CHECK(finished.out.empty());
  CHECK(finished.err.empty());
  CHECK(std::filesystem::is_empty(home.path()));
}

TEST_CASE("harmless signals do not disturb a waiting command") {
  FakeEngine engine;
  engine.on("GET /images/json", Reply().wait().send(http_response("200 OK", list)));
  Process process({DKR_LS, "tags"}, {"DOCKER_HOST=" + engine.url()});
  engine.await_waiting();
  for (const int number : {SIGSTOP, SIGCONT, SIGWINCH, SIGCONT})
    process.send_signal(number);
  engine.release();
  const Finished finished = process.wait();
  CHECK(finished.out.find("0123456789ab") != std::string::npos);
  CHECK(finished.err.empty());
  CHECK(finished.status == 0);
}

// Not with sanitizers: they need file descriptors themselves.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("the command reports a lack of file descriptors") {
  const OneImage engine;
  // The test may have inherited open file descriptors.
  const Finished finished =
      bash("exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-; ulimit -n 4; exec \"$0\" tags", engine);
  CHECK(finished.out.empty());
  CHECK(finished.err.find("Too many open files") != std::string::npos);
  CHECK(finished.err.starts_with("Error: "));
  CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
  CHECK(finished.status == 1);
}
#endif

TEST_CASE("the locale changes nothing") {
  const OneImage engine;
  const Finished expected = run(engine.url(), {"tags"});
  CHECK(expected.out.find("日本                1  ") != std::string::npos);
  for (const char* locale : {"C", "POSIX", "C.UTF-8", "de_DE.ISO-8859-1", "nonsense", ""}) {
    const Finished finished = run(engine.url(), {"tags"}, {"LC_ALL=" + std::string(locale)});
    CAPTURE(locale);
    CHECK(finished.out == expected.out);
    CHECK(finished.err.empty());
    CHECK(finished.status == 0);
  }
}

TEST_CASE("an invalid time zone is no failure") {
  const OneImage engine;
  for (const char* zone :
       {"", "Nowhere/Land", ":/dev/null", "<x>-99:99", "EST5EDT,M3.2.0,M11.1.0"}) {
    const Finished finished =
        run(engine.url(), {"tags", "--format", "{{.CreatedAt}}"}, {"TZ=" + std::string(zone)});
    CAPTURE(zone, finished.err);
    CHECK(finished.out.starts_with("2020-09-1"));
    CHECK(finished.status == 0);
  }
}

TEST_CASE("the command needs no home and no writable folder") {
  const OneImage engine;
  const std::string expected = run(engine.url(), {"tags"}).out;
  for (const char* line : {"unset HOME; exec \"$0\" tags", "HOME=/nonexistent exec \"$0\" tags",
                           "cd /proc && HOME=/proc TMPDIR=/proc exec \"$0\" tags"}) {
    const Finished finished = bash(line, engine);
    CAPTURE(line);
    CHECK(finished.out == expected);
    CHECK(finished.err.empty());
    CHECK(finished.status == 0);
  }
}

TEST_CASE("a time zone without data is UTC, as for docker") {
  const OneImage engine;
  const auto created_at = [&](const std::string& zone, const std::string& directory) {
    return run(engine.url(), {"tags", "--format", "{{.CreatedAt}}"},
               {"TZ=" + zone, "TZDIR=" + directory})
        .out;
  };
  for (const char* const zone : {"Europe/Berlin", ":Europe/Berlin", "Japan", "UTC"})
    CHECK(created_at(zone, "/nonexistent") == "2020-09-13 12:26:40 +0000 UTC\n");
  CHECK(created_at("CET-1CEST", "/nonexistent") == "2020-09-13 14:26:40 +0200 CEST\n");
  if (std::filesystem::exists("/usr/share/zoneinfo/Europe/Berlin"))
    CHECK(created_at("Europe/Berlin", "/usr/share/zoneinfo") == "2020-09-13 14:26:40 +0200 CEST\n");
}
