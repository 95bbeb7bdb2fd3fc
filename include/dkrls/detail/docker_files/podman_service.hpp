// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "dkrls/detail/config.hpp"
#include "dkrls/endpoint.hpp"
#include "dkrls/environment.hpp"

namespace dkrls::detail {

/// The service that podman's own variables name.
struct PodmanService {
  Endpoint endpoint;
  std::string named_by;  ///< the variable
};

/// Returns the service that CONTAINER_HOST names, else the connection that CONTAINER_CONNECTION
/// names in podman-connections.json (in "containers" in the user's configuration). Returns nullopt
/// if there is none or it cannot be read, and for ssh, because `docker system dial-stdio` cannot
/// use podman's address.
DKRLS_DECL std::optional<PodmanService> podman_service(const Environment& environment);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/docker_files/podman_service.ipp"
#endif
