// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "dkrls/client_options.hpp"
#include "dkrls/detail/net/http_connection.hpp"
#include "dkrls/detail/net/proxy_tunnel.hpp"
#include "dkrls/detail/net/socket_transport.hpp"
#include "dkrls/detail/net/ssh_transport.hpp"
#include "dkrls/error.hpp"

namespace dkrls::detail {

inline std::unique_ptr<Transport> make_transport(const asio::any_io_executor& executor,
                                                 const ClientOptions& options) {
  if (const auto* const unix_socket = std::get_if<UnixEndpoint>(&options.endpoint))
    return std::make_unique<UnixTransport>(executor, *unix_socket);
  if (const auto* const ssh = std::get_if<SshEndpoint>(&options.endpoint))
    return std::make_unique<SshTransport>(executor, *ssh, options.ssh_batch_mode);
  const auto& tcp = std::get<TcpEndpoint>(options.endpoint);
  if (!options.tls)
    return std::make_unique<TcpTransport>(executor, tcp, options.proxy);
  if (!options.tls_connector)
    throw boost::system::system_error(Errc::tls_unavailable);
  return options.tls_connector(executor, tcp, *options.tls, options.proxy);
}

/// Returns the value of the Host field; for an endpoint without a host the one that docker sends.
inline std::string host_field(const Endpoint& endpoint) {
  const auto* const tcp = std::get_if<TcpEndpoint>(&endpoint);
  return tcp == nullptr ? "docker" : host_and_port(tcp->host, tcp->port);
}

/// Returns the beginning of every request's path. A proxy that gets whole requests needs the
/// absolute form (RFC 9112, section 3.2.2), "http://HOST:PORT/...".
inline std::string path_prefix(const ClientOptions& options) {
  const auto* const tcp = std::get_if<TcpEndpoint>(&options.endpoint);
  if (tcp == nullptr)
    return {};
  const bool is_absolute = options.proxy && !options.tls;
  return (is_absolute ? "http://" + host_field(options.endpoint) : "") + tcp->path_prefix;
}

inline std::unique_ptr<HttpConnection> make_connection(const asio::any_io_executor& executor,
                                                       const ClientOptions& options) {
  HeaderFields headers = {{"Host", host_field(options.endpoint)}};
  const bool is_tcp = std::holds_alternative<TcpEndpoint>(options.endpoint);
  if (is_tcp && options.proxy && !options.tls && !options.proxy->credentials.empty())
    headers.emplace_back("Proxy-Authorization", proxy_authorization(*options.proxy));
  headers.insert(headers.end(), options.headers.begin(), options.headers.end());
  return std::make_unique<HttpConnection>(executor, make_transport(executor, options),
                                          path_prefix(options), std::move(headers), options.timeout,
                                          options.logger);
}

/// The connections of one operation. Through ssh there is only one, because each needs a login that
/// may ask for a password.
/// *Threads:* one strand or thread.
class Connections {
 public:
  /// *Lifetime:* `options` must outlive this object.
  Connections(asio::any_io_executor executor, const ClientOptions& options)
      : executor_(std::move(executor)), options_(options) {}

  bool single() const { return std::holds_alternative<SshEndpoint>(options_.endpoint); }

  /// Returns the connection of this number, the first is 0. Makes what is missing up to it.
  HttpConnection& get(std::size_t number) {
    const std::size_t index = single() ? 0 : number;
    while (all_.size() <= index)
      all_.push_back(make_connection(executor_, options_));
    return *all_[index];
  }

  /// Returns HttpConnection::unreadable_line() of the first connection that has one.
  std::string unreadable_line() const {
    for (const auto& connection : all_)
      if (!connection->unreadable_line().empty())
        return connection->unreadable_line();
    return {};
  }

  /// Returns HttpConnection::explain_failure() of the first connection that knows something.
  asio::awaitable<std::string> explain_failure() {
    std::string explanation;
    for (std::size_t i = 0; i < all_.size() && explanation.empty(); ++i)
      explanation = co_await all_[i]->explain_failure();
    co_return explanation;
  }

  /// Closes all of them, see Transport::close().
  asio::awaitable<void> close() {
    for (const auto& connection : all_)
      co_await connection->close();
  }

 private:
  asio::any_io_executor executor_;
  const ClientOptions& options_;
  std::vector<std::unique_ptr<HttpConnection>> all_;
};

}  // namespace dkrls::detail
