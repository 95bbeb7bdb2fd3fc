// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "dkrls/client_options.hpp"
#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"
#include "dkrls/locate_engine.hpp"

namespace dkrls {

/// The names of a program's settings in the remedies of explain(). The defaults suit a program
/// whose users can set docker's variables and nothing else.
struct RemedyWords {
  std::string engine = "DOCKER_HOST";   ///< names an engine: "--host, --context or DOCKER_HOST"
  std::string address = "DOCKER_HOST";  ///< names an engine's address: "--host or DOCKER_HOST"

  /// Sets ClientOptions::timeout, "--timeout SECONDS" for example; empty if users cannot.
  std::string timeout = {};

  std::string program = "dkrls";  ///< to be upgraded for an engine that is too new
};

/// Returns one line for a user: why locate_engine() or an operation on this engine failed, and the
/// remedy if there is one. `diagnostics` must be those of the failure.
///
///     no engine at unix:///var/run/docker.sock: there is no such socket; start Docker, or name the
///     engine with DOCKER_HOST
///
/// The line is printable, see append_printable(). It quotes at most 400 bytes of an engine or of
/// ssh. If nobody listens at a Unix socket, it says what is at that path now.
DKRLS_DECL std::string explain(const error_code& ec, const Diagnostics& diagnostics,
                               const LocatedEngine& engine, const RemedyWords& words = {});

/// The same for an operation of a client with these options.
DKRLS_DECL std::string explain(const error_code& ec, const Diagnostics& diagnostics,
                               const ClientOptions& options, const RemedyWords& words = {});

/// The same for anything that throws Error. The line names neither the proxy nor the timeout, which
/// an Error does not know. An Error that is not about an engine becomes its message, or else the
/// text of its code.
DKRLS_DECL std::string explain(const Error& error, const RemedyWords& words = {});

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/explain.ipp"
#endif
