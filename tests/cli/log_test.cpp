// SPDX-License-Identifier: MIT

// The messages that --log-level prints, and where.

#include <sstream>
#include <terminal/logging.hpp>

#include "catch.hpp"
#include "cli_support.hpp"

namespace {

using namespace dkrls_test;

Finished log_at(const std::string& level, const FakeEngine& engine, const char* command = "tags") {
  return run_dkr_ls({"--log-level", level, command}, engine);
}

}  // namespace

TEST_CASE("each level prints messages of that level and above, to stderr only") {
  const ExampleEngine engine;
  const std::string info = "INFO: the engine at " + engine.url() + " lists 8 images\n";
  const std::string all =
      "DEBUG: the engine is " + engine.url() + ", named by: DOCKER_HOST\n" + "DEBUG: asking " +
      engine.url() + "\nDEBUG: the engine speaks API 1.41\nDEBUG: GET /v1.41/images/json\n" + info;
  const std::string listing = run_dkr_ls({"tags"}, engine).out;
  for (const auto& [level, log] : std::vector<std::pair<std::string, std::string>>{{"DEBUG", all},
                                                                                   {"INFO", info},
                                                                                   {"WARNING", ""},
                                                                                   {"ERROR", ""},
                                                                                   {"FATAL", ""},
                                                                                   {"debug", all},
                                                                                   {"Info", info},
                                                                                   {"WARN", ""},
                                                                                   {"warn", ""}}) {
    CAPTURE(level);
    const Finished finished = log_at(level, engine);
    CHECK(finished.err == log);
    CHECK(finished.out == listing);
    CHECK(finished.status == 0);
  }
}

TEST_CASE("TRACE prints more than DEBUG: the head of every answer") {
  const ExampleEngine engine;
  const std::string debug = log_at("DEBUG", engine).err;
  const std::string trace = log_at("TRACE", engine).err;
  CHECK(trace.find("TRACE: HEAD /_ping answered 200 OK; ") != std::string::npos);
  CHECK(trace.find("TRACE: GET /v1.41/images/json answered 200 OK; ") != std::string::npos);
  std::istringstream lines(trace);
  std::string others;
  for (std::string line; std::getline(lines, line);)
    if (!line.starts_with("TRACE: "))
      others += line + "\n";
  CHECK(others == debug);
}

TEST_CASE("the default level is WARNING") {
  const ExampleEngine engine;
  CHECK(run_dkr_ls({"tags"}, engine).err.empty());
}

TEST_CASE("an error is printed at every level, after the log") {
  FakeEngine engine;
  engine.on("GET /images/json", error("500 Oops", "{\"message\":\"no\"}"));
  const std::string told =
      "Error: the engine at " + engine.url() + " answered GET /images/json with 500: no\n";
  CHECK(log_at("FATAL", engine).err == told);
  const Finished finished = log_at("DEBUG", engine);
  CHECK(finished.err.starts_with("DEBUG: the engine is "));
  CHECK(finished.err.ends_with(told));
  CHECK(finished.status == 1);
}

TEST_CASE("log lines never carry escapes raw") {
  const FakeEngine engine;
  const Finished finished =
      run_dkr_ls({"--log-level", "DEBUG", "-H", "unix:///\x1b[31m\n/x", "tags"}, engine);
  CHECK(finished.err.find("DEBUG: asking unix:///\\x1b[31m\\n/x\nError: no engine at ") !=
        std::string::npos);
  CHECK(finished.err.find('\x1b') == std::string::npos);
}

TEST_CASE("two loggers of one process keep their lines apart") {
  std::ostringstream first;
  std::ostringstream second;
  const dkrls::Logger one = dkr_ls::make_logger(dkrls::LogLevel::info, first);
  const dkrls::Logger other = dkr_ls::make_logger(dkrls::LogLevel::info, second);
  one.log(dkrls::LogLevel::info, "a");
  other.log(dkrls::LogLevel::info, "b");
  one.log(dkrls::LogLevel::info, "c");
  CHECK(first.str() == "INFO: a\nINFO: c\n");
  CHECK(second.str() == "INFO: b\n");
}
