// SPDX-License-Identifier: MIT
#pragma once

#include "dkrls/detail/net/http_connection.hpp"
#include "dkrls/version.hpp"

namespace dkrls::detail {

/// Throws a failure of Beast as one of Errc, others unchanged.
[[noreturn]] inline void throw_failure(const error_code& ec) {
  if (ec == http::error::end_of_stream || ec == http::error::partial_message)
    throw boost::system::system_error(Errc::truncated_answer);
  static const auto& http_category = make_error_code(http::error::end_of_stream).category();
  if (ec.category() == http_category)
    throw boost::system::system_error(Errc::malformed_answer, ec.message());
  throw boost::system::system_error(ec);
}

/// True if an operation failed because the peer hung up.
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
  buffer_.clear();
  sent_ = 0;
  watch_.begin_wait();
  error_code ec;
  try {
    co_await transport_->connect();
  } catch (const boost::system::system_error& error) {
    ec = error.code();
  }
  end_wait(ec);
  connected_ = true;
}

/// Sends those of the first `count` requests that were not sent yet.
DKRLS_DECL asio::awaitable<void> HttpConnection::send_first(std::size_t count) {
  std::string requests;
  for (; sent_ < count; ++sent_)
    requests.append(unanswered_[sent_].text);
  if (requests.empty())
    co_return;
  error_code ec;
  watch_.begin_wait();
  co_await transport_->write(asio::buffer(requests), ec);
  end_wait(ec);
}

/// The beginning of a TLS alert (RFC 8446, sections 5.1 and 6): a TLS server answers anything that
/// is not TLS with one. No HTTP begins like this.
inline constexpr std::string_view tls_alert = "\x15\x03";

template <class Body>
asio::awaitable<void> HttpConnection::feed(http::response_parser<Body>& parser) {
  error_code ec;
  const std::string_view arrived(static_cast<const char*>(buffer_.data().data()), buffer_.size());
  const bool first = !parser.got_some();
  if (first && arrived.starts_with(tls_alert))
    throw boost::system::system_error(Errc::tls_expected);
  const bool undecided = first && tls_alert.starts_with(arrived);  // empty, or half an alert
  if (!arrived.empty() && !undecided) {
    buffer_.consume(parser.put(buffer_.data(), ec));
    if (!ec)
      co_return;
    if (ec != http::error::need_more) {
      if (first && !arrived.starts_with("HTTP/"))
        unreadable_line_ =
            arrived.substr(0, std::min(arrived.find_first_of("\r\n"), longest_unreadable_line));
      throw_failure(ec);
    }
  }
  watch_.begin_wait();
  buffer_.commit(co_await transport_->read_some(buffer_.prepare(read_size), ec));
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

DKRLS_DECL asio::awaitable<void> HttpConnection::read_head(bool has_body) {
  do {
    answer_.emplace();
    answer_->header_limit(max_head_size);
    answer_->body_limit(boost::none);
    answer_->skip(!has_body);
    while (!answer_->is_header_done())
      co_await feed(*answer_);
  } while (answer_->get().result_int() / 100 == 1);  // passes over interim answers
}

DKRLS_DECL void HttpConnection::ask(std::string_view method, std::string_view path) {
  const std::string line = std::string(method).append(" ").append(path_prefix_).append(path);
  std::string text = line + " HTTP/1.1\r\n";
  for (const auto& [name, value] : headers_)
    text.append(name).append(": ").append(value).append("\r\n");
  text.append("User-Agent: dkrls/").append(version).append("\r\n");
  text.append("Accept: application/json\r\n\r\n");
  unanswered_.push_back({line, std::move(text), method != "HEAD"});
}

/// Logs "GET /path answered 200 OK; Content-Type: application/json; ...".
DKRLS_DECL void HttpConnection::log_answer(const std::string& request) const {
  if (!logger_.enabled(LogLevel::trace))
    return;
  const auto& head = answer_->get();
  std::string message = request + " answered " + std::to_string(head.result_int()) + " ";
  message.append(head.reason());
  for (const auto& field : head)
    message.append("; ").append(field.name_string()).append(": ").append(field.value());
  logger_.log(LogLevel::trace, message);
}

DKRLS_DECL asio::awaitable<AnswerHead> HttpConnection::answer() {
  for (bool answered = false; !answered;) {
    const bool reused = connected_;
    if (!reused)
      co_await connect();
    answer_.reset();
    try {
      // A new connection gets one request: it may end after the first answer.
      co_await send_first(reused && pipelining_ ? unanswered_.size() : 1);
      co_await read_head(unanswered_.front().has_body);
      answered = true;
    } catch (const boost::system::system_error& error) {
      // A peer may end a kept connection at any time, even while the next request is on its way.
      connected_ = false;
      pipelining_ = pipelining_ && sent_ < 2;
      if (!reused || !is_hang_up(error.code()) || (answer_ && answer_->got_some())) {
        unanswered_.clear();
        throw;
      }
    }
  }
  log_answer(unanswered_.front().line);
  unanswered_.pop_front();
  --sent_;
  const auto& head = answer_->get();
  co_return AnswerHead{head.result_int(), head.reason(), head["Api-Version"]};
}

DKRLS_DECL asio::awaitable<AnswerHead> HttpConnection::exchange(std::string_view method,
                                                                std::string_view path) {
  ask(method, path);
  co_return co_await answer();
}

template <class Body>
asio::awaitable<void> HttpConnection::read_body(http::response_parser<Body>& parser) {
  parser.eager(true);
  const bool reusable = parser.keep_alive();
  while (!parser.is_done())
    co_await feed(parser);
  connected_ = connected_ && reusable;
}

DKRLS_DECL asio::awaitable<void> HttpConnection::read_list(ListParser& list) {
  http::response_parser<ListBody> parser(std::move(*answer_), &list);
  if (parser.is_done()) {  // no body, so Beast does not call finish()
    error_code ec;
    list.finish(ec);
    if (ec)
      throw_failure(ec);
  }
  co_await read_body(parser);
}

DKRLS_DECL asio::awaitable<std::string> HttpConnection::read_text() {
  http::response_parser<TextBody> parser(std::move(*answer_));
  parser.get().body().limit = 64 * 1024;
  try {
    co_await read_body(parser);
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::operation_aborted)
      throw;
    connected_ = false;
  }
  co_return std::move(parser.get().body().text);
}

DKRLS_DECL asio::awaitable<std::optional<std::string>> HttpConnection::read_document(
    std::size_t limit) {
  http::response_parser<TextBody> parser(std::move(*answer_));
  LimitedText& body = parser.get().body();
  body.limit = limit;
  try {
    co_await read_body(parser);
  } catch (const boost::system::system_error&) {
    if (body.text.size() < limit)
      throw;
    connected_ = false;  // nobody will read the rest
    co_return std::nullopt;
  }
  co_return std::move(body.text);
}

}  // namespace dkrls::detail
