// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace dkrls::detail {

/// Returns an image's ID without "sha256:", because some engines leave it out in some places.
constexpr std::string_view bare_id(std::string_view id) noexcept {
  constexpr std::string_view algorithm = "sha256:";
  return id.starts_with(algorithm) ? id.substr(algorithm.size()) : id;
}

}  // namespace dkrls::detail
