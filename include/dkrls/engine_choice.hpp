#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/endpoint.hpp"
#include "dkrls/environment.hpp"
#include "dkrls/error.hpp"

namespace dkrls {

/// Certificate files that were named one by one; empty for those in DOCKER_CERT_PATH.
struct CertificateFiles {
  std::string ca = {};    ///< docker's --tlscacert
  std::string cert = {};  ///< docker's --tlscert
  std::string key = {};   ///< docker's --tlskey
};

/// Which engine a user asked for.
struct EngineRequest {
  std::optional<std::string> host = {};     ///< an endpoint, docker's --host
  std::optional<std::string> context = {};  ///< a context's name, docker's --context; "" is none
  CertificateFiles certificates = {};       ///< without a say in what a context brings
};

/// An engine and how to talk to it.
struct EngineChoice {
  Endpoint endpoint = {};

  /// Set for a TcpEndpoint that is to be reached over TLS, and for no other endpoint.
  std::optional<TlsOptions> tls = {};

  /// Who named the endpoint, in words: "--host", "DOCKER_HOST", "context \"x\" (DOCKER_CONTEXT)",
  /// "context \"x\" (currentContext of /home/u/.docker/config.json)", "the default". Holds names
  /// from outside: see append_printable().
  std::string named_by = "the default";

  /// Whether nobody named an engine at all: then it may be looked for in other places, see
  /// well_known_sockets().
  bool is_default = true;

  /// To be sent with every request.
  HeaderFields headers = {};

  /// The version of the Engine API to speak, such as "1.41"; nullopt to agree on one.
  std::optional<std::string> api_version = {};
};

/// Chooses an engine as docker does (docker/cli, cli/command/cli.go and cli/flags/options.go). The
/// first of these names it:
///
///  1. `request.context`; it is refused together with a host
///  2. `request.host`
///  3. DOCKER_HOST
///  4. DOCKER_CONTEXT
///  5. "currentContext" of config.json
///  6. nobody: /var/run/docker.sock, or tcp://localhost:2376 with TLS turned on
///
/// Variables that are empty count as unset. The context "default" stands for DOCKER_HOST or 6. The
/// others are in the directory "contexts" beside config.json: in DOCKER_CONFIG, else in ".docker"
/// in HOME, else in that of the user's home in the passwd file.
///
/// TLS concerns tcp:// only. A context brings its own certificates and settings. Otherwise
/// DOCKER_TLS_VERIFY turns TLS on, DOCKER_TLS turns it on without verification, and ca.pem,
/// cert.pem and key.pem are in DOCKER_CERT_PATH, else beside config.json; ca.pem must be there, the
/// other two may be absent. `request.certificates` stand in for them.
///
/// DOCKER_CUSTOM_HEADERS (`X=1,"Y=a,b"`) replaces "HttpHeaders" of config.json. Fields that belong
/// to the connection (Host, User-Agent, Content-Length, ...) are left out, as docker leaves them
/// out. DOCKER_API_VERSION fixes the version.
///
/// Fails with Errc::conflicting_engines, no_such_context, invalid_endpoint, unsupported_endpoint,
/// invalid_docker_config or invalid_environment, or with an error of the system for a file that is
/// there and cannot be read; `diagnostics.message` is then a sentence that names the variable or
/// file and stands alone. A broken config.json is a failure, too, where docker warns and goes on
/// without it: the engine it names might be another one than the default.
DKRLS_DECL EngineChoice choose_engine(const EngineRequest& request, const Environment& environment,
                                      error_code& ec, Diagnostics& diagnostics);
DKRLS_DECL EngineChoice choose_engine(const EngineRequest& request, const Environment& environment);

/// The names that EngineRequest::context may have: "default", and sorted those of the contexts that
/// can be read.
DKRLS_DECL std::vector<std::string> context_names(const Environment& environment);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/engine_choice.ipp"
#endif
