// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "dkrls/detail/net/host_lookup.hpp"
#include "dkrls/detail/net/proxy_tunnel.hpp"
#include "dkrls/transport.hpp"

namespace dkrls::detail {

/// Remembers that an operation was cancelled, for the steps that are still to come: a cancellation
/// may arrive between two of them, when there is nothing to interrupt.
class CancelledFlag {
 public:
  void set() noexcept { set_ = true; }

  /// Throws asio::error::operation_aborted if the flag is set. To be called before each step.
  void throw_if_set() const {
    if (set_)
      throw boost::system::system_error(boost::asio::error::operation_aborted);
  }

 private:
  bool set_ = false;
};

/// Reads and writes on a plain socket; derived classes connect it.
template <class Protocol>
class SocketTransport : public Transport {
 public:
  boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer into,
                                                error_code& ec) override {
    return socket_.async_read_some(into,
                                   boost::asio::redirect_error(boost::asio::use_awaitable, ec));
  }

  boost::asio::awaitable<void> write(boost::asio::const_buffer from, error_code& ec) override {
    co_await boost::asio::async_write(socket_, from,
                                      boost::asio::redirect_error(boost::asio::use_awaitable, ec));
  }

  void cancel() override {
    cancelled_.set();
    // Closes the socket, because async_connect() answers a mere cancel() with the next address.
    error_code ignored;
    socket_.close(ignored);
  }

 protected:
  explicit SocketTransport(const boost::asio::any_io_executor& executor) : socket_(executor) {}

  typename Protocol::socket socket_;
  CancelledFlag cancelled_;
};

/// Connects to a Unix socket of this machine.
class UnixTransport final : public SocketTransport<boost::asio::local::stream_protocol> {
 public:
  UnixTransport(const boost::asio::any_io_executor& executor, UnixEndpoint endpoint)
      : SocketTransport(executor), pause_(executor), endpoint_(std::move(endpoint)) {}

  boost::asio::awaitable<void> connect() override {
    if (endpoint_.path.size() >= sizeof(sockaddr_un::sun_path))
      throw boost::system::system_error(boost::asio::error::name_too_long);
    // Linux refuses a connection with EAGAIN while the engine's queue is full. Asio waits for that
    // socket and takes it for connected, and nothing reports that there is room again.
    for (co_await connect_once(); !is_connected(); co_await connect_once()) {
      pause_.expires_after(std::chrono::milliseconds(20));
      co_await pause_.async_wait(boost::asio::use_awaitable);
    }
  }

  void cancel() override {
    pause_.cancel();
    SocketTransport::cancel();
  }

 private:
  boost::asio::awaitable<void> connect_once() {
    cancelled_.throw_if_set();
    error_code ignored;
    socket_.close(ignored);
    std::string path = endpoint_.path;
    if (path.starts_with('@'))  // Linux's abstract names, written as Go writes them
      path.front() = '\0';
    co_await socket_.async_connect(boost::asio::local::stream_protocol::endpoint(path),
                                   boost::asio::use_awaitable);
    cancelled_.throw_if_set();
  }

  bool is_connected() const {
    error_code ec;
    static_cast<void>(socket_.remote_endpoint(ec));
    return !ec;
  }

  boost::asio::steady_timer pause_;
  UnixEndpoint endpoint_;
};

/// Connects TCP sockets to an endpoint or its proxy: to the first address that accepts.
class TcpConnector {
 public:
  TcpConnector(const boost::asio::any_io_executor& executor, TcpEndpoint endpoint,
               std::optional<HttpProxy> proxy, HostLookup::Function function = look_up_host)
      : lookup_(executor, std::move(function)),
        endpoint_(std::move(endpoint)),
        proxy_(std::move(proxy)) {}

  /// *Errors:* throws boost::system::system_error, with Errc::proxy_failed if the proxy cannot be
  /// reached; problem() then has the reason.
  boost::asio::awaitable<void> connect(boost::asio::ip::tcp::socket& socket) {
    problem_.clear();
    error_code ignored;
    socket.close(ignored);
    cancelled_.throw_if_set();
    try {
      const HostAddresses addresses = co_await lookup_.look_up(
          proxy_ ? proxy_->host : endpoint_.host, proxy_ ? proxy_->port : endpoint_.port);
      cancelled_.throw_if_set();
      co_await boost::asio::async_connect(socket, addresses, boost::asio::use_awaitable);
    } catch (const boost::system::system_error& error) {
      if (!proxy_ || error.code() == boost::asio::error::operation_aborted)
        throw;
      fail("it cannot be reached: " + error.code().message());
    }
    cancelled_.throw_if_set();
    socket.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  }

  /// Connects, and lets the proxy, if there is one, connect on to the endpoint.
  boost::asio::awaitable<void> connect_through(boost::asio::ip::tcp::socket& socket) {
    co_await connect(socket);
    if (!proxy_)
      co_return;
    const std::string refusal = co_await open_tunnel(socket, *proxy_, endpoint_);
    cancelled_.throw_if_set();
    if (!refusal.empty())
      fail(refusal);
  }

  /// The caller closes the socket as well.
  void cancel() {
    cancelled_.set();
    lookup_.cancel();
  }

  /// Why the proxy failed; empty if it did not.
  const std::string& problem() const noexcept { return problem_; }

 private:
  [[noreturn]] void fail(std::string problem) {
    problem_ = std::move(problem);
    throw boost::system::system_error(Errc::proxy_failed);
  }

  HostLookup lookup_;
  TcpEndpoint endpoint_;
  std::optional<HttpProxy> proxy_;
  CancelledFlag cancelled_;
  std::string problem_;
};

/// Connects to a TCP port, in plain text. A proxy gets the requests themselves.
class TcpTransport final : public SocketTransport<boost::asio::ip::tcp> {
 public:
  TcpTransport(const boost::asio::any_io_executor& executor, TcpEndpoint endpoint,
               std::optional<HttpProxy> proxy = {}, HostLookup::Function lookup = look_up_host)
      : SocketTransport(executor),
        connector_(executor, std::move(endpoint), std::move(proxy), std::move(lookup)) {}

  boost::asio::awaitable<void> connect() override { return connector_.connect(socket_); }

  void cancel() override {
    connector_.cancel();
    SocketTransport::cancel();
  }

  boost::asio::awaitable<std::string> explain_failure() override { co_return connector_.problem(); }

 private:
  TcpConnector connector_;
};

}  // namespace dkrls::detail
