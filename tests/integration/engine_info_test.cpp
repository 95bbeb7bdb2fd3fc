// SPDX-License-Identifier: MIT

// What engines say of themselves.

#include <boost/asio/use_future.hpp>
#include <fstream>
#include <iterator>

#include "catch.hpp"
#include "client_support.hpp"
#include "running_context.hpp"

namespace {

using namespace dkrls_test;
using dkrls::EngineInfo;
using dkrls::Errc;

std::string read_data(const std::string& name) {
  std::ifstream file(TEST_DATA_DIR "/data/" + name + ".json");
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// An engine that speaks of itself as a real one did.
void serve_info(FakeEngine& engine, const std::string& version, const std::string& info) {
  engine.on("GET /version", images(version));
  engine.on("GET /info", images(info, Framing::one_chunk));
}

struct InfoOutcome {
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  EngineInfo info;
};

InfoOutcome info_of(const FakeEngine& engine) {
  InfoOutcome outcome;
  outcome.info = client_of(engine).engine_info(outcome.ec, outcome.diagnostics);
  return outcome;
}

}  // namespace

TEST_CASE("engines of every kind are understood when they speak of themselves") {
  struct Case {
    std::string version;
    std::string info;
    EngineInfo expected;
  };
  const Case c = GENERATE(values<Case>({
      {"version-docker-20.10.24",
       "info-docker-20.10.24",
       {"Docker Engine", "20.10.24+dfsg1", "1.41", "1.12", "linux", "amd64", "overlay2", false,
        42}},
      {"version-docker-26.1.5-containerd",
       "info-docker-26.1.5-containerd",
       {"Docker Engine", "26.1.5+dfsg1", "1.45", "1.24", "linux", "amd64", "overlayfs", true, 42}},
      {"version-podman-4.3.1",
       "info-podman-5.4.2",
       {"Podman Engine", "4.3.1", "1.41", "1.24", "linux", "amd64", "overlay", false, 42}},
      {"version-podman-5.4.2",
       "info-podman-5.4.2",
       {"Podman Engine", "5.4.2", "1.41", "1.24", "linux", "amd64", "overlay", false, 42}},
  }));
  CAPTURE(c.version);
  FakeEngine engine;
  serve_info(engine, read_data(c.version), read_data(c.info));
  const InfoOutcome outcome = info_of(engine);
  CHECK_FALSE(outcome.ec);
  CHECK(outcome.diagnostics.http_status == 200);
  CHECK(outcome.diagnostics.message.empty());
  CHECK(outcome.info == c.expected);
  CHECK(engine.connections() == 1);
}

TEST_CASE("an engine that says little of itself is understood as far as it goes") {
  FakeEngine engine;
  serve_info(engine, R"({"Version":"1.12.6"})",
             GENERATE("{}", R"({"Driver":17,"Images":-1})", R"({"Images":"5"})"));
  const InfoOutcome outcome = info_of(engine);
  CHECK_FALSE(outcome.ec);
  EngineInfo expected;
  expected.name = "Docker Engine";
  expected.version = "1.12.6";
  CHECK(outcome.info == expected);
}

TEST_CASE("fields of a type that nobody expects are taken for missing") {
  const auto [version, info] = GENERATE(table<std::string, std::string>({
      {R"({"Version":"1","Components":{}})", R"({"Driver":"aufs","DriverStatus":null})"},
      {R"({"Version":"1","Components":[]})", R"({"Driver":"aufs","DriverStatus":[]})"},
      {R"({"Version":"1","Components":[17]})", R"({"Driver":"aufs","DriverStatus":[[]]})"},
      {R"({"Version":"1","Components":[{}]})",
       R"({"Driver":"aufs","DriverStatus":["driver-type"]})"},
      {R"({"Version":"1","Os":null})", R"({"Driver":"aufs","DriverStatus":[["driver-type",1]]})"},
      {R"({"Version":"1","ApiVersion":1.41})", R"({"Driver":"aufs","DriverStatus":{}})"},
  }));
  CAPTURE(version, info);
  FakeEngine engine;
  serve_info(engine, version, info);
  const InfoOutcome outcome = info_of(engine);
  CHECK_FALSE(outcome.ec);
  CHECK(outcome.info.name == "Docker Engine");
  CHECK(outcome.info.version == "1");
  CHECK(outcome.info.storage_driver == "aufs");
  CHECK_FALSE(outcome.info.containerd_store);
}

TEST_CASE("an answer that does not describe an engine is refused, and the request is named") {
  const auto [request, version, info] = GENERATE(table<std::string, std::string, std::string>({
      {"GET /version", "", "{}"},
      {"GET /version", "hello", "{}"},
      {"GET /version", "[]", "{}"},
      {"GET /version", "{}", "{}"},
      {"GET /version", R"({"Version":17})", "{}"},
      {"GET /version", R"({"Version":"1"} {})", "{}"},
      {"GET /info", R"({"Version":"1"})", "[]"},
      {"GET /info", R"({"Version":"1"})", ""},
      {"GET /info", R"({"Version":"1"})", "{"},
      {"GET /info", R"({"Version":"1"})", "{} {}"},
  }));
  CAPTURE(version, info);
  FakeEngine engine;
  serve_info(engine, version, info);
  const InfoOutcome outcome = info_of(engine);
  CHECK(outcome.ec == Errc::unexpected_answer);
  CHECK(outcome.diagnostics.message == request + " is not the description of an engine");
  CHECK(outcome.info == EngineInfo());
}

TEST_CASE("a description that is cut or stalls is reported as that") {
  const std::string route = GENERATE("GET /version", "GET /info");
  const Framing framing = GENERATE(Framing::content_length, Framing::one_chunk);
  CAPTURE(route, static_cast<int>(framing));
  const std::string whole = http_response("200 OK", R"({"Version":"1.12.6"})", framing);
  FakeEngine engine;
  serve_info(engine, R"({"Version":"1.12.6"})", "{}");
  engine.on(route, Reply().send(whole.substr(0, whole.size() - 6)).close());
  CHECK(info_of(engine).ec == Errc::truncated_answer);
  engine.on(route, Reply().send(whole.substr(0, whole.size() - 6)).wait());
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  client_of(engine, std::chrono::seconds(1)).engine_info(ec, diagnostics);
  CHECK(ec == Errc::timed_out);
}

TEST_CASE("without /info the description has what /version reports, and one warning says so") {
  const std::string status = GENERATE("403 Forbidden", "404 Not Found");
  FakeEngine engine;
  serve_info(engine, read_data("version-docker-20.10.24"), "{}");
  engine.on("GET /info", error(status, "not for you\nask somebody"));
  std::vector<std::string> warnings;
  const dkrls::DockerClient client(
      {.endpoint = dkrls::UnixEndpoint{engine.path()},
       .logger = {dkrls::LogLevel::warning, [&](dkrls::LogLevel, std::string_view message) {
                    warnings.emplace_back(message);
                  }}});
  const EngineInfo info = client.engine_info();
  CHECK(info.version == "20.10.24+dfsg1");
  CHECK(info.storage_driver.empty());
  CHECK(warnings == std::vector<std::string>{"GET /info was refused (" + status.substr(0, 3) +
                                             "): not for you"});
}

TEST_CASE("a failure of /info is an error, unlike a refusal") {
  FakeEngine engine;
  serve_info(engine, read_data("version-docker-20.10.24"), "{}");
  engine.on("GET /info", error("500 Oops", "oops"));
  const InfoOutcome outcome = info_of(engine);
  CHECK(outcome.ec == Errc::engine_error);
  CHECK(outcome.diagnostics.request == "GET /info");
}

TEST_CASE("an engine that refuses to speak of itself is an error") {
  FakeEngine engine;
  engine.on("GET /version", error("403 Forbidden", "{\"message\":\"no\"}"));
  const InfoOutcome outcome = info_of(engine);
  CHECK(outcome.ec == Errc::engine_error);
  CHECK(outcome.diagnostics.http_status == 403);
  CHECK(outcome.diagnostics.message == "no");
  CHECK(outcome.diagnostics.request == "GET /version");
  CHECK_THROWS_AS(client_of(engine).engine_info(), dkrls::Error);
}

TEST_CASE("an answer to /info may be large, but has a limit") {
  const auto [size, ec] = GENERATE(table<std::size_t, dkrls::error_code>(
      {{1'000'000, dkrls::error_code()}, {4 * 1024 * 1024, Errc::unexpected_answer}}));
  CAPTURE(size);
  FakeEngine engine;
  std::string info = read_data("info-docker-20.10.24");
  info.insert(1, "\"Labels\":[\"" + std::string(size, 'x') + "\"],");
  serve_info(engine, read_data("version-docker-20.10.24"), info);
  const InfoOutcome outcome = info_of(engine);
  CHECK(outcome.ec == ec);
  CHECK(outcome.diagnostics.message == (ec ? "GET /info has 4 MiB or more" : ""));
  CHECK(outcome.info.storage_driver == (ec ? "" : "overlay2"));
}

TEST_CASE("an engine can be asked of itself asynchronously") {
  FakeEngine engine;
  serve_info(engine, read_data("version-docker-20.10.24"), read_data("info-docker-20.10.24"));
  RunningContext context;
  dkrls::Diagnostics diagnostics;
  auto info = client_of(engine).async_engine_info(context.get().get_executor(), diagnostics,
                                                  boost::asio::use_future);
  CHECK(info.get().version == "20.10.24+dfsg1");
}

TEST_CASE("a ping tells an engine from what is none") {
  FakeEngine engine;
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  engine.on("GET /_ping", ping("1.41"));
  client_of(engine).ping(ec, diagnostics);
  CHECK_FALSE(ec);
  CHECK_NOTHROW(client_of(engine).ping());
  engine.on("GET /_ping", error("503 Service Unavailable", "not now"));
  client_of(engine).ping(ec, diagnostics);
  CHECK(ec == Errc::engine_error);
  CHECK(diagnostics.message == "not now");
  CHECK_THROWS_AS(client_of(engine).ping(), dkrls::Error);
}

TEST_CASE("an engine can be pinged asynchronously") {
  FakeEngine engine;
  RunningContext context;
  dkrls::Diagnostics diagnostics;
  const auto pinged = [&] {
    return client_of(engine).async_ping(context.get().get_executor(), diagnostics,
                                        boost::asio::use_future);
  };
  engine.on("GET /_ping", ping("1.41"));
  CHECK_NOTHROW(pinged().get());
  engine.on("GET /_ping", error("503 Service Unavailable", "not now"));
  CHECK_THROWS_AS(pinged().get(), boost::system::system_error);
  CHECK(diagnostics.message == "not now");
}
