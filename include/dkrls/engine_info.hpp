#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace dkrls {

/// What an engine says of itself. Text is as the engine sent it, and empty where it sent none.
/// UNTRUSTED, as Diagnostics::message.
/// Source: Engine API, GET /version and GET /info.
struct EngineInfo {
  std::string name;             ///< "Docker Engine", "Podman Engine"
  std::string version;          ///< "20.10.24+dfsg1"
  std::string api_version;      ///< the newest version of the API it speaks, "1.41"
  std::string min_api_version;  ///< the oldest
  std::string os;               ///< "linux"
  std::string architecture;     ///< "amd64"
  std::string storage_driver;   ///< "overlay2"

  /// Whether images are in containerd's store rather than in that of a graph driver; their sizes
  /// and IDs mean other things there.
  bool containerd_store = false;

  std::optional<std::uint64_t> images;  ///< how many it holds, the hidden ones too

  friend bool operator==(const EngineInfo&, const EngineInfo&) = default;
};

}  // namespace dkrls
