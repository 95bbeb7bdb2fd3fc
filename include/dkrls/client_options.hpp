// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "dkrls/endpoint.hpp"
#include "dkrls/logger.hpp"
#include "dkrls/transport.hpp"

namespace dkrls {

/// Names the engine that a DockerClient asks, and how it asks.
struct ClientOptions {
  Endpoint endpoint = {};  ///< the engine to ask

  /// Image::host of the images that the engine lists. Engines that are listed together need
  /// different names.
  std::string host_name = {};

  /// Set to reach a TcpEndpoint over TLS; ignored for other endpoints.
  std::optional<TlsOptions> tls = {};

  /// Makes connections with TLS, see dkrls/tls.hpp. Without it they fail with
  /// Errc::tls_unavailable.
  TlsConnector tls_connector = {};

  /// The HTTP proxy on the way to a TcpEndpoint; ignored for other endpoints.
  std::optional<HttpProxy> proxy = {};

  /// Sent with every request. Operations fail with Errc::invalid_option if a name is not a token
  /// (RFC 9110) or a value holds a line break or another control character.
  HeaderFields headers = {};

  /// The version of the Engine API to speak, such as "1.41"; nullopt to agree on one. Operations
  /// fail with Errc::invalid_option if it holds anything but digits and dots.
  std::optional<std::string> api_version = {};

  /// The longest silence of the engine that is accepted, not the time of the whole operation. 0, a
  /// negative value or a hundred years and more accept any.
  std::chrono::seconds timeout{120};

  /// Set to make ssh fail if it would ask for a password or about an unknown host: several
  /// engines that are asked at the same time cannot share the terminal.
  bool ssh_batch_mode = false;

  Logger logger = {};  ///< gets the messages of every operation
};

}  // namespace dkrls
