// SPDX-License-Identifier: MIT

// Engines at a TCP port, in plain text.

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <deque>
#include <optional>

#include "catch.hpp"
#include "client_support.hpp"
#include "relay.hpp"

namespace {

namespace asio = boost::asio;
using namespace dkrls_test;
using asio::ip::tcp;
using dkrls::Errc;
using dkrls::error_code;
using dkrls::TcpEndpoint;
using Clock = std::chrono::steady_clock;

dkrls::DockerClient client_at(TcpEndpoint endpoint,
                              std::chrono::seconds timeout = std::chrono::seconds(10)) {
  return dkrls::DockerClient({.endpoint = std::move(endpoint), .timeout = timeout});
}

Outcome list_at(TcpEndpoint endpoint) {
  return list(client_at(std::move(endpoint)));
}

/// A port with a full backlog, so that connections to it hang.
class FullPort {
 public:
  FullPort() {
    acceptor_.open(tcp::v4());
    acceptor_.bind({asio::ip::address_v4::loopback(), 0});
    acceptor_.listen(0);
    for (int i = 0; i < 4; ++i)
      waiting_.emplace_back(context_).async_connect(acceptor_.local_endpoint(), asio::detached);
    context_.poll();
  }

  TcpEndpoint endpoint() const { return {"127.0.0.1", acceptor_.local_endpoint().port()}; }

 private:
  asio::io_context context_;
  tcp::acceptor acceptor_{context_};
  std::deque<tcp::socket> waiting_;
};

}  // namespace

TEST_CASE("an engine at a TCP port is listed by address and by name") {
  FakeEngine engine;
  serve_example(engine);
  const Relay relay(engine.path());
  const std::string host = GENERATE("127.0.0.1", "localhost");
  const Outcome outcome = list_at({host, relay.port()});
  CHECK_FALSE(outcome.ec);
  CHECK(is_example(outcome.images));
  for (const Request& request : engine.requests())
    CHECK(request.headers.at("Host") == host + ":" + std::to_string(relay.port()));
  CHECK(engine.connections() == 1);
}

TEST_CASE("an engine at an IPv6 address is listed, and named in brackets") {
  FakeEngine engine;
  serve_example(engine);
  std::optional<Relay> relay;
  try {
    relay.emplace(engine.path(), "::1");
  } catch (const boost::system::system_error& error) {
    WARN("this machine has no IPv6: " << error.what());
    return;
  }
  const Outcome outcome = list_at({"::1", relay->port()});
  CHECK(is_example(outcome.images));
  CHECK(engine.requests().front().headers["Host"] == "[::1]:" + std::to_string(relay->port()));
}

TEST_CASE("a path prefix precedes the path of every request") {
  FakeEngine engine;
  const Relay relay(engine.path());
  engine.on("HEAD /engines/a/_ping", ping("1.44"));
  list_at({"127.0.0.1", relay.port(), "/engines/a"});
  REQUIRE(engine.requests().size() == 2);
  CHECK(engine.requests()[0].line == "HEAD /engines/a/_ping HTTP/1.1");
  CHECK(engine.requests()[1].line == "GET /engines/a/v1.44/images/json HTTP/1.1");
}

TEST_CASE("requested headers go with every request") {
  FakeEngine engine;
  const Relay relay(engine.path());
  list(dkrls::DockerClient({.endpoint = TcpEndpoint{"127.0.0.1", relay.port()},
                            .headers = {{"X-Team", "a, b"}, {"Authorization", "x"}}}));
  REQUIRE(engine.requests().size() == 2);
  for (const Request& request : engine.requests()) {
    CHECK(request.headers.at("X-Team") == "a, b");
    CHECK(request.headers.at("Authorization") == "x");
  }
}

TEST_CASE("a port without a server refuses the connection") {
  asio::io_context context;
  tcp::acceptor closed(context, {asio::ip::address_v4::loopback(), 0});
  const std::uint16_t port = closed.local_endpoint().port();
  closed.close();
  const std::string host = GENERATE("127.0.0.1", "localhost");
  CHECK(list_at({host, port}).ec == asio::error::connection_refused);
}

TEST_CASE("an unknown host name is an error of the name resolution") {
  const Outcome outcome = list_at({"no-such-host.invalid", 2375});
  CHECK(outcome.ec.category() == asio::error::get_netdb_category());
  CHECK(outcome.images.empty());
}

TEST_CASE("the timeout ends a listing from a silent TCP engine") {
  FakeEngine engine;
  engine.on("GET /images/json", Reply().send("HTTP/1.1 200 OK\r\n").wait());
  const Relay relay(engine.path());
  const Outcome outcome =
      list(client_at(TcpEndpoint{"127.0.0.1", relay.port()}, std::chrono::seconds(1)));
  CHECK(outcome.ec == Errc::timed_out);
}

TEST_CASE("the timeout ends an attempt to connect") {
  const FullPort port;
  const auto begin = Clock::now();
  const Outcome outcome = list(client_at(port.endpoint(), std::chrono::seconds(1)));
  CHECK(outcome.ec == Errc::timed_out);
  CHECK(Clock::now() - begin >= std::chrono::milliseconds(900));
  CHECK(Clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("a listing can be cancelled while it connects") {
  const FullPort port;
  asio::io_context context;
  asio::cancellation_signal signal;
  std::optional<error_code> result;
  dkrls::Diagnostics diagnostics;
  client_at(port.endpoint())
      .async_list_images(context.get_executor(), {}, diagnostics,
                         asio::bind_cancellation_slot(
                             signal.slot(), [&](error_code ec, const std::vector<dkrls::Image>&) {
                               result = ec;
                             }));
  // Long enough for the connection attempt to begin.
  context.run_for(std::chrono::milliseconds(100));
  CHECK_FALSE(result);
  signal.emit(GENERATE(asio::cancellation_type::terminal, asio::cancellation_type::total));
  context.run_for(std::chrono::seconds(5));
  CHECK(result == asio::error::operation_aborted);
}

TEST_CASE("an engine at a TCP port that dies in its answer is an error and never a short list") {
  FakeEngine engine;
  const Relay relay(engine.path());
  const std::string answer = http_response("200 OK", many_images_json(100));
  engine.on("GET /images/json", Reply().send(answer.substr(0, answer.size() / 2)).close());
  const Outcome outcome = list_at({"127.0.0.1", relay.port()});
  CHECK(outcome.ec == Errc::truncated_answer);
  CHECK(outcome.images.empty());
}
