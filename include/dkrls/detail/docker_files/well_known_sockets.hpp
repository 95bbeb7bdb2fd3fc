#pragma once

#include <string>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/environment.hpp"

namespace dkrls {

/// A socket at which an engine may listen.
struct WellKnownSocket {
  std::string path;
  std::string
      what;  ///< the engine: "rootless Docker", "colima (profile work)"; see append_printable()

  friend bool operator==(const WellKnownSocket&, const WellKnownSocket&) = default;
};

/// Returns the existing sockets of rootless Docker, Docker Desktop, colima, Rancher Desktop,
/// OrbStack, Lima and podman, in this order, and profiles by name. Does not include the default
/// socket. Names a socket once even if several paths lead to it. Does not check whether an engine
/// listens.
///
/// Docker itself does not search for engines: these programs install contexts, but the user may
/// have switched or removed the context.
DKRLS_DECL std::vector<WellKnownSocket> well_known_sockets(const Environment& environment);

namespace detail {

/// The directories that contain sockets; a path is empty if there is no such directory.
struct SocketPlaces {
  std::string home;
  std::string runtime;    ///< XDG_RUNTIME_DIR
  std::string temporary;  ///< TMPDIR
  std::string root = {};  ///< a prefix of the system's paths, for tests
};

DKRLS_DECL std::vector<WellKnownSocket> find_sockets(const SocketPlaces& places);

}  // namespace detail
}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/docker_files/well_known_sockets.ipp"
#endif
