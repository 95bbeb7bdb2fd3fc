// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "certificates.hpp"

namespace dkrls_test {

/// The TLS settings of a Relay.
struct RelayTls {
  CertificateFiles identity;

  /// The authority that must have issued the client's certificate; empty if clients need none.
  std::string client_authority = {};

  /// The newest TLS version that the relay accepts: "TLSv1.2", for example.
  std::string newest_version = "TLSv1.3";

  /// True if connections end with a close_notify, as TLS requires.
  bool says_goodbye = true;
};

/// Makes an engine on a Unix socket reachable at a TCP port of this machine. Copies the bytes in a
/// thread of its own.
class Relay {
 public:
  /// Listens without TLS. `address` is an address of this machine.
  explicit Relay(std::string socket, const std::string& address = "127.0.0.1");

  /// Listens with TLS.
  Relay(std::string socket, const RelayTls& tls, const std::string& address = "127.0.0.1");

  /// Closes all connections.
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  std::uint16_t port() const noexcept;

  /// The value of DOCKER_HOST for the engine.
  std::string url() const { return "tcp://127.0.0.1:" + std::to_string(port()); }

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dkrls_test
