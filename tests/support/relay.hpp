#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "certificates.hpp"

namespace dkrls_test {

/// How a Relay speaks TLS.
struct RelayTls {
  CertificateFiles identity;

  /// Whose certificates clients must have; empty when they need none.
  std::string client_authority = {};

  /// Such as "TLSv1.2".
  std::string newest_version = "TLSv1.3";

  /// Whether connections end as TLS wants it, with a close_notify.
  bool says_goodbye = true;
};

/// Carries bytes between a TCP port of this machine and an engine's Unix socket, on a thread of its
/// own: an engine that listens at a port.
class Relay {
 public:
  /// In plain text. `address` is one of this machine.
  explicit Relay(std::string socket, const std::string& address = "127.0.0.1");

  Relay(std::string socket, const RelayTls& tls, const std::string& address = "127.0.0.1");

  /// Hangs up on everyone.
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  std::uint16_t port() const noexcept;

  /// How DOCKER_HOST names the engine.
  std::string url() const { return "tcp://127.0.0.1:" + std::to_string(port()); }

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dkrls_test
