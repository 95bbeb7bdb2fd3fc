// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "dkrls/endpoint.hpp"
#include "dkrls/error.hpp"

namespace dkrls {

/// A stream of bytes to an engine and back. It carries one operation at a time and must outlive it.
///
/// *Threads:* all functions are called on one strand or thread.
class Transport {
 public:
  Transport() = default;
  virtual ~Transport() = default;  ///< ends the connection
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  /// Connects to the engine. A second call drops the first connection and makes a new one.
  ///
  /// *Errors:* throws boost::system::system_error.
  virtual boost::asio::awaitable<void> connect() = 0;

  /// Waits for bytes and reads at least one; returns how many. Fails with asio::error::eof at the
  /// end of the stream.
  virtual boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer into,
                                                        error_code& ec) = 0;

  /// Writes all bytes of `from`.
  virtual boost::asio::awaitable<void> write(boost::asio::const_buffer from, error_code& ec) = 0;

  /// Makes the current operation and all later ones fail. It may come between two steps of an
  /// operation: connect() then fails with asio::error::operation_aborted before the next step.
  virtual void cancel() = 0;

  /// Returns what the transport knows about a failure beyond its error code, in one sentence; empty
  /// if it knows nothing. UNTRUSTED, like Diagnostics::message.
  virtual boost::asio::awaitable<std::string> explain_failure() { co_return std::string(); }

  /// Ends the connection, and waits until whatever carries it (a process, for example) has ended.
  /// An operation of a client calls it last, even if the operation was cancelled or never connected
  /// this transport.
  virtual boost::asio::awaitable<void> close() { co_return; }
};

/// Makes a transport that speaks TLS. dkrls/tls.hpp has one; it is a header of its own so that a
/// program without TLS needs no OpenSSL.
///
/// With a proxy, the transport reaches the endpoint through its CONNECT.
using TlsConnector = std::function<std::unique_ptr<Transport>(const boost::asio::any_io_executor&,
                                                              const TcpEndpoint&, const TlsOptions&,
                                                              const std::optional<HttpProxy>&)>;

}  // namespace dkrls
