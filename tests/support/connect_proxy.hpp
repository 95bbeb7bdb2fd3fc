// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace dkrls_test {

/// An HTTP proxy for CONNECT at a port of this machine. It connects every client to `target`, a
/// port of this machine, whatever host it asks for.
class ConnectProxy {
 public:
  explicit ConnectProxy(std::uint16_t target,
                        std::string answer = "HTTP/1.1 200 Connection established\r\n\r\n")
      : target_(target), answer_(std::move(answer)) {
    boost::asio::co_spawn(context_, accept(), boost::asio::detached);
    thread_ = std::thread([this] { context_.run(); });
  }
  ~ConnectProxy() {
    context_.stop();
    thread_.join();
  }
  ConnectProxy(const ConnectProxy&) = delete;
  ConnectProxy& operator=(const ConnectProxy&) = delete;

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  /// The heads of the requests so far.
  std::vector<std::string> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  using Tcp = boost::asio::ip::tcp;
  static constexpr auto use_awaitable = boost::asio::use_awaitable;

  boost::asio::awaitable<void> accept() {
    for (;;)
      boost::asio::co_spawn(context_, serve(co_await acceptor_.async_accept(use_awaitable)),
                            [](const std::exception_ptr&) {});
  }

  boost::asio::awaitable<void> serve(Tcp::socket client) {
    using namespace boost::asio::experimental::awaitable_operators;
    std::string head;
    co_await boost::asio::async_read_until(client, boost::asio::dynamic_buffer(head), "\r\n\r\n",
                                           use_awaitable);
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(head);
    }
    co_await boost::asio::async_write(client, boost::asio::buffer(answer_), use_awaitable);
    if (!answer_.starts_with("HTTP/1.1 200"))
      co_return;
    Tcp::socket server(context_);
    co_await server.async_connect({boost::asio::ip::address_v4::loopback(), target_},
                                  use_awaitable);
    co_await (carry(client, server) || carry(server, client));
  }

  static boost::asio::awaitable<void> carry(Tcp::socket& from, Tcp::socket& to) {
    std::array<char, 16384> buffer;
    for (;;) {
      const std::size_t size =
          co_await from.async_read_some(boost::asio::buffer(buffer), use_awaitable);
      co_await boost::asio::async_write(to, boost::asio::buffer(buffer, size), use_awaitable);
    }
  }

  std::uint16_t target_;
  std::string answer_;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  boost::asio::io_context context_{1};
  Tcp::acceptor acceptor_{context_, {boost::asio::ip::address_v4::loopback(), 0}};
  std::thread thread_;
};

}  // namespace dkrls_test
