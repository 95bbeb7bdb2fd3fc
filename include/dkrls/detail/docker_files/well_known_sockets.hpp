#pragma once

#include <string>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/environment.hpp"

namespace dkrls {

/// A socket where an engine may be listening.
struct WellKnownSocket {
  std::string path;
  std::string
      what;  ///< whose it is: "rootless Docker", "colima (profile work)"; see append_printable()

  friend bool operator==(const WellKnownSocket&, const WellKnownSocket&) = default;
};

/// The sockets that are there, beside the default one, where engines for Docker images put theirs:
/// rootless Docker, Docker Desktop, colima, Rancher Desktop, OrbStack, Lima and podman, in this
/// order and profiles by name. A socket that several paths lead to is named once. Whether anybody
/// listens is not looked at.
///
/// Docker itself does not look for engines; these programs install contexts instead, which somebody
/// may have left or lost.
DKRLS_DECL std::vector<WellKnownSocket> well_known_sockets(const Environment& environment);

namespace detail {

/// Where users and the system keep their sockets; empty for a place that there is none of.
struct SocketPlaces {
  std::string home;
  std::string runtime;    ///< XDG_RUNTIME_DIR
  std::string temporary;  ///< TMPDIR
  std::string root = {};  ///< what the system's own paths are below, for tests
};

DKRLS_DECL std::vector<WellKnownSocket> find_sockets(const SocketPlaces& places);

}  // namespace detail
}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/docker_files/well_known_sockets.ipp"
#endif
