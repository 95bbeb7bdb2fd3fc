// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/text/base64.hpp"
#include "dkrls/endpoint.hpp"

namespace dkrls::detail {

/// Returns "HOST:PORT", with IPv6 in brackets and without a zone, which means something only on
/// this machine.
inline std::string host_and_port(const std::string& host, std::uint16_t port) {
  const std::string name = host.substr(0, host.find('%'));
  const bool ipv6 = name.find(':') != std::string::npos;
  return (ipv6 ? "[" + name + "]" : name) + ":" + std::to_string(port);
}

/// Returns the value of the Proxy-Authorization field (RFC 7617, the scheme Basic).
inline std::string proxy_authorization(const HttpProxy& proxy) {
  return "Basic " + base64(proxy.credentials);
}

/// Asks a proxy to connect a socket with an endpoint (RFC 9110, section 9.3.6, CONNECT). Returns
/// why the proxy refused; empty if bytes now go to the endpoint and back.
///
/// *Errors:* throws boost::system::system_error.
DKRLS_DECL boost::asio::awaitable<std::string> open_tunnel(boost::asio::ip::tcp::socket& socket,
                                                           const HttpProxy& proxy,
                                                           const TcpEndpoint& endpoint);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/net/proxy_tunnel.ipp"
#endif
