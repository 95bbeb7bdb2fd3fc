// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/environment.hpp"

namespace dkrls::detail {

/// A socket at which an engine may listen.
struct WellKnownSocket {
  std::string path;
  std::string what;  ///< the engine: "rootless Docker", "colima (profile work)"

  friend bool operator==(const WellKnownSocket&, const WellKnownSocket&) = default;
};

/// The directories that contain sockets; a path is empty if there is no such directory.
struct SocketPlaces {
  std::string home = {};
  std::string runtime = {};    ///< XDG_RUNTIME_DIR
  std::string temporary = {};  ///< TMPDIR
  std::string config = {};     ///< XDG_CONFIG_HOME, else ".config" in the home directory
  std::string colima = {};     ///< COLIMA_HOME
  std::string lima = {};       ///< LIMA_HOME
  std::string root = {};       ///< a prefix of the system's paths, for tests
};

DKRLS_DECL SocketPlaces socket_places(const Environment& environment);

/// Returns the existing sockets of rootless Docker, Docker Desktop, colima, Rancher Desktop,
/// OrbStack, Lima and podman, in this order, and profiles by name. Names a socket once even if
/// several paths lead to it. Does not check whether an engine listens.
DKRLS_DECL std::vector<WellKnownSocket> find_sockets(const SocketPlaces& places);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/docker_files/well_known_sockets.ipp"
#endif
