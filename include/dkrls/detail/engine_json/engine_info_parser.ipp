// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <boost/json/parse.hpp>

#include "dkrls/detail/engine_json/engine_info_parser.hpp"
#include "dkrls/detail/engine_json/json_members.hpp"
#include "dkrls/error.hpp"

namespace dkrls::detail {

/// Returns the name of the engine. Docker calls its first component "Engine", podman "Podman
/// Engine".
inline std::string engine_name(const boost::json::value& version) {
  const boost::json::array* const components = list_of(version, "Components");
  if (components == nullptr || components->empty())
    return "Docker Engine";
  const std::string name = text_of(components->front(), "Name");
  return name.empty() || name == "Engine" ? "Docker Engine" : name;
}

/// True if a pair of DriverStatus names containerd's snapshotters.
inline bool names_containerd(const boost::json::value& pair) {
  if (!pair.is_array() || pair.get_array().size() != 2)
    return false;
  const boost::json::array& both = pair.get_array();
  return both[0] == "driver-type" && both[1] == "io.containerd.snapshotter.v1";
}

DKRLS_DECL bool parse_version(std::string_view body, EngineInfo& info) {
  error_code ec;
  const boost::json::value version = boost::json::parse(body, ec);
  if (ec || !version.is_object())
    return false;
  info.name = engine_name(version);
  info.version = text_of(version, "Version");
  info.api_version = text_of(version, "ApiVersion");
  info.min_api_version = text_of(version, "MinAPIVersion");
  info.os = text_of(version, "Os");
  info.architecture = text_of(version, "Arch");
  return !info.version.empty();
}

DKRLS_DECL bool parse_system_info(std::string_view body, EngineInfo& info) {
  error_code ec;
  const boost::json::value system = boost::json::parse(body, ec);
  if (ec || !system.is_object())
    return false;
  info.storage_driver = text_of(system, "Driver");
  const boost::json::value* const images = member_of(system, "Images");
  if (images != nullptr && images->is_int64() && images->get_int64() >= 0)
    info.images = static_cast<std::uint64_t>(images->get_int64());
  if (const boost::json::array* const status = list_of(system, "DriverStatus"))
    info.containerd_store = std::any_of(status->begin(), status->end(), names_containerd);
  return true;
}

}  // namespace dkrls::detail
