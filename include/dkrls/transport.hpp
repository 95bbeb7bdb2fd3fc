#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <functional>
#include <memory>
#include <string>

#include "dkrls/endpoint.hpp"
#include "dkrls/error.hpp"

namespace dkrls {

/// A stream of bytes to an engine and back, whatever carries it. One operation at a time, on one
/// strand or thread; the object outlives its operations.
class Transport {
 public:
  Transport() = default;
  virtual ~Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  /// Connects, for the second time too: what was left of the first connection is dropped. Throws
  /// boost::system::system_error.
  virtual boost::asio::awaitable<void> connect() = 0;

  /// Reads what is there, at least one byte; asio::error::eof at the end.
  virtual boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer into,
                                                        error_code& ec) = 0;

  /// Writes all of it.
  virtual boost::asio::awaitable<void> write(boost::asio::const_buffer from, error_code& ec) = 0;

  /// Makes the operation that is under way fail with asio::error::operation_aborted.
  virtual void cancel() = 0;

  /// What is known about the failure of an operation beyond its error code, in one sentence; empty
  /// for nothing. UNTRUSTED, as Diagnostics::message.
  virtual boost::asio::awaitable<std::string> explain_failure() { co_return std::string(); }
};

/// Makes a transport with TLS. See dkrls/tls.hpp, which is apart so that a program without TLS
/// needs no OpenSSL.
using TlsConnector = std::function<std::unique_ptr<Transport>(
    const boost::asio::any_io_executor&, const TcpEndpoint&, const TlsOptions&)>;

}  // namespace dkrls
