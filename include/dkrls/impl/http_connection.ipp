#pragma once

#include "dkrls/detail/http_connection.hpp"

namespace dkrls::detail {

/// Throws what an operation of Beast failed with, in our terms.
[[noreturn]] inline void throw_failure(const error_code& ec) {
  if (ec == beast::error::timeout)
    throw boost::system::system_error(Errc::timed_out);
  if (ec == http::error::end_of_stream || ec == http::error::partial_message)
    throw boost::system::system_error(Errc::truncated_answer);
  static const auto& http_category = make_error_code(http::error::end_of_stream).category();
  if (ec.category() == http_category)
    throw boost::system::system_error(Errc::malformed_answer, ec.message());
  throw boost::system::system_error(ec);
}

DKRLS_DECL asio::awaitable<void> HttpConnection::connect() {
  stream_.close();
  buffer_.clear();
  using Address = asio::local::stream_protocol::endpoint;
  if (endpoint_.path.size() >= sizeof(sockaddr_un::sun_path))
    throw boost::system::system_error(asio::error::name_too_long);
  start_waiting();
  error_code ec;
  co_await stream_.async_connect(Address(endpoint_.path),
                                 asio::redirect_error(asio::use_awaitable, ec));
  if (ec)
    throw_failure(ec);
  connected_ = true;
}

DKRLS_DECL asio::awaitable<AnswerHead> HttpConnection::exchange(http::verb verb,
                                                                std::string target) {
  constexpr unsigned http_1_1 = 11;
  if (!connected_)
    co_await connect();

  http::request<http::empty_body> request(verb, target, http_1_1);
  request.set(http::field::host, "docker");
  request.set(http::field::user_agent, "dkrls/" + std::string(version));
  request.set(http::field::accept, "application/json");
  error_code ec;
  start_waiting();
  co_await http::async_write(stream_, request, asio::redirect_error(asio::use_awaitable, ec));
  if (ec)
    throw_failure(ec);

  do {
    answer_.emplace();
    answer_->header_limit(max_head_size);
    answer_->body_limit(boost::none);
    answer_->skip(verb == http::verb::head);
    start_waiting();
    co_await http::async_read_header(stream_, buffer_, *answer_,
                                     asio::redirect_error(asio::use_awaitable, ec));
    if (ec)
      throw_failure(ec);
  } while (answer_->get().result_int() / 100 == 1);  // an interim answer

  const auto& head = answer_->get();
  co_return AnswerHead{head.result_int(), head.reason(), head["Api-Version"]};
}

template <class Body>
asio::awaitable<void> HttpConnection::read_body(http::response_parser<Body>& parser) {
  error_code ec;
  while (!ec && !parser.is_done()) {
    start_waiting();
    co_await http::async_read_some(stream_, buffer_, parser,
                                   asio::redirect_error(asio::use_awaitable, ec));
  }
  connected_ = !ec && parser.keep_alive();
  if (ec)
    throw_failure(ec);
}

DKRLS_DECL asio::awaitable<void> HttpConnection::read_images(ImageListParser& images) {
  http::response_parser<ImageListBody> parser(std::move(*answer_), &images);
  co_await read_body(parser);
}

DKRLS_DECL asio::awaitable<std::string> HttpConnection::read_text() {
  http::response_parser<http::string_body> parser(std::move(*answer_));
  parser.body_limit(max_text_body);
  try {
    co_await read_body(parser);
  } catch (const boost::system::system_error&) {
    // A cut message is better than none: the status says what is wrong.
  }
  co_return std::move(parser.get().body());
}

}  // namespace dkrls::detail
