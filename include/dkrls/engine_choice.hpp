// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/endpoint.hpp"
#include "dkrls/environment.hpp"
#include "dkrls/error.hpp"

namespace dkrls {

/// Certificate files of the command line. An empty path means the file in DOCKER_CERT_PATH.
struct CertificateFiles {
  std::string ca = {};    ///< docker's --tlscacert
  std::string cert = {};  ///< docker's --tlscert
  std::string key = {};   ///< docker's --tlskey
};

/// The engine that a user requests.
struct EngineRequest {
  std::optional<std::string> host = {};     ///< an endpoint, docker's --host
  std::optional<std::string> context = {};  ///< a context's name, docker's --context; "" is none
  CertificateFiles certificates = {};       ///< ignored for a context, which has its own
};

/// An engine and the settings for its connection.
struct EngineChoice {
  Endpoint endpoint = {};  ///< its address

  /// Set only for a TcpEndpoint that needs TLS.
  std::optional<TlsOptions> tls = {};

  /// The source of the endpoint, in words: "--host", "DOCKER_HOST", "context \"x\"
  /// (DOCKER_CONTEXT)", "context \"x\" (currentContext of /home/u/.docker/config.json)", "the
  /// default". May contain untrusted names: see append_printable().
  std::string named_by = "the default";

  /// True if nothing names an engine. The caller may then try other places, see
  /// engine_candidates().
  bool is_default = true;

  /// Header fields to send with every request.
  HeaderFields headers = {};

  /// The API version to use, "1.41" for example; nullopt to negotiate it.
  std::optional<std::string> api_version = {};

  /// The HTTP proxy on the way to a TcpEndpoint.
  std::optional<HttpProxy> proxy = {};

  /// What is wrong with config.json, in a sentence, if it does not matter which engine the file
  /// names; empty if nothing is wrong. UNTRUSTED, as Diagnostics::message.
  std::string warning = {};
};

/// Chooses an engine as docker does (docker/cli, cli/command/cli.go and cli/flags/options.go). The
/// first of these names it:
///
///  1. `request.context`; it is refused together with a host
///  2. `request.host`
///  3. DOCKER_HOST
///  4. DOCKER_CONTEXT
///  5. "currentContext" of config.json
///  6. the default: /var/run/docker.sock, or tcp://localhost:2376 if TLS is on
///
/// An empty variable counts as unset. The context "default" means DOCKER_HOST or 6. All other
/// contexts are in the directory "contexts" beside config.json. Its directory is DOCKER_CONFIG,
/// else ".docker" in HOME, else ".docker" in the user's home in the passwd file.
///
/// TLS applies to tcp:// only. A context has its own certificates and settings. Otherwise
/// DOCKER_TLS_VERIFY turns TLS on, DOCKER_TLS turns it on without verification, and ca.pem,
/// cert.pem and key.pem are in DOCKER_CERT_PATH, else beside config.json. ca.pem must exist, the
/// other two may be absent. `request.certificates` replaces these files.
///
/// DOCKER_CUSTOM_HEADERS (`X=1,"Y=a,b"`) replaces "HttpHeaders" of config.json. Leaves out the
/// fields of the connection (Host, User-Agent, Content-Length, ...), as docker does.
/// DOCKER_API_VERSION sets the version. HTTP_PROXY, HTTPS_PROXY (with TLS) and NO_PROXY name the
/// proxy for tcp://, never for localhost.
///
/// *Errors:* Errc::conflicting_engines, no_such_context, invalid_endpoint, unsupported_endpoint,
/// invalid_docker_config or invalid_environment, or an error of the system for an unreadable file.
/// `diagnostics.message` is then a complete sentence that names the variable or file. A broken or
/// unreadable config.json is an error unless a context, a host or a variable names the engine;
/// docker only warns and asks the default engine, but the file may name another one.
DKRLS_DECL EngineChoice choose_engine(const EngineRequest& request, const Environment& environment,
                                      error_code& ec, Diagnostics& diagnostics);
/// Likewise; throws Error.
DKRLS_DECL EngineChoice choose_engine(const EngineRequest& request, const Environment& environment);

/// Returns the valid values of EngineRequest::context: "default", and the names of all readable
/// contexts, sorted.
DKRLS_DECL std::vector<std::string> context_names(const Environment& environment);

/// Returns the names of all readable contexts, sorted behind "default". Leaves "default" out if
/// neither DOCKER_HOST, DOCKER_CONTEXT nor a TLS variable names its engine and the default socket
/// is not there. Does not check the engines of the others: choose_engine() reports a context
/// without.
///
/// *Errors:* the first context that cannot be read; the others are returned all the same.
DKRLS_DECL std::vector<std::string> contexts_with_engine(const Environment& environment,
                                                         error_code& ec, Diagnostics& diagnostics);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/engine_choice.ipp"
#endif
