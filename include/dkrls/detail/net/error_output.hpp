// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <memory>
#include <string>
#include <utility>

namespace dkrls::detail {

/// Reads the standard error of a child process and keeps its end. It reads all the time, because a
/// child whose stream is full stands still.
///
/// *Threads:* one strand or thread, that of the socket's executor.
class ErrorOutput {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;

  static constexpr std::size_t kept_size = 4096;

  explicit ErrorOutput(Socket from) : state_(std::make_shared<State>(std::move(from))) {
    State::listen(state_);
  }
  ErrorOutput(const ErrorOutput&) = delete;
  ErrorOutput& operator=(const ErrorOutput&) = delete;

  /// Returns the last 4 KiB that arrived so far, without trailing white space.
  std::string last_words() {
    // 64 reads take more than a socket holds. The limit is for a child that writes all the time.
    for (int reads = 0; reads < 64 && !state_->read_available(); ++reads) {
    }
    return state_->text.substr(0, state_->text.find_last_not_of(" \t\r\n") + 1);
  }

 private:
  struct State {
    explicit State(Socket from) : socket(std::move(from)) { socket.non_blocking(true); }

    /// The handler holds the state weakly: the owner destroys it, and with it the socket, which
    /// ends the wait.
    static void listen(const std::shared_ptr<State>& state) {
      state->socket.async_wait(Socket::wait_read,
                               [weak = std::weak_ptr(state)](boost::system::error_code ec) {
                                 const auto alive = weak.lock();
                                 if (ec || !alive)
                                   return;
                                 ec = alive->read_available();
                                 if (!ec || ec == boost::asio::error::would_block)
                                   listen(alive);
                               });
    }

    /// Reads up to 16 KiB; fails with would_block if nothing is there.
    boost::system::error_code read_available() {
      std::array<char, 16 * 1024> chunk;
      boost::system::error_code ec;
      text.append(chunk.data(), socket.read_some(boost::asio::buffer(chunk), ec));
      if (text.size() > kept_size)
        text.erase(0, text.size() - kept_size);
      return ec;
    }

    Socket socket;
    std::string text;
  };

  std::shared_ptr<State> state_;
};

}  // namespace dkrls::detail
