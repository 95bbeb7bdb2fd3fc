#pragma once

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <string>

#include "dkrls/transport.hpp"

namespace dkrls::detail {

/// What transports over a plain socket share.
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
    // Closes, for a mere cancel() makes async_connect() try the next address.
    error_code ignored;
    socket_.close(ignored);
  }

 protected:
  explicit SocketTransport(const boost::asio::any_io_executor& executor) : socket_(executor) {}

  typename Protocol::socket socket_;
};

/// A Unix socket of this machine.
class UnixTransport final : public SocketTransport<boost::asio::local::stream_protocol> {
 public:
  UnixTransport(const boost::asio::any_io_executor& executor, UnixEndpoint endpoint)
      : SocketTransport(executor), pause_(executor), endpoint_(std::move(endpoint)) {}

  boost::asio::awaitable<void> connect() override {
    if (endpoint_.path.size() >= sizeof(sockaddr_un::sun_path))
      throw boost::system::system_error(boost::asio::error::name_too_long);
    // An engine with too many callers in its queue refuses for the moment (Linux, EAGAIN). Asio
    // waits for that socket and takes it for connected, and nobody tells when there is room.
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
    error_code ignored;
    socket_.close(ignored);
    co_await socket_.async_connect(boost::asio::local::stream_protocol::endpoint(endpoint_.path),
                                   boost::asio::use_awaitable);
  }

  bool is_connected() const {
    error_code ec;
    static_cast<void>(socket_.remote_endpoint(ec));
    return !ec;
  }

  boost::asio::steady_timer pause_;
  UnixEndpoint endpoint_;
};

/// The first of a host's addresses that takes the connection.
inline boost::asio::awaitable<void> connect_tcp(boost::asio::ip::tcp::resolver& resolver,
                                                boost::asio::ip::tcp::socket& socket,
                                                const TcpEndpoint& endpoint) {
  error_code ignored;
  socket.close(ignored);
  const auto addresses = co_await resolver.async_resolve(
      endpoint.host, std::to_string(endpoint.port), boost::asio::ip::resolver_base::numeric_service,
      boost::asio::use_awaitable);
  co_await boost::asio::async_connect(socket, addresses, boost::asio::use_awaitable);
  socket.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
}

/// A TCP port, in plain text.
class TcpTransport final : public SocketTransport<boost::asio::ip::tcp> {
 public:
  TcpTransport(const boost::asio::any_io_executor& executor, TcpEndpoint endpoint)
      : SocketTransport(executor), resolver_(executor), endpoint_(std::move(endpoint)) {}

  boost::asio::awaitable<void> connect() override {
    return connect_tcp(resolver_, socket_, endpoint_);
  }

  void cancel() override {
    resolver_.cancel();
    SocketTransport::cancel();
  }

 private:
  boost::asio::ip::tcp::resolver resolver_;
  TcpEndpoint endpoint_;
};

}  // namespace dkrls::detail
