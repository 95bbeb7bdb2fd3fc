// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dkrls/detail/net/list_parser.hpp"
#include "dkrls/detail/net/silence_watch.hpp"
#include "dkrls/endpoint.hpp"
#include "dkrls/error.hpp"
#include "dkrls/logger.hpp"
#include "dkrls/transport.hpp"

/// Boost.Beast is included here and in proxy_tunnel.ipp only.
namespace dkrls::detail {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

/// A body for Beast that passes each chunk to a ListParser, straight from the buffer it was read
/// into.
struct ListBody {
  using value_type = ListParser*;

  class reader {  // NOLINT(readability-identifier-naming): Beast's name for it
   public:
    template <bool is_request, class Fields>
    reader(http::header<is_request, Fields>&, value_type& parser) : parser_(*parser) {}

    void init(const boost::optional<std::uint64_t>&, error_code& ec) { ec = {}; }

    template <class ConstBufferSequence>
    std::size_t put(const ConstBufferSequence& buffers, error_code& ec) {
      std::size_t size = 0;
      for (const auto buffer : beast::buffers_range_ref(buffers)) {
        parser_.write({static_cast<const char*>(buffer.data()), buffer.size()}, ec);
        if (ec)
          break;
        size += buffer.size();
      }
      return size;
    }

    void finish(error_code& ec) { parser_.finish(ec); }

   private:
    ListParser& parser_;
  };
};

/// Text of at most `limit` bytes.
struct LimitedText {
  std::size_t limit = 0;
  std::string text;
};

/// A body for Beast that is text. It fails once the text has `limit` bytes.
struct TextBody {
  using value_type = LimitedText;

  class reader {  // NOLINT(readability-identifier-naming): Beast's name for it
   public:
    template <bool is_request, class Fields>
    reader(http::header<is_request, Fields>&, value_type& body) : body_(body) {}

    void init(const boost::optional<std::uint64_t>&, error_code& ec) { ec = {}; }

    template <class ConstBufferSequence>
    std::size_t put(const ConstBufferSequence& buffers, error_code& ec) {
      std::size_t size = 0;
      for (const auto buffer : beast::buffers_range_ref(buffers)) {
        body_.text.append(static_cast<const char*>(buffer.data()),
                          std::min(buffer.size(), body_.limit - body_.text.size()));
        size += buffer.size();
      }
      if (body_.text.size() == body_.limit)
        ec = http::error::body_limit;
      return size;
    }

    void finish(error_code& ec) { ec = {}; }

   private:
    value_type& body_;
  };
};

/// The fields of an answer's head that the client uses.
struct AnswerHead {
  unsigned status = 0;
  std::string reason;
  std::string api_version;  ///< empty if the engine did not report it
};

/// Sends requests to an engine and reads its answers, over one connection that it makes again when
/// it has ended.
///
/// *Errors:* all functions throw boost::system::system_error; failures of Beast become Errc.
/// *Threads:* one coroutine, on one strand or thread.
class HttpConnection {
 public:
  /// `path_prefix` precedes the path of every request. `headers` are sent with every request and
  /// must hold "Host". `timeout` is the longest silence accepted; 0 accepts any. `logger` gets the
  /// head of every answer, at the level TRACE.
  HttpConnection(const asio::any_io_executor& executor, std::unique_ptr<Transport> transport,
                 std::string path_prefix, HeaderFields headers, std::chrono::seconds timeout,
                 Logger logger = {})
      : transport_(std::move(transport)),
        path_prefix_(std::move(path_prefix)),
        headers_(std::move(headers)),
        logger_(std::move(logger)),
        watch_(executor, timeout, [this] {
          timed_out_ = true;
          transport_->cancel();
        }) {}

  /// Sends a request, over a new connection if none is open, and reads the head of the answer. The
  /// caller must read the body with one of the functions below before the next exchange.
  asio::awaitable<AnswerHead> exchange(std::string_view method, std::string_view path);

  /// Adds a request after those that are not answered yet. answer() sends them together, without
  /// waiting for one answer before the next request (RFC 9112, section 9.3.2, Pipelining). They
  /// must fit into the buffers on the way, because nobody reads answers while requests are sent.
  void ask(std::string_view method, std::string_view path);

  /// Sends the requests that were added, and reads the head of the answer to the first one that is
  /// not answered. The caller must read the body before the next call, as after exchange().
  ///
  /// A peer that hangs up on requests sent together gets one request at a time from then on.
  asio::awaitable<AnswerHead> answer();

  /// Reads the body into `list`.
  asio::awaitable<void> read_list(ListParser& list);

  /// Reads what arrives of the body, up to 64 KiB. For error messages, of which the beginning is
  /// better than nothing: no error if the body is cut, stalls or is longer.
  asio::awaitable<std::string> read_text();

  /// Reads the whole body; returns nullopt if it has `limit` bytes or more.
  asio::awaitable<std::optional<std::string>> read_document(std::size_t limit);

  /// Returns the first line of an answer that does not begin as HTTP, 80 bytes at most; empty for
  /// none. UNTRUSTED.
  const std::string& unreadable_line() const noexcept { return unreadable_line_; }

  /// See Transport::explain_failure().
  asio::awaitable<std::string> explain_failure() { return transport_->explain_failure(); }

  /// See Transport::close(). Nothing can be asked afterwards.
  asio::awaitable<void> close() { return transport_->close(); }

 private:
  static constexpr std::size_t read_size = 128 * 1024;
  static constexpr std::size_t max_head_size = 64 * 1024;
  static constexpr std::size_t longest_unreadable_line = 80;

  struct Request {
    std::string line;  // "GET /path"
    std::string text;
    bool has_body = true;  // the answer, unlike that to HEAD
  };

  asio::awaitable<void> connect();
  asio::awaitable<void> send_first(std::size_t count);
  asio::awaitable<void> read_head(bool has_body);
  void log_answer(const std::string& request) const;

  template <class Body>
  asio::awaitable<void> read_body(http::response_parser<Body>& parser);

  /// Passes the bytes that have arrived to a parser. Reads more if they are too few for progress.
  template <class Body>
  asio::awaitable<void> feed(http::response_parser<Body>& parser);

  /// Ends a wait; throws if it was too long or the operation failed.
  void end_wait(const error_code& ec);

  std::unique_ptr<Transport> transport_;
  std::string path_prefix_;
  HeaderFields headers_;
  Logger logger_;
  bool timed_out_ = false;
  SilenceWatch watch_;
  bool connected_ = false;
  std::string unreadable_line_;
  std::deque<Request> unanswered_;
  std::size_t sent_ = 0;    // how many of them were sent over this connection
  bool pipelining_ = true;  // false once the peer hung up on requests sent together
  beast::flat_buffer buffer_;
  std::optional<http::response_parser<http::empty_body>> answer_;
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/net/http_connection.ipp"
#endif
