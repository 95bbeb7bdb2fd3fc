// SPDX-License-Identifier: MIT

// How client and engine agree on a version of the API.

#include <dkrls/version.hpp>

#include "catch.hpp"
#include "client_support.hpp"

namespace {

using namespace dkrls_test;
using dkrls::Errc;

/// Returns the request lines of all requests to an engine.
std::vector<std::string> lines(const FakeEngine& engine) {
  std::vector<std::string> all;
  for (const Request& request : engine.requests())
    all.push_back(request.line);
  return all;
}

std::string get_images(const std::string& version) {
  return "GET /v" + version + "/images/json HTTP/1.1";
}

}  // namespace

TEST_CASE("a listing is two requests on one connection, with the fewest headers") {
  FakeEngine engine;
  REQUIRE_FALSE(list(engine).ec);
  const std::vector<Request> requests = engine.requests();
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].line == "HEAD /_ping HTTP/1.1");
  CHECK(requests[1].line == "GET /v1.41/images/json HTTP/1.1");
  for (const Request& request : requests)
    CHECK(request.headers ==
          std::map<std::string, std::string>{{"Host", "docker"},
                                             {"User-Agent", "dkrls/" + std::string(dkrls::version)},
                                             {"Accept", "application/json"}});
  CHECK(engine.connections() == 1);
}

TEST_CASE("both sides use the newest version that both support") {
  const auto [said, spoken] = GENERATE(table<std::string, std::string>({
      {"1.24", "1.24"},    {"1.30", "1.30"},  {"1.41", "1.41"},
      {"1.51", "1.51"},    {"1.55", "1.55"},  {"1.56", "1.55"},
      {"1.60", "1.55"},    {"1.100", "1.55"}, {"2.0", "1.55"},
      {"", "1.24"},  // no header
      {"garbage", "1.24"}, {"1", "1.24"},     {"1.", "1.24"},
      {".41", "1.24"},     {"1.x", "1.24"},   {"1.41-rc1", "1.24"},
      {"1.-41", "1.24"},   {"-1.41", "1.24"}, {"1.99999999999999999999", "1.24"},
  }));
  CAPTURE(said);
  FakeEngine engine;
  serve_example(engine);
  engine.on("HEAD /_ping", ping(said));
  const Outcome outcome = list(engine);
  CHECK_FALSE(outcome.ec);
  CHECK(is_example(outcome.images));
  CHECK(lines(engine) == std::vector<std::string>{"HEAD /_ping HTTP/1.1", get_images(spoken)});
}

TEST_CASE("the version header is found in any case") {
  const std::string name = GENERATE("api-version", "API-VERSION", "Api-version");
  FakeEngine engine;
  engine.on("HEAD /_ping", Reply().send("HTTP/1.1 200 OK\r\n" + name + ":  1.44 \r\n\r\n"));
  REQUIRE_FALSE(list(engine).ec);
  CHECK(lines(engine).back() == get_images("1.44"));
}

TEST_CASE("an engine that refuses HEAD is asked with GET") {
  const std::string status = GENERATE("400 Bad Request", "404 Not Found", "405 Method Not Allowed",
                                      "500 Internal Server Error", "501 Not Implemented");
  FakeEngine engine;
  engine.on("HEAD /_ping", Reply().send("HTTP/1.1 " + status + "\r\nContent-Length: 29\r\n\r\n"));
  engine.on("GET /_ping", Reply().send(http_response("200 OK", "OK", Framing::content_length,
                                                     "Api-Version: 1.30\r\n")));
  REQUIRE_FALSE(list(engine).ec);
  CHECK(lines(engine) == std::vector<std::string>{"HEAD /_ping HTTP/1.1", "GET /_ping HTTP/1.1",
                                                  get_images("1.30")});
  CHECK(engine.connections() == 1);
}

TEST_CASE("an engine that refuses HEAD and hangs up is asked with GET on a new connection") {
  const std::string header = GENERATE("Connection: close\r\n", "");
  FakeEngine engine;
  serve_example(engine);
  engine.on("HEAD /_ping",
            Reply().send("HTTP/1.1 405 Method Not Allowed\r\n" + header + "\r\n").close());
  engine.on("GET /_ping", ping("1.30"));
  CHECK(is_example(list(engine).images));
  CHECK(lines(engine).back() == get_images("1.30"));
  CHECK(engine.connections() == 2);
}

TEST_CASE("an engine that refuses every ping is asked with the oldest version") {
  FakeEngine engine;
  serve_example(engine);
  engine.on("HEAD /_ping", error("404 Not Found", {}));
  engine.on("GET /_ping", error("404 Not Found", "{\"message\":\"page not found\"}"));
  CHECK(is_example(list(engine).images));
  CHECK(lines(engine).back() == get_images("1.24"));
}

