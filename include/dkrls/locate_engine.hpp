#pragma once

#include <string>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/docker_client.hpp"
#include "dkrls/engine_choice.hpp"

namespace dkrls {

/// A chosen or found engine.
struct LocatedEngine {
  /// Ready for a DockerClient.
  ClientOptions options;

  /// The source of the endpoint, see EngineChoice::named_by; "found: rootless Docker" if a search
  /// found it.
  std::string named_by;

  /// True if the user, a variable or a file names the engine.
  bool named = false;

  /// The other sockets that were tried, if nothing names an engine and none was found.
  std::vector<std::string> tried;
};

/// Chooses an engine as docker does, see choose_engine(). If nothing names an engine and the
/// default socket does not exist, tries the sockets of other engines, see well_known_sockets(), for
/// two seconds each, and returns the one that answers. Returns the default if none answers: an
/// operation on it then reports the error. `options` has the settings that do not depend on the
/// engine: timeout, logger, TLS.
///
/// *Errors:* those of choose_engine(), and Errc::ambiguous_engine if several engines answer;
/// `diagnostics.message` then names them.
DKRLS_DECL LocatedEngine locate_engine(const EngineRequest& request, const Environment& environment,
                                       ClientOptions options, error_code& ec,
                                       Diagnostics& diagnostics);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/locate_engine.ipp"
#endif
