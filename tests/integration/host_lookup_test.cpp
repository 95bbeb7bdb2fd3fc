// SPDX-License-Identifier: MIT

// Names that are looked up, slowly or never.

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <dkrls/detail/net/http_connection.hpp>
#include <dkrls/detail/net/socket_transport.hpp>
#include <memory>
#include <optional>
#include <thread>

#include "catch.hpp"

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using dkrls::Errc;
using dkrls::error_code;
using dkrls::detail::HostAddresses;
using dkrls::detail::HostLookup;
using dkrls::detail::TcpTransport;
using Clock = std::chrono::steady_clock;

/// Takes longer than any test waits.
HostAddresses slow_lookup(const std::string&, std::uint16_t) {
  std::this_thread::sleep_for(3s);
  return {};
}

std::optional<error_code> code_of(const std::exception_ptr& exception) {
  if (!exception)
    return error_code();
  try {
    std::rethrow_exception(exception);
  } catch (const boost::system::system_error& error) {
    return error.code();
  }
}

/// Looks up a host on `context`.
struct Lookup {
  Lookup(asio::io_context& context, const std::string& host, HostLookup::Function function)
      : lookup(context.get_executor(), std::move(function)) {
    asio::co_spawn(context, lookup.look_up(host, 2375),
                   [this](const std::exception_ptr& exception, HostAddresses found) {
                     result = code_of(exception);
                     addresses = std::move(found);
                   });
  }

  HostLookup lookup;
  std::optional<error_code> result;
  HostAddresses addresses;
};

}  // namespace

TEST_CASE("names and addresses are looked up") {
  const std::string host = GENERATE("localhost", "127.0.0.1");
  asio::io_context context;
  const Lookup lookup(context, host, dkrls::detail::look_up_host);
  context.run();
  CHECK(lookup.result == error_code());
  REQUIRE_FALSE(lookup.addresses.empty());
  CHECK(lookup.addresses.begin()->endpoint().address().is_loopback());
  CHECK(lookup.addresses.begin()->endpoint().port() == 2375);
}

TEST_CASE("an address needs no lookup") {
  const std::string host = GENERATE("127.0.0.1", "::1", "fe80::1%1");
  asio::io_context context;
  const Lookup lookup(context, host, slow_lookup);
  context.run_for(1s);
  CHECK(lookup.result == error_code());
  CHECK(lookup.addresses.size() == 1);
}

TEST_CASE("the error of a lookup is passed on") {
  asio::io_context context;
  const Lookup lookup(context, "no-such-host", [](const auto&, auto) -> HostAddresses {
    throw boost::system::system_error(asio::error::host_not_found);
  });
  context.run();
  CHECK(lookup.result == asio::error::host_not_found);
}

TEST_CASE("a lookup that is cancelled ends at once") {
  const auto begin = Clock::now();
  {
    asio::io_context context;
    Lookup lookup(context, "host", slow_lookup);
    context.run_for(20ms);
    CHECK_FALSE(lookup.result);
    lookup.lookup.cancel();
    context.run();
    CHECK(lookup.result == asio::error::operation_aborted);
  }
  CHECK(Clock::now() - begin < 2s);
}

TEST_CASE("a lookup that is abandoned holds nobody up") {
  const auto begin = Clock::now();
  {
    asio::io_context context;
    const Lookup lookup(context, "host", slow_lookup);
    context.run_for(20ms);
  }
  CHECK(Clock::now() - begin < 2s);
}

TEST_CASE("a slow lookup is waited for no longer than the timeout") {
  asio::io_context context;
  dkrls::detail::HttpConnection connection(
      context.get_executor(),
      std::make_unique<TcpTransport>(context.get_executor(), dkrls::TcpEndpoint{"host"},
                                     std::nullopt, slow_lookup),
      "", {}, 1s);
  const auto begin = Clock::now();
  std::optional<error_code> result;
  asio::co_spawn(
      context, connection.exchange("GET", "/_ping"),
      [&](const std::exception_ptr& exception, const auto&) { result = code_of(exception); });
  context.run_for(5s);
  CHECK(result == Errc::timed_out);
  CHECK(Clock::now() - begin >= 900ms);
  CHECK(Clock::now() - begin < 2500ms);
}
