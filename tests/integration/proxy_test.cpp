// SPDX-License-Identifier: MIT

// Engines behind an HTTP proxy.

#include <boost/asio/ip/tcp.hpp>
#include <dkrls/tls.hpp>

#include "catch.hpp"
#include "certificates.hpp"
#include "client_support.hpp"
#include "connect_proxy.hpp"
#include "relay.hpp"

namespace {

using namespace dkrls_test;
using dkrls::Errc;
using dkrls::HttpProxy;
using dkrls::TcpEndpoint;

HttpProxy proxy_at(std::uint16_t port, std::string credentials = {}) {
  return {"127.0.0.1", port, std::move(credentials), "HTTP_PROXY"};
}

/// An engine with a certificate for engine.example, behind TLS.
struct TlsEngine {
  TlsEngine() { serve_example(engine); }

  dkrls::DockerClient client_through(const HttpProxy& proxy) const {
    return dkrls::DockerClient({.endpoint = TcpEndpoint{"engine.example", 2376},
                                .tls = dkrls::TlsOptions{.ca_file = authority.file()},
                                .tls_connector = dkrls::connect_with_tls,
                                .proxy = proxy,
                                .timeout = std::chrono::seconds(10)});
  }

  TemporaryDirectory directory;
  Authority authority{directory};
  FakeEngine engine;
  Relay relay{engine.path(),
              {.identity = authority.issue("server", {.alternative_names = "DNS:engine.example"})}};
};

/// A port at which nobody listens.
std::uint16_t closed_port() {
  boost::asio::io_context context;
  return boost::asio::ip::tcp::acceptor(context, {boost::asio::ip::address_v4::loopback(), 0})
      .local_endpoint()
      .port();
}

}  // namespace

TEST_CASE("without TLS a proxy gets requests in absolute form, over one connection") {
  FakeEngine proxy;  // whose routes are those of a proxy
  const Relay relay(proxy.path());
  const std::string engine = "http://engine.example:2375/engines/a";
  proxy.on("HEAD " + engine + "/_ping", ping("1.41"));
  proxy.on("GET " + engine + "/v1.41/images/json", images(example_listing_json(some_day)));
  const std::string credentials = GENERATE("", "me:secret");
  const Outcome outcome =
      list(dkrls::DockerClient({.endpoint = TcpEndpoint{"engine.example", 2375, "/engines/a"},
                                .proxy = proxy_at(relay.port(), credentials)}));
  CHECK_FALSE(outcome.ec);
  CHECK(is_example(outcome.images));
  CHECK(proxy.connections() == 1);
  for (Request& request : proxy.requests()) {
    CHECK(request.headers["Host"] == "engine.example:2375");
    CHECK(request.headers["Proxy-Authorization"] ==
          (credentials.empty() ? "" : "Basic bWU6c2VjcmV0"));
  }
}

TEST_CASE("with TLS a proxy connects on, and sees nothing of the requests") {
  const TlsEngine world;
  const ConnectProxy proxy(world.relay.port());
  const std::string credentials = GENERATE("", "me:secret");
  const Outcome outcome = list(world.client_through(proxy_at(proxy.port(), credentials)));
  CHECK_FALSE(outcome.ec);
  CHECK(is_example(outcome.images));
  REQUIRE(proxy.requests().size() == 1);
  CHECK(proxy.requests().front() ==
        "CONNECT engine.example:2376 HTTP/1.1\r\nHost: engine.example:2376\r\n" +
            std::string(credentials.empty() ? "" : "Proxy-Authorization: Basic bWU6c2VjcmV0\r\n") +
            "\r\n");
  for (const Request& request : world.engine.requests())
    CHECK(request.headers.count("Proxy-Authorization") == 0);
}

TEST_CASE("a proxy that refuses to connect on is named as the cause") {
  const TlsEngine world;
  const auto [answer, message] = GENERATE(table<std::string, std::string>({
      {"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 5\r\n\r\nwords",
       "it refused CONNECT engine.example:2376 (407): Proxy Authentication Required"},
      {"HTTP/1.1 502 Bad Gateway\r\n\r\n",
       "it refused CONNECT engine.example:2376 (502): Bad Gateway"},
      {"SSH-2.0-OpenSSH_9.2p1\r\n", "it does not answer CONNECT as an HTTP proxy does"},
      {"", "it does not answer CONNECT as an HTTP proxy does"},
  }));
  const ConnectProxy proxy(world.relay.port(), answer);
  const Outcome outcome = list(world.client_through(proxy_at(proxy.port())));
  CHECK(outcome.ec == Errc::proxy_failed);
  CHECK(outcome.diagnostics.message == message);
  CHECK(world.engine.connections() == 0);
}

TEST_CASE("a proxy that cannot be reached is named as the cause") {
  const TlsEngine world;
  const HttpProxy proxy = proxy_at(closed_port());
  const dkrls::DockerClient plain(
      {.endpoint = TcpEndpoint{"engine.example", 2375}, .proxy = proxy});
  for (const dkrls::DockerClient& client : {world.client_through(proxy), plain}) {
    const Outcome outcome = list(client);
    CHECK(outcome.ec == Errc::proxy_failed);
    CHECK(outcome.diagnostics.message == "it cannot be reached: Connection refused");
  }
}

TEST_CASE("a proxy that falls silent is waited for no longer than the timeout") {
  boost::asio::io_context context;
  const boost::asio::ip::tcp::acceptor silent(context,
                                              {boost::asio::ip::address_v4::loopback(), 0});
  const Outcome outcome =
      list(dkrls::DockerClient({.endpoint = TcpEndpoint{"engine.example", 2376},
                                .tls = dkrls::TlsOptions{.verify = false},
                                .tls_connector = dkrls::connect_with_tls,
                                .proxy = proxy_at(silent.local_endpoint().port()),
                                .timeout = std::chrono::seconds(1)}));
  CHECK(outcome.ec == Errc::timed_out);
}

TEST_CASE("a proxy is ignored for sockets") {
  FakeEngine engine;
  serve_example(engine);
  const Outcome outcome =
      list(dkrls::DockerClient({.endpoint = dkrls::UnixEndpoint{engine.path()},
                                .proxy = proxy_at(closed_port(), "me:secret")}));
  CHECK(is_example(outcome.images));
  CHECK(engine.requests().back().line == "GET /v1.41/images/json HTTP/1.1");
  CHECK(engine.requests().back().headers.count("Proxy-Authorization") == 0);
}
