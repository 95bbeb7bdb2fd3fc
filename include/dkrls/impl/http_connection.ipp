#pragma once

#include "dkrls/detail/http_connection.hpp"
#include "dkrls/version.hpp"

namespace dkrls::detail {

/// Throws what Beast failed with, in our terms.
[[noreturn]] inline void throw_failure(const error_code& ec) {
  if (ec == http::error::end_of_stream || ec == http::error::partial_message)
    throw boost::system::system_error(Errc::truncated_answer);
  static const auto& http_category = make_error_code(http::error::end_of_stream).category();
  if (ec.category() == http_category)
    throw boost::system::system_error(Errc::malformed_answer, ec.message());
  throw boost::system::system_error(ec);
}

/// Whether an operation failed because the peer has hung up.
inline bool is_hang_up(const error_code& ec) {
  return ec == Errc::truncated_answer || ec == asio::error::connection_reset ||
         ec == asio::error::broken_pipe;
}

DKRLS_DECL void HttpConnection::end_wait(const error_code& ec) {
  watch_.end_wait();
  if (timed_out_)
    throw boost::system::system_error(Errc::timed_out);
  if (ec)
    throw_failure(ec);
}

DKRLS_DECL asio::awaitable<void> HttpConnection::connect() {
  using Address = asio::local::stream_protocol::endpoint;
  if (endpoint_.path.size() >= sizeof(sockaddr_un::sun_path))
    throw boost::system::system_error(asio::error::name_too_long);
  error_code ec;
  socket_.close(ec);
  buffer_.clear();
  watch_.begin_wait();
  co_await socket_.async_connect(Address(endpoint_.path),
                                 asio::redirect_error(asio::use_awaitable, ec));
  end_wait(ec);
  connected_ = true;
}

DKRLS_DECL asio::awaitable<void> HttpConnection::send(
    const http::request<http::empty_body>& request) {
  error_code ec;
  watch_.begin_wait();
  co_await http::async_write(socket_, request, asio::redirect_error(asio::use_awaitable, ec));
  end_wait(ec);
}

template <class Body>
asio::awaitable<void> HttpConnection::feed(http::response_parser<Body>& parser) {
  error_code ec;
  if (buffer_.size() > 0) {
    buffer_.consume(parser.put(buffer_.data(), ec));
    if (!ec)
      co_return;
    if (ec != http::error::need_more)
      throw_failure(ec);
  }
  watch_.begin_wait();
  const std::size_t received = co_await socket_.async_read_some(
      buffer_.prepare(read_size), asio::redirect_error(asio::use_awaitable, ec));
  buffer_.commit(received);
  if (ec == asio::error::eof) {
    connected_ = false;
    ec = {};
    if (parser.got_some())
      parser.put_eof(ec);
    else
      ec = http::error::end_of_stream;
  }
  end_wait(ec);
}

DKRLS_DECL asio::awaitable<void> HttpConnection::read_head(http::verb verb) {
  do {
    answer_.emplace();
    answer_->header_limit(max_head_size);
    answer_->body_limit(boost::none);
    answer_->skip(verb == http::verb::head);
    while (!answer_->is_header_done())
      co_await feed(*answer_);
  } while (answer_->get().result_int() / 100 == 1);  // an interim answer
}

DKRLS_DECL asio::awaitable<AnswerHead> HttpConnection::exchange(http::verb verb,
                                                                std::string target) {
  constexpr unsigned http_1_1 = 11;
  http::request<http::empty_body> request(verb, target, http_1_1);
  request.set(http::field::host, "docker");
  request.set(http::field::user_agent, "dkrls/" + std::string(version));
  request.set(http::field::accept, "application/json");
  for (bool answered = false; !answered;) {
    const bool reused = connected_;
    if (!reused)
      co_await connect();
    answer_.reset();
    try {
      co_await send(request);
      co_await read_head(verb);
      answered = true;
    } catch (const boost::system::system_error& error) {
      // A kept connection may end at any time, the next request just being on its way.
      if (!reused || !is_hang_up(error.code()) || (answer_ && answer_->got_some()))
        throw;
      connected_ = false;
    }
  }
  const auto& head = answer_->get();
  co_return AnswerHead{head.result_int(), head.reason(), head["Api-Version"]};
}

template <class Body>
asio::awaitable<void> HttpConnection::read_body(http::response_parser<Body>& parser) {
  parser.eager(true);
  const bool reusable = parser.keep_alive();
  while (!parser.is_done())
    co_await feed(parser);
  connected_ = connected_ && reusable;
}

DKRLS_DECL asio::awaitable<void> HttpConnection::read_images(ImageListParser& images) {
  http::response_parser<ImageListBody> parser(std::move(*answer_), &images);
  if (parser.is_done()) {  // without a body, so that Beast asks for no end of it
    error_code ec;
    images.finish(ec);
    if (ec)
      throw_failure(ec);
  }
  co_await read_body(parser);
}

DKRLS_DECL asio::awaitable<std::string> HttpConnection::read_text() {
  http::response_parser<TextBody> parser(std::move(*answer_));
  try {
    co_await read_body(parser);
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::operation_aborted)
      throw;
    // A cut message is better than none: the status says what is wrong.
    connected_ = false;
  }
  co_return std::move(parser.get().body());
}

}  // namespace dkrls::detail
