#pragma once

#include <string_view>

namespace dkrls::detail {

/// An image's ID without "sha256:", which some engines leave out here and there.
constexpr std::string_view bare_id(std::string_view id) noexcept {
  constexpr std::string_view algorithm = "sha256:";
  return id.starts_with(algorithm) ? id.substr(algorithm.size()) : id;
}

}  // namespace dkrls::detail
