// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "dkrls/detail/net/proxy_tunnel.hpp"

namespace dkrls::detail {

DKRLS_DECL boost::asio::awaitable<std::string> open_tunnel(boost::asio::ip::tcp::socket& socket,
                                                           const HttpProxy& proxy,
                                                           const TcpEndpoint& endpoint) {
  namespace http = boost::beast::http;
  const std::string target = host_and_port(endpoint.host, endpoint.port);
  http::request<http::empty_body> request(http::verb::connect, target, 11);
  request.set(http::field::host, target);
  if (!proxy.credentials.empty())
    request.set(http::field::proxy_authorization, proxy_authorization(proxy));
  co_await http::async_write(socket, request, boost::asio::use_awaitable);

  boost::beast::flat_buffer buffer;
  http::response_parser<http::empty_body> parser;
  parser.skip(true);  // after a success the bytes are those of the endpoint
  boost::system::error_code ec;
  co_await http::async_read_header(socket, buffer, parser,
                                   boost::asio::redirect_error(boost::asio::use_awaitable, ec));
  static const auto& http_category = make_error_code(http::error::end_of_stream).category();
  if (ec && ec.category() == http_category)
    co_return "it does not answer CONNECT as an HTTP proxy does";
  if (ec)
    throw boost::system::system_error(ec);
  const auto& answer = parser.get();
  if (answer.result_int() == 200)
    co_return std::string();
  co_return "it refused CONNECT " + target + " (" + std::to_string(answer.result_int()) +
      "): " + std::string(answer.reason());
}

}  // namespace dkrls::detail
