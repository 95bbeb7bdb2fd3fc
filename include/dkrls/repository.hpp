#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "dkrls/detail/config.hpp"

namespace dkrls {

/// A repository and what its images add up to.
struct Repository {
  std::string name;        ///< in familiar form; empty for the images that nothing refers to
  std::size_t tags = 0;    ///< references with a tag
  std::size_t images = 0;  ///< different IDs
  std::optional<std::chrono::sys_seconds> newest;  ///< nullopt when no date is known
  std::optional<std::chrono::sys_seconds> oldest;
  std::uint64_t size = 0;  ///< bytes, each image once and unknown sizes as 0; at most 2^64 - 1

  friend bool operator==(const Repository&, const Repository&) = default;
};

}  // namespace dkrls
