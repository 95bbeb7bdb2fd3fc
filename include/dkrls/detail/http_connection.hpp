#pragma once

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dkrls/detail/header_fields.hpp"
#include "dkrls/detail/image_list_parser.hpp"
#include "dkrls/detail/silence_watch.hpp"
#include "dkrls/error.hpp"
#include "dkrls/transport.hpp"

/// The one header that includes Boost.Beast.
namespace dkrls::detail {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

/// A body for Beast that goes into an ImageListParser piece by piece, straight from the buffer it
/// was read into.
struct ImageListBody {
  using value_type = ImageListParser*;

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
    ImageListParser& parser_;
  };
};

/// A body for Beast that is text, of which only the beginning is wanted: more is a failure.
struct TextBody {
  using value_type = std::string;

  static constexpr std::size_t max_size = 64 * 1024;

  class reader {  // NOLINT(readability-identifier-naming): Beast's name for it
   public:
    template <bool is_request, class Fields>
    reader(http::header<is_request, Fields>&, value_type& text) : text_(text) {}

    void init(const boost::optional<std::uint64_t>&, error_code& ec) { ec = {}; }

    template <class ConstBufferSequence>
    std::size_t put(const ConstBufferSequence& buffers, error_code& ec) {
      std::size_t size = 0;
      for (const auto buffer : beast::buffers_range_ref(buffers)) {
        text_.append(static_cast<const char*>(buffer.data()),
                     std::min(buffer.size(), max_size - text_.size()));
        size += buffer.size();
      }
      if (text_.size() == max_size)
        ec = http::error::body_limit;
      return size;
    }

    void finish(error_code& ec) { ec = {}; }

   private:
    std::string& text_;
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

  /// Reads the body as an image list.
  asio::awaitable<void> read_images(ImageListParser& parser);

  /// Reads the body as text, or what can be had of it: at most TextBody::max_size bytes.
  asio::awaitable<std::string> read_text();

  /// What the transport knows about a failure, see Transport::explain_failure().
  asio::awaitable<std::string> explain_failure() { return transport_->explain_failure(); }

 private:
  static constexpr std::size_t read_size = 128 * 1024;
  static constexpr std::size_t max_head_size = 64 * 1024;

  asio::awaitable<void> connect();
  asio::awaitable<void> send(std::string_view request);
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
  beast::flat_buffer buffer_;
  std::optional<http::response_parser<http::empty_body>> answer_;
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/http_connection.ipp"
#endif