TEST_CASE("a refusal of the ping by something before the engine is reported as that") {
  const std::string status = GENERATE("401 Unauthorized", "403 Forbidden", "302 Found");
  FakeEngine engine;
  serve_example(engine);
  engine.on("HEAD /_ping", error(status, {}));
  engine.on("GET /_ping", error(status, "not for you"));
  const Outcome outcome = list(engine);
  CHECK(outcome.ec == Errc::engine_error);
  CHECK(outcome.diagnostics.request == "GET /_ping");
  CHECK(outcome.diagnostics.message == "not for you");
  CHECK(lines(engine) == std::vector<std::string>{"HEAD /_ping HTTP/1.1", "GET /_ping HTTP/1.1"});
}

TEST_CASE("an engine that fails at every ping is asked with the oldest version") {
  FakeEngine engine;
  serve_example(engine);
  engine.on("HEAD /_ping", error("500 Oops", {}));
  engine.on("GET /_ping", error("500 Oops", "oops"));
  CHECK(is_example(list(engine).images));
  CHECK(lines(engine).back() == get_images("1.24"));
}

TEST_CASE("a ping answer with a length but without a body is accepted") {
  FakeEngine engine;
  serve_example(engine);
  engine.on("HEAD /_ping", Reply().send("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n"
                                        "Content-Length: 2\r\n\r\n"));
  CHECK(is_example(list(engine).images));
  CHECK(engine.connections() == 1);
}

TEST_CASE("an engine that closes the connection gets a new one") {
  const Reply reply = GENERATE(values<Reply>(
      {Reply()
           .send("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nConnection: close\r\n"
                 "Content-Length: 0\r\n\r\n")
           .close(),
       Reply().send("HTTP/1.0 200 OK\r\nApi-Version: 1.41\r\n\r\n").close(),
       // announces one thing and does another
       Reply().send("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nConnection: close\r\n\r\n")}));
  FakeEngine engine;
  serve_example(engine);
  engine.on("HEAD /_ping", reply);
  const Outcome outcome = list(engine);
  CHECK(outcome.ec.message() == "Success");
  CHECK(is_example(outcome.images));
  CHECK(lines(engine) == std::vector<std::string>{"HEAD /_ping HTTP/1.1", get_images("1.41")});
  CHECK(engine.connections() == 2);
}

TEST_CASE("an engine that silently hangs up after a ping gets a new connection") {
  FakeEngine engine;
  serve_example(engine);
  engine.on("HEAD /_ping", Reply().send("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n\r\n").close());
  const Outcome outcome = list(engine);
  CHECK(outcome.ec.message() == "Success");
  CHECK(is_example(outcome.images));
}

TEST_CASE("an engine below the oldest version is too old and gets no further request") {
  const std::string version = GENERATE("1.23", "1.12", "1.0", "0.9");
  FakeEngine engine;
  engine.on("HEAD /_ping", ping(version));
  const Outcome outcome = list(engine);
  CHECK(outcome.ec == Errc::engine_too_old);
  CHECK(outcome.diagnostics.message.find(version) != std::string::npos);
  CHECK(outcome.diagnostics.message.find("1.24") != std::string::npos);
  CHECK(lines(engine) == std::vector<std::string>{"HEAD /_ping HTTP/1.1"});
}

TEST_CASE("an engine that refuses the newest version known here is too new") {
  FakeEngine engine;
  engine.on("HEAD /_ping", ping("1.99"));
  const std::string words =
      "client version 1.55 is too old. Minimum supported API version is 1.60, please upgrade your "
      "client to a newer version";
  engine.on("GET /images/json", error("400 Bad Request", "{\"message\":\"" + words + "\"}\n"));
  const Outcome outcome = list(engine);
  CHECK(outcome.ec == Errc::engine_too_new);
  CHECK(outcome.diagnostics.http_status == 400);
  CHECK(outcome.diagnostics.message == words);
}

TEST_CASE("an engine of a known version that answers 400 is not called too new") {
  FakeEngine engine;
  engine.on("HEAD /_ping", ping("1.51"));
  engine.on("GET /images/json", error("400 Bad Request", "{\"message\":\"no\"}\n"));
  CHECK(list(engine).ec == Errc::engine_error);
}

TEST_CASE("an engine that is newer and fails otherwise is not called too new") {
  FakeEngine engine;
  engine.on("HEAD /_ping", ping("1.99"));
  engine.on("GET /images/json", error("500 Internal Server Error", "{\"message\":\"no\"}\n"));
  CHECK(list(engine).ec == Errc::engine_error);
}
