#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

namespace dkrls::detail {

/// The sum, or 2^64 - 1 where it is more: engines may claim any size, and a sum must not start
/// over.
constexpr std::uint64_t capped_sum(std::uint64_t a, std::uint64_t b) noexcept {
  return a + std::min(b, std::numeric_limits<std::uint64_t>::max() - a);
}

}  // namespace dkrls::detail
