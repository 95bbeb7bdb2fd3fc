#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <memory>
#include <string>
#include <utility>

namespace dkrls::detail {

/// What a child process says on its standard error. All of it is taken in as it comes, for a child
/// that nobody listens to stands still once the stream is full; only the end is kept.
///
/// Must be used on one thread or strand, the same the socket's executor stands for.
class ErrorOutput {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;

  static constexpr std::size_t kept_size = 4096;

  explicit ErrorOutput(Socket from) : state_(std::make_shared<State>(std::move(from))) {
    State::listen(state_);
  }
  ErrorOutput(const ErrorOutput&) = delete;
  ErrorOutput& operator=(const ErrorOutput&) = delete;

  /// The last 4 KiB of what has been said up to now, without white space behind it.
  std::string last_words() {
    // More than a socket holds. There is a limit, for somebody may be speaking all the time.
    for (int pieces = 0; pieces < 64 && !state_->take_in(); ++pieces) {
    }
    return state_->said.substr(0, state_->said.find_last_not_of(" \t\r\n") + 1);
  }

 private:
  struct State {
    explicit State(Socket from) : socket(std::move(from)) { socket.non_blocking(true); }

    /// The handler holds the state weakly: it goes with its owner, and the socket with it, which
    /// ends the wait.
    static void listen(const std::shared_ptr<State>& state) {
      state->socket.async_wait(Socket::wait_read,
                               [weak = std::weak_ptr(state)](boost::system::error_code ec) {
                                 const auto alive = weak.lock();
                                 if (ec || !alive)
                                   return;
                                 ec = alive->take_in();
                                 if (!ec || ec == boost::asio::error::would_block)
                                   listen(alive);
                               });
    }

    /// Takes in one piece of what is there; fails with would_block when there is nothing.
    boost::system::error_code take_in() {
      std::array<char, 16 * 1024> piece;
      boost::system::error_code ec;
      said.append(piece.data(), socket.read_some(boost::asio::buffer(piece), ec));
      if (said.size() > kept_size)
        said.erase(0, said.size() - kept_size);
      return ec;
    }

    Socket socket;
    std::string said;
  };

  std::shared_ptr<State> state_;
};

}  // namespace dkrls::detail
