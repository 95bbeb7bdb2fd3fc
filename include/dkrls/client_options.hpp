#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "dkrls/endpoint.hpp"
#include "dkrls/logger.hpp"
#include "dkrls/transport.hpp"

namespace dkrls {

/// Which engine a DockerClient asks, and how.
struct ClientOptions {
  Endpoint endpoint = {};

  /// Set to reach a TcpEndpoint over TLS; ignored for other endpoints.
  std::optional<TlsOptions> tls = {};

  /// What makes connections with TLS, see dkrls/tls.hpp; without it they are Errc::tls_unavailable.
  TlsConnector tls_connector = {};

  /// Sent with every request.
  HeaderFields headers = {};

  /// The version of the Engine API to speak, such as "1.41"; nullopt to agree on one.
  std::optional<std::string> api_version = {};

  /// The longest silence of the engine that is accepted, not the time of the whole listing; 0 waits
  /// for ever.
  std::chrono::seconds timeout{120};

  Logger logger = {};
};

}  // namespace dkrls
