// SPDX-License-Identifier: MIT
#pragma once

#include "dkrls/detail/docker_files/docker_config.hpp"
#include "dkrls/detail/docker_files/json_file.hpp"
#include "dkrls/detail/docker_files/podman_service.hpp"

namespace dkrls::detail {

/// Returns the URI of a connection; empty if it cannot be read.
inline std::string podman_connection_uri(const std::string& name, const std::string& directory) {
  const std::string file = directory + "/containers/podman-connections.json";
  try {
    const auto json = read_json_file(file, AfterJson::refused);
    const auto* const top = json ? get_object(*json, "Connection", file) : nullptr;
    const auto* const all = top == nullptr ? nullptr : get_object(*top, "Connections", file);
    const auto* const one = all == nullptr ? nullptr : all->if_contains(name);
    return one == nullptr || !one->is_object() ? "" : get_string(one->get_object(), "URI", file);
  } catch (const Error&) {
    return {};
  }
}

DKRLS_DECL std::optional<PodmanService> podman_service(const Environment& environment) {
  std::string uri = variable(environment, "CONTAINER_HOST");
  std::string named_by = "CONTAINER_HOST";
  const std::string connection = variable(environment, "CONTAINER_CONNECTION");
  if (uri.empty() && !connection.empty()) {
    uri = podman_connection_uri(connection, config_home(environment));
    named_by = "CONTAINER_CONNECTION";
  }
  auto endpoint = parse_endpoint(uri);
  if (!endpoint || std::holds_alternative<SshEndpoint>(*endpoint))
    return std::nullopt;
  return PodmanService{*std::move(endpoint), std::move(named_by)};
}

}  // namespace dkrls::detail
