// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"

namespace dkrls {

/// An engine at a Unix socket of this machine.
struct UnixEndpoint {
  /// The socket; "@name" is an abstract one of Linux.
  std::string path = "/var/run/docker.sock";

  friend bool operator==(const UnixEndpoint&, const UnixEndpoint&) = default;
};

/// An engine at a TCP port.
struct TcpEndpoint {
  /// A name or an address. An IPv6 address has no brackets; "fe80::1%eth0" has a zone.
  std::string host = "localhost";

  std::uint16_t port = 2375;  ///< docker's without TLS; with TLS it is 2376

  /// A prefix of the path of every request, in the form of a request: empty, or "/engines/a" for a
  /// proxy that serves several engines. Never ends with a slash.
  std::string path_prefix = {};

  friend bool operator==(const TcpEndpoint&, const TcpEndpoint&) = default;
};

/// An engine on another machine, reached with `ssh HOST docker system dial-stdio`.
struct SshEndpoint {
  std::string user = {};         ///< empty: ssh chooses
  std::string host = {};         ///< a name, an alias of ssh's configuration, or an address
  std::uint16_t port = 0;        ///< 0: ssh chooses
  std::string socket_path = {};  ///< the engine's socket on that machine; empty: docker chooses

  friend bool operator==(const SshEndpoint&, const SshEndpoint&) = default;
};

/// The address of an engine. A default-constructed one is the default socket.
using Endpoint = std::variant<UnixEndpoint, TcpEndpoint, SshEndpoint>;

/// Returns the endpoint as users write it: "unix:///var/run/docker.sock",
/// "tcp://[::1]:2375/prefix", "ssh://me@host:22/run/docker.sock". parse_endpoint() turns it into
/// the same endpoint.
DKRLS_DECL std::string to_string(const Endpoint& endpoint);

/// Parses an endpoint by docker's rules (docker/cli, opts/hosts.go and cli/connhelper/ssh):
///
///     unix://[PATH]                            PATH defaults to the default socket
///     tcp://[HOST][:PORT][/PREFIX]             HOST defaults to localhost, PORT to 2375
///     HOST, HOST:PORT, :PORT                   the same
///     ssh://[USER@]HOST[:PORT][/SOCKET_PATH]
///
/// Ignores blanks around the text. IPv6 addresses need brackets; ports are 1 to 65535. In users and
/// socket paths of ssh, `%XX` means a byte.
///
/// Refuses some texts that docker accepts:
/// - a path without "unix://", also "unix:/path": docker reads it as tcp://localhost:2375/path
/// - user, query and fragment of tcp://, which docker ignores
/// - IPv6 without brackets, because its end might be a port
/// - an empty text, the result of `--host "$ENGINE"` with an unset variable
/// - hosts and users that begin with "-" or contain special characters of a shell: they could
///   become an option of ssh or a command
///
/// *Errors:* Errc::unsupported_endpoint for endpoints that docker supports only on other systems or
/// for its engine (npipe, fd), Errc::invalid_endpoint for other text. The message is a phrase that
/// can follow a colon.
DKRLS_DECL result<Endpoint, ParseError> parse_endpoint(std::string_view text);

/// Names and values of HTTP header fields. Each name is there once.
using HeaderFields = std::vector<std::pair<std::string, std::string>>;

/// An HTTP proxy on the way to a TcpEndpoint. It gets whole requests, or CONNECT for TLS.
struct HttpProxy {
  std::string host = {};         ///< a name or an address; IPv6 without brackets
  std::uint16_t port = 80;       ///< 1 to 65535
  std::string credentials = {};  ///< "user:password", not encoded; empty for none
  std::string named_by = {};     ///< the variable that names it, "HTTP_PROXY" for example

  friend bool operator==(const HttpProxy&, const HttpProxy&) = default;
};

/// Returns the proxy as "http://HOST:PORT", without its credentials.
DKRLS_DECL std::string to_string(const HttpProxy& proxy);

/// The TLS settings of a connection. Holds paths of PEM files; the connection reads them.
struct TlsOptions {
  /// True if the engine's certificate must be valid for the engine's host name.
  bool verify = true;

  /// The authorities that may sign the engine's certificate; empty for those of the system.
  std::string ca_file = {};

  std::string cert_file = {};  ///< the client's certificate; empty for none
  std::string key_file = {};   ///< its key; empty for none

  friend bool operator==(const TlsOptions&, const TlsOptions&) = default;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/endpoint.ipp"
#endif
