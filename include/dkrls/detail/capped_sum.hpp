// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

namespace dkrls::detail {

/// Returns the sum, or 2^64 - 1 if it is greater: engines may report any size, and a sum must not
/// wrap around.
constexpr std::uint64_t capped_sum(std::uint64_t a, std::uint64_t b) noexcept {
  return a + std::min(b, std::numeric_limits<std::uint64_t>::max() - a);
}

}  // namespace dkrls::detail
