// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace dkrls_test {

/// A server on a TCP port of this machine. It answers the first bytes of each connection with the
/// same answer and closes the connection.
class FixedAnswer {
 public:
  explicit FixedAnswer(std::string answer) : answer_(std::move(answer)) {
    accept();
    thread_ = std::thread([this] { context_.run(); });
  }
  ~FixedAnswer() {
    context_.stop();
    thread_.join();
  }
  FixedAnswer(const FixedAnswer&) = delete;
  FixedAnswer& operator=(const FixedAnswer&) = delete;

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  using Tcp = boost::asio::ip::tcp;
  using Error = boost::system::error_code;

  void accept() {
    acceptor_.async_accept([this](Error ec, Tcp::socket socket) {
      if (ec)
        return;
      client_.emplace(std::move(socket));
      client_->async_read_some(boost::asio::buffer(sent_),
                               [this](Error, std::size_t) { answer(); });
    });
  }

  void answer() {
    boost::asio::async_write(*client_, boost::asio::buffer(answer_), [this](Error, std::size_t) {
      client_.reset();
      accept();
    });
  }

  std::string answer_;
  boost::asio::io_context context_{1};
  Tcp::acceptor acceptor_{context_, {boost::asio::ip::address_v4::loopback(), 0}};
  std::optional<Tcp::socket> client_;
  std::array<char, 16384> sent_{};
  std::thread thread_;
};

}  // namespace dkrls_test
