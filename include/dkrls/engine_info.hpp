// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace dkrls {

/// What an engine reports about itself. Texts are as the engine sent them; a text that it did not
/// send is empty. UNTRUSTED, like Diagnostics::message.
/// Source: Engine API, GET /version and GET /info.
struct EngineInfo {
  std::string name;             ///< "Docker Engine", "Podman Engine"
  std::string version;          ///< "20.10.24+dfsg1"
  std::string api_version;      ///< the newest API version that it supports, "1.41"
  std::string min_api_version;  ///< the oldest API version that it supports
  std::string os;               ///< "linux"
  std::string architecture;     ///< "amd64"
  std::string storage_driver;   ///< "overlay2"

  /// True if images are in containerd's store, false if they are in the store of a graph driver.
  /// Sizes and IDs have other meanings in containerd's store.
  bool containerd_store = false;

  std::optional<std::uint64_t> images;  ///< number of images, including intermediate images

  friend bool operator==(const EngineInfo&, const EngineInfo&) = default;
};

}  // namespace dkrls
