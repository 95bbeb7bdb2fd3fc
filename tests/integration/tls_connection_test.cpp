// SPDX-License-Identifier: MIT

// Connections with TLS that end, hang, or meet something else.

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <dkrls/tls.hpp>
#include <filesystem>
#include <optional>

#include "catch.hpp"
#include "certificates.hpp"
#include "client_support.hpp"
#include "fixed_answer.hpp"
#include "relay.hpp"
#include "running_context.hpp"

namespace {

namespace asio = boost::asio;
using namespace dkrls_test;
using asio::ip::tcp;
using dkrls::Errc;
using dkrls::error_code;

dkrls::DockerClient tls_client(std::uint16_t port,
                               std::chrono::seconds timeout = std::chrono::seconds(10)) {
  return dkrls::DockerClient({.endpoint = dkrls::TcpEndpoint{"127.0.0.1", port},
                              .tls = dkrls::TlsOptions{.verify = false},
                              .tls_connector = dkrls::connect_with_tls,
                              .timeout = timeout});
}

dkrls::DockerClient plain_client(std::uint16_t port) {
  return dkrls::DockerClient(
      {.endpoint = dkrls::TcpEndpoint{"127.0.0.1", port}, .timeout = std::chrono::seconds(10)});
}

/// What Go's net/http says to who does not speak TLS.
const std::string go_refusal =
    "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";

}  // namespace

