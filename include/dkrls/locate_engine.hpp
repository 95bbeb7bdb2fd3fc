#pragma once

#include <string>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/docker_client.hpp"
#include "dkrls/engine_choice.hpp"

namespace dkrls {

/// An engine that was chosen or found.
struct LocatedEngine {
  /// Ready for a DockerClient.
  ClientOptions options;

  /// Who named it, see EngineChoice::named_by; "found: rootless Docker" when it was looked for.
  std::string named_by;

  /// Whether somebody named it.
  bool named = false;

  /// When nobody named an engine and none was found: the other places that were looked at.
  std::vector<std::string> tried;
};

/// Chooses an engine as docker does, see choose_engine(). When nobody names one and the default
/// socket is not there, looks where other engines put theirs, see well_known_sockets(), and takes
/// the one that answers; two seconds are allowed for each.
///
/// Fails as choose_engine(), and with Errc::ambiguous_engine when several engines answer;
/// `diagnostics.message` then names them. When none does, the default is returned, to fail in its
/// own words. `options` brings what does not depend on the engine: timeout, logger, TLS.
DKRLS_DECL LocatedEngine locate_engine(const EngineRequest& request, const Environment& environment,
                                       ClientOptions options, error_code& ec,
                                       Diagnostics& diagnostics);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/locate_engine.ipp"
#endif
