// SPDX-License-Identifier: MIT

// The log messages of a client.

#include <utility>

#include "catch.hpp"
#include "client_support.hpp"

namespace {

using namespace dkrls_test;
using dkrls::LogLevel;

using Messages = std::vector<std::pair<LogLevel, std::string>>;

/// Returns all messages at or above a level during a listing.
Messages messages_of(const FakeEngine& engine, LogLevel level) {
  Messages messages;
  const dkrls::Logger logger(level, [&](LogLevel of_message, std::string_view message) {
    messages.emplace_back(of_message, message);
  });
  list(dkrls::DockerClient({.endpoint = dkrls::UnixEndpoint{engine.path()},
                            .timeout = std::chrono::seconds(10),
                            .logger = logger}));
  return messages;
}

}  // namespace

TEST_CASE("at DEBUG a client logs the engine and the requests") {
  FakeEngine engine;
  serve_example(engine);
  CHECK(messages_of(engine, LogLevel::debug) ==
        Messages{{LogLevel::debug, "asking " + engine.url()},
                 {LogLevel::debug, "the engine speaks API 1.41"},
                 {LogLevel::debug, "GET /v1.41/images/json"},
                 {LogLevel::info, "the engine at " + engine.url() + " lists 8 images"}});
}

TEST_CASE("at DEBUG a client logs the engine's version and the requested one") {
  FakeEngine engine;
  engine.on("HEAD /_ping", ping("1.60"));
  const Messages messages = messages_of(engine, LogLevel::debug);
  REQUIRE(messages.size() == 4);
  CHECK(messages[1].second == "the engine speaks API 1.60");
  CHECK(messages[2].second == "GET /v1.55/images/json");
}

TEST_CASE("at TRACE a client logs the head of every answer, too") {
  FakeEngine engine;
  engine.on("HEAD /_ping", Reply().send("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n\r\n"));
  engine.on("GET /images/json",
            Reply().send("HTTP/1.1 200 OK\r\nServer: Docker\r\nContent-Length: 2\r\n\r\n[]"));
  const Messages messages = messages_of(engine, LogLevel::trace);
  const auto has = [&](const std::string& message) {
    return std::count(messages.begin(), messages.end(), std::pair(LogLevel::trace, message));
  };
  CHECK(messages.size() == 6);
  CHECK(has("HEAD /_ping answered 200 OK; Api-Version: 1.41") == 1);
  CHECK(has("GET /v1.41/images/json answered 200 OK; Server: Docker; Content-Length: 2") == 1);
}

TEST_CASE("at INFO a client logs the number of images") {
  const auto [count, words] =
      GENERATE(table<std::size_t, std::string>({{0, "0 images"}, {1, "1 image"}, {2, "2 images"}}));
  FakeEngine engine;
  engine.on("GET /images/json", images(many_images_json(count)));
  CHECK(messages_of(engine, LogLevel::info) ==
        Messages{{LogLevel::info, "the engine at " + engine.url() + " lists " + words}});
}

TEST_CASE("at WARNING and above a successful client logs nothing") {
  FakeEngine engine;
  const LogLevel level = GENERATE(LogLevel::warning, LogLevel::error, LogLevel::fatal);
  CHECK(messages_of(engine, level).empty());
}

TEST_CASE("a failed listing logs no number of images") {
  FakeEngine engine;
  engine.on("GET /images/json", error("500 Oops", "{\"message\":\"no\"}"));
  CHECK(messages_of(engine, LogLevel::info).empty());
}

TEST_CASE("a client is silent unless it is given a logger") {
  const dkrls::DockerClient client;
  for (const LogLevel level : {LogLevel::trace, LogLevel::warning, LogLevel::fatal})
    CHECK_FALSE(client.options().logger.enabled(level));
}
