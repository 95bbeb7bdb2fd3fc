// SPDX-License-Identifier: MIT

// Options that would not stay where they belong in a request.

#include "catch.hpp"
#include "client_support.hpp"
#include "relay.hpp"

namespace {

using namespace dkrls_test;
using dkrls::Errc;

}  // namespace

TEST_CASE("header fields that would be more than one field are refused") {
  const auto [name, value] = GENERATE(table<std::string, std::string>({
      {"X-Team", "a\r\nHost: elsewhere"},
      {"X-Team", "a\nX: b"},
      {"X-Team", "a\r"},
      {"X-Team", std::string("a\0b", 3)},
      {"X-Team", "\x7f"},
      {"X-Team: a\r\nX", "b"},
      {"X Team", "a"},
      {"", "a"},
  }));
  FakeEngine engine;
  const Outcome outcome = list(dkrls::DockerClient(
      {.endpoint = dkrls::UnixEndpoint{engine.path()}, .headers = {{name, value}}}));
  CHECK(outcome.ec == Errc::invalid_option);
  CHECK(outcome.diagnostics.message == "\"" + name + "\" cannot be sent as an HTTP header field");
  CHECK(engine.connections() == 0);
}

TEST_CASE("an API version that is none is refused") {
  const std::string version =
      GENERATE("1.41/images/json HTTP/1.1\r\nX: ", "1.41\n", "newest", "1.41 ");
  FakeEngine engine;
  const Outcome outcome = list(dkrls::DockerClient(
      {.endpoint = dkrls::UnixEndpoint{engine.path()}, .api_version = version}));
  CHECK(outcome.ec == Errc::invalid_option);
  CHECK(outcome.diagnostics.message == "\"" + version + "\" is not an API version");
  CHECK(engine.connections() == 0);
}

TEST_CASE("an endpoint that would break a request is refused") {
  FakeEngine engine;
  const Relay relay(engine.path());
  const std::uint16_t port = relay.port();
  const dkrls::TcpEndpoint endpoint =
      GENERATE_COPY(values<dkrls::TcpEndpoint>({{"127.0.0.1", port, "/a HTTP/1.1\r\nX: b"},
                                                {"127.0.0.1", port, "/a b"},
                                                {"127.0.0.1\r\nX: b", port}}));
  CHECK(list(dkrls::DockerClient({.endpoint = endpoint})).ec == Errc::invalid_endpoint);
  CHECK(engine.connections() == 0);
}
