// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdint>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "dkrls/detail/net/stream_pair.hpp"
#include "dkrls/error.hpp"

namespace dkrls::detail {

/// The addresses of a host, in the order in which to try them.
using HostAddresses = boost::asio::ip::tcp::resolver::results_type;

/// Asks the system for the addresses of a host, and blocks until it answers.
///
/// *Errors:* throws boost::system::system_error, of Asio's netdb category for an unknown name.
inline HostAddresses look_up_host(const std::string& host, std::uint16_t port) {
  boost::asio::io_context context(1);
  return boost::asio::ip::tcp::resolver(context).resolve(
      host, std::to_string(port), boost::asio::ip::resolver_base::numeric_service);
}

/// Looks up hosts without blocking.
///
/// The lookup runs on a thread of its own, because nothing interrupts getaddrinfo(): Asio's own
/// resolver completes a cancelled lookup, and even its io_context ends, only when the system has
/// answered (six seconds and more if no name server does). A lookup that is cancelled or abandoned
/// here ends at once; its thread shares nothing with it and ends when the system answers.
///
/// *Threads:* one strand or thread, that of `executor`.
class HostLookup {
 public:
  using Function = std::function<HostAddresses(const std::string& host, std::uint16_t port)>;

  explicit HostLookup(const boost::asio::any_io_executor& executor,
                      Function function = look_up_host)
      : executor_(executor), function_(std::move(function)) {}

  /// Returns the addresses of a host.
  ///
  /// *Errors:* throws what the function throws, and asio::error::operation_aborted if cancelled.
  boost::asio::awaitable<HostAddresses> look_up(std::string host, std::uint16_t port) {
    namespace ip = boost::asio::ip;
    error_code not_an_address;
    const ip::address address = ip::make_address(host, not_an_address);
    if (!not_an_address)  // saves the thread, 0.1 ms
      co_return HostAddresses::create(ip::tcp::endpoint(address, port), host, "");

    StreamPair stream = make_stream_pair(executor_);
    std::packaged_task<HostAddresses()> task(
        [function = function_, host = std::move(host), port] { return function(host, port); });
    std::future<HostAddresses> addresses = task.get_future();
    start_thread([task = std::move(task), answered = std::move(stream.far_end)]() mutable {
      task();
      ::close(answered.release());
    });
    answered_.emplace(std::move(stream.near_end));
    co_await answered_->async_wait(Socket::wait_read, boost::asio::use_awaitable);
    co_return addresses.get();
  }

  /// Makes the current lookup fail with asio::error::operation_aborted.
  void cancel() {
    error_code ignored;
    if (answered_)
      answered_->close(ignored);
  }

 private:
  using Socket = boost::asio::local::stream_protocol::socket;

  template <class Work>
  static void start_thread(Work work) {
    try {
      std::thread(std::move(work)).detach();
    } catch (const std::system_error& error) {
      throw_errno(error.code().value());
    }
  }

  boost::asio::any_io_executor executor_;
  Function function_;
  std::optional<Socket> answered_;  // ends when the system has answered
};

}  // namespace dkrls::detail