TEST_CASE("what does not speak TLS is told from an engine that is not trusted") {
  const std::string answer =
      GENERATE(as<std::string>(), "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
               "HTTP/1.0 400 Bad request\r\n\r\n", "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
  CAPTURE(answer);
  const FixedAnswer server(answer);
  CHECK(list(tls_client(server.port())).ec == Errc::tls_not_spoken);
}

TEST_CASE("a server that hangs up instead of speaking TLS is no trusted engine") {
  const FixedAnswer server("");
  const Outcome outcome = list(tls_client(server.port()));
  CHECK(outcome.ec == Errc::tls_failed);
  CHECK(outcome.diagnostics.message == "the other side hung up");
}

TEST_CASE("a port that wants TLS is recognised, whether it says so in HTTP or in TLS") {
  const std::string alert = GENERATE(
      as<std::string>(), std::string("\x15\x03\x01\x00\x02\x02\x46", 7),
      std::string("\x15\x03\x03\x00\x02\x02\x0a", 7), std::string("\x15\x03", 2), go_refusal);
  const FixedAnswer server(alert);
  CHECK(list(plain_client(server.port())).ec == Errc::tls_expected);
  error_code ec;
  dkrls::Diagnostics diagnostics;
  plain_client(server.port()).ping(ec, diagnostics);
  CHECK(ec == Errc::tls_expected);
}

TEST_CASE("an answer over TLS that is cut is an error, with TLS's goodbye and without") {
  const bool says_goodbye = GENERATE(true, false);
  const TemporaryDirectory directory;
  const Authority authority(directory);
  FakeEngine engine;
  const Relay relay(engine.path(),
                    {.identity = authority.issue("server"), .says_goodbye = says_goodbye});
  const std::string answer = http_response("200 OK", many_images_json(100));
  engine.on("GET /images/json", Reply().send(answer.substr(0, answer.size() / 2)).close());
  const Outcome outcome = list(tls_client(relay.port()));
  CHECK(outcome.ec == Errc::truncated_answer);
  CHECK(outcome.images.empty());
}

TEST_CASE("a whole answer over TLS needs no goodbye of TLS") {
  const TemporaryDirectory directory;
  const Authority authority(directory);
  FakeEngine engine;
  const Relay relay(engine.path(), {.identity = authority.issue("server"), .says_goodbye = false});
  const std::string list_of_images = example_listing_json(some_day);
  const bool has_length = GENERATE(true, false);
  engine.on("GET /images/json", Reply()
                                    .send(has_length ? http_response("200 OK", list_of_images)
                                                     : "HTTP/1.0 200 OK\r\n\r\n" + list_of_images)
                                    .close());
  const Outcome outcome = list(tls_client(relay.port()));
  CHECK_FALSE(outcome.ec);
  CHECK(is_example(outcome.images));
}

TEST_CASE("a large list comes over TLS in any framing") {
  const Framing framing =
      GENERATE(Framing::content_length, Framing::one_chunk, Framing::chunks_of_2048);
  const TemporaryDirectory directory;
  const Authority authority(directory);
  FakeEngine engine;
  const Relay relay(engine.path(), {.identity = authority.issue("server")});
  engine.on("GET /images/json", images(many_images_json(10'000), framing));
  CHECK(list(tls_client(relay.port())).images.size() == 10'000);
}

TEST_CASE("silence instead of TLS is waited for no longer than the timeout") {
  asio::io_context context;
  const tcp::acceptor silent(context, {asio::ip::address_v4::loopback(), 0});
  const auto begin = std::chrono::steady_clock::now();
  const Outcome outcome = list(tls_client(silent.local_endpoint().port(), std::chrono::seconds(1)));
  const auto elapsed = std::chrono::steady_clock::now() - begin;
  CHECK(outcome.ec == Errc::timed_out);
  CHECK(elapsed >= std::chrono::milliseconds(900));
  CHECK(elapsed < std::chrono::seconds(5));
}

TEST_CASE("a listing can be cancelled while TLS is being agreed on") {
  asio::io_context other_side;
  tcp::acceptor silent(other_side, {asio::ip::address_v4::loopback(), 0});
  std::optional<error_code> result;
  dkrls::Diagnostics diagnostics;
  asio::cancellation_signal signal;
  {
    RunningContext context;
    asio::post(context.get(), [&] {
      tls_client(silent.local_endpoint().port())
          .async_list_images(
              context.get().get_executor(), {}, diagnostics,
              asio::bind_cancellation_slot(
                  signal.slot(),
                  [&](error_code ec, const std::vector<dkrls::Image>&) { result = ec; }));
    });
    tcp::socket client = silent.accept();
    char hello = 0;
    asio::read(client, asio::buffer(&hello, 1));  // the handshake has begun
    asio::post(context.get(), [&] { signal.emit(asio::cancellation_type::terminal); });
  }
  CHECK(result == asio::error::operation_aborted);
}

TEST_CASE("what was known of a failed connection is forgotten with the next one") {
  const TemporaryDirectory directory;
  const Authority authority(directory);
  FakeEngine engine;
  const Relay relay(engine.path(),
                    {.identity = authority.issue("server", {.alternative_names = "IP:127.0.0.1"})});
  const std::string file = directory / "late.pem";
  asio::io_context context;
  const auto transport = dkrls::connect_with_tls(
      context.get_executor(), {.host = "127.0.0.1", .port = relay.port()}, {.ca_file = file});
  std::vector<std::string> explanations;
  const auto connect_twice = [&]() -> asio::awaitable<void> {
    try {
      co_await transport->connect();
    } catch (const boost::system::system_error&) {
    }
    explanations.push_back(co_await transport->explain_failure());
    std::filesystem::copy_file(authority.file(), file);
    co_await transport->connect();
    explanations.push_back(co_await transport->explain_failure());
  };
  std::exception_ptr failure;
  asio::co_spawn(context, connect_twice(), [&](std::exception_ptr thrown) { failure = thrown; });
  context.run();
  CHECK(failure == nullptr);
  CHECK(explanations ==
        std::vector<std::string>{"cannot use " + file + ": No such file or directory", ""});
}

TEST_CASE("a program without TLS says so when an engine wants it") {
  const Outcome outcome =
      list(dkrls::DockerClient({.endpoint = dkrls::TcpEndpoint{}, .tls = dkrls::TlsOptions{}}));
  CHECK(outcome.ec == Errc::tls_unavailable);
}
