// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>

namespace dkrls::detail {

/// The smallest and the largest possible value of a byte count.
struct ByteBounds {
  std::uint64_t low = 0;
  std::uint64_t high = std::numeric_limits<std::uint64_t>::max();

  bool exact() const noexcept { return low == high; }

  friend bool operator==(const ByteBounds&, const ByteBounds&) = default;
};

}  // namespace dkrls::detail
