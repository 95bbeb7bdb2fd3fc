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
#include "dkrls/transport.hpp"

/// The one header that includes Boost.Beast.
namespace dkrls::detail {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

/// A body for Beast that goes into a ListParser piece by piece, straight from the buffer it was
/// read into.
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

/// Text of which at most `limit` bytes are wanted.
struct LimitedText {
  std::size_t limit = 0;
  std::string text;
};

/// A body for Beast that is text; as much as there may be is a failure.
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

/// The head of an answer, as far as it matters here.
struct AnswerHead {
  unsigned status = 0;
  std::string reason;
  std::string api_version;  ///< empty when the engine did not say
};

/// A connection to an engine that carries one exchange after the other. Failures are thrown as
/// boost::system::system_error, Beast's among them as Errc.
///
/// To be used from one coroutine, on a strand or a single thread.
class HttpConnection {
 public:
  /// `path_prefix` precedes the path of every request, `headers` go with it, "Host" among them.
  /// `timeout` is the longest silence that is accepted, 0 for any.
  HttpConnection(const asio::any_io_executor& executor, std::unique_ptr<Transport> transport,
                 std::string path_prefix, HeaderFields headers, std::chrono::seconds timeout)
      : transport_(std::move(transport)),
        path_prefix_(std::move(path_prefix)),
        headers_(std::move(headers)),
        watch_(executor, timeout, [this] {
          timed_out_ = true;
          transport_->cancel();
        }) {}

  /// Sends a request, on a new connection where there is none that lives, and reads the head of the
  /// answer. The body must be read by exactly one of the functions below before the next exchange.
  asio::awaitable<AnswerHead> exchange(std::string_view method, std::string_view path);

  /// Puts a request behind those that are still to be answered. They are sent together, without
  /// waiting for the answer to one before the next, and answered in this order. All of them must
  /// fit into the buffers on the way: nobody reads answers while requests are sent.
  ///
  /// Source: RFC 9112, section 9.3.2, Pipelining.
  void ask(std::string_view method, std::string_view path);

  /// Sends what is to be sent, and reads the head of the answer to the first request. Its body must
  /// be read before the next, as that of an exchange.
  asio::awaitable<AnswerHead> answer();

  /// Reads the body as a list.
  asio::awaitable<void> read_list(ListParser& list);

  /// Reads the body as text, or what can be had of it: at most 64 KiB.
  asio::awaitable<std::string> read_text();

  /// Reads the body as text that is worth something only as a whole; nullopt when it has `limit`
  /// bytes or more.
  asio::awaitable<std::optional<std::string>> read_document(std::size_t limit);

  /// Makes what is waited for fail with operation_aborted. Nothing can be asked afterwards.
  void cancel() { transport_->cancel(); }

  /// What the transport knows about a failure, see Transport::explain_failure().
  asio::awaitable<std::string> explain_failure() { return transport_->explain_failure(); }

 private:
  static constexpr std::size_t read_size = 128 * 1024;
  static constexpr std::size_t max_head_size = 64 * 1024;

  struct Request {
    std::string text;
    bool has_body = true;  // its answer
  };

  asio::awaitable<void> connect();
  asio::awaitable<void> send_first(std::size_t count);
  asio::awaitable<void> read_head(bool has_body);

  template <class Body>
  asio::awaitable<void> read_body(http::response_parser<Body>& parser);

  /// Gives what has arrived to a parser, and waits for more where that is not enough for progress.
  template <class Body>
  asio::awaitable<void> feed(http::response_parser<Body>& parser);

  /// Throws if the operation that was waited for failed.
  void end_wait(const error_code& ec);

  std::unique_ptr<Transport> transport_;
  std::string path_prefix_;
  HeaderFields headers_;
  bool timed_out_ = false;
  SilenceWatch watch_;
  bool connected_ = false;
  std::deque<Request> unanswered_;
  std::size_t sent_ = 0;  // how many of them, on this connection
  beast::flat_buffer buffer_;
  std::optional<http::response_parser<http::empty_body>> answer_;
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/net/http_connection.ipp"
#endif
