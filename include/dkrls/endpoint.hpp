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

/// An engine behind a Unix socket of this machine.
struct UnixEndpoint {
  std::string path = "/var/run/docker.sock";

  friend bool operator==(const UnixEndpoint&, const UnixEndpoint&) = default;
};

/// An engine behind a TCP port.
struct TcpEndpoint {
  /// A name or an address; IPv6 without brackets, "fe80::1%eth0" with a zone.
  std::string host = "localhost";

  std::uint16_t port = 2375;

  /// What every request's path begins with, as it stands in a request: empty, or "/engines/a" where
  /// a proxy serves several engines. Never ends with a slash.
  std::string path_prefix = {};

  friend bool operator==(const TcpEndpoint&, const TcpEndpoint&) = default;
};

/// An engine of another machine, which is reached with `ssh HOST docker system dial-stdio`.
struct SshEndpoint {
  std::string user = {};         ///< empty: ssh's own choice
  std::string host = {};         ///< a name, an alias of ssh's configuration, or an address
  std::uint16_t port = 0;        ///< 0: ssh's own choice
  std::string socket_path = {};  ///< of the engine over there; empty: docker's own choice there

  friend bool operator==(const SshEndpoint&, const SshEndpoint&) = default;
};

/// Where an engine listens; the default socket by default.
using Endpoint = std::variant<UnixEndpoint, TcpEndpoint, SshEndpoint>;

/// The endpoint as users write it: "unix:///var/run/docker.sock", "tcp://[::1]:2375/prefix",
/// "ssh://me@host:22/run/docker.sock". parse_endpoint() makes the same endpoint of it again.
DKRLS_DECL std::string to_string(const Endpoint& endpoint);

/// Reads an endpoint by the rules of docker (docker/cli, opts/hosts.go and cli/connhelper/ssh):
///
///     unix://[PATH]                            the default socket without a path
///     tcp://[HOST][:PORT][/PREFIX]             localhost and port 2375 where nothing is said
///     HOST, HOST:PORT, :PORT                   the same
///     ssh://[USER@]HOST[:PORT][/SOCKET_PATH]
///
/// Blanks around the text are ignored. IPv6 addresses stand in brackets, ports are 1 to 65535. In
/// users and socket paths of ssh, %XX stands for a byte.
///
/// Some things are refused on purpose. A path without "unix://", "unix:/path" too: docker makes
/// tcp://localhost:2375/path of it, which nobody means. User, query and fragment of tcp://, which
/// docker drops. IPv6 without brackets, whose end might be a port. No text at all, which is what an
/// unset variable makes of `--host "$ENGINE"`. And hosts and users that begin with "-" or hold what
/// a shell acts on, so that none becomes an option of ssh or a command.
///
/// Errc::unsupported_endpoint for what docker knows on other systems or in other roles (npipe, fd),
/// Errc::invalid_endpoint for other text; endpoint_problem() says more.
DKRLS_DECL result<Endpoint> parse_endpoint(std::string_view text);

/// What is wrong with a text that parse_endpoint() refuses and what to write instead, in words that
/// can follow a colon; empty for an endpoint. Static storage.
DKRLS_DECL std::string_view endpoint_problem(std::string_view text);

/// Names and values of HTTP header fields, no name twice.
using HeaderFields = std::vector<std::pair<std::string, std::string>>;

/// How a connection to an engine is encrypted. Paths of PEM files, none of them read so far.
struct TlsOptions {
  /// Whether the engine must prove with its certificate that it has the name it was asked by.
  bool verify = true;

  /// Who may vouch for the engine; empty for those the system trusts.
  std::string ca_file = {};

  /// The client's certificate and its key; both are empty when there is none.
  std::string cert_file = {};
  std::string key_file = {};

  friend bool operator==(const TlsOptions&, const TlsOptions&) = default;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/endpoint.ipp"
#endif
