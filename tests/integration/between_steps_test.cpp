// SPDX-License-Identifier: MIT

// Cancellations that arrive when one step of an operation is done and the next has not begun.

#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <dkrls/detail/net/socket_transport.hpp>
#include <optional>
#include <thread>

#include "busy_socket.hpp"
#include "catch.hpp"
#include "temporary_directory.hpp"

namespace {

namespace asio = boost::asio;
using namespace dkrls_test;
using namespace std::chrono_literals;
using dkrls::error_code;

/// Connects a transport on `context`.
struct Connecting {
  Connecting(asio::io_context& context, dkrls::Transport& transport) {
    asio::co_spawn(context, transport.connect(), [this](const std::exception_ptr& exception) {
      try {
        result = error_code();
        if (exception)
          std::rethrow_exception(exception);
      } catch (const boost::system::system_error& error) {
        result = error.code();
      }
    });
  }

  std::optional<error_code> result;
};

}  // namespace

TEST_CASE("a cancellation between a pause and the next attempt to connect is not lost") {
  const TemporaryDirectory directory;
  const BusySocket socket(directory / "engine.sock");
  asio::io_context context;
  dkrls::detail::UnixTransport transport(context.get_executor(), {directory / "engine.sock"});
  const Connecting connecting(context, transport);
  context.run_for(5ms);
  CHECK_FALSE(connecting.result);
  // Expires before the pause does; both handlers are ready when the context runs again.
  asio::steady_timer timer(context, 1ms);
  timer.async_wait([&](error_code) { transport.cancel(); });
  std::this_thread::sleep_for(50ms);
  context.run_for(500ms);
  CHECK(connecting.result == asio::error::operation_aborted);
}

TEST_CASE("a cancellation between a lookup and the attempt to connect is not lost") {
  asio::io_context context;
  using asio::ip::tcp;
  tcp::acceptor full(context);  // connections to it hang
  full.open(tcp::v4());
  full.bind({asio::ip::address_v4::loopback(), 0});
  full.listen(0);
  std::deque<tcp::socket> queue;
  for (int i = 0; i < 4; ++i)
    queue.emplace_back(context).async_connect(full.local_endpoint(), asio::detached);
  context.run_for(10ms);

  const std::uint16_t port = full.local_endpoint().port();
  dkrls::detail::TcpTransport transport(context.get_executor(), {"host", port}, std::nullopt,
                                        [](const std::string&, std::uint16_t number) {
                                          return dkrls::detail::look_up_host("127.0.0.1", number);
                                        });
  const Connecting connecting(context, transport);
  // Runs once the lookup is done, and before anybody has noticed.
  asio::post(context, [&] {
    std::this_thread::sleep_for(100ms);
    transport.cancel();
  });
  context.run_for(500ms);
  CHECK(connecting.result == asio::error::operation_aborted);
}

TEST_CASE("nothing is connected after a cancellation") {
  const TemporaryDirectory directory;
  asio::io_context context;
  asio::local::stream_protocol::acceptor acceptor(context, directory / "engine.sock");
  dkrls::detail::UnixTransport transport(context.get_executor(), {directory / "engine.sock"});
  transport.cancel();
  const Connecting connecting(context, transport);
  context.run();
  CHECK(connecting.result == asio::error::operation_aborted);
}
