#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/image.hpp"

namespace dkrls {

/// One line of a listing: an image under one of its references. What is absent or unknown is empty.
/// The text belongs to the Listing that holds the row.
struct Row {
  std::string_view repository;  ///< in familiar form; empty for a dangling image
  std::string_view tag;
  std::string_view id;  ///< the whole ID, "sha256:..."
  std::optional<std::chrono::sys_seconds> created;
  std::optional<std::uint64_t> size;  ///< bytes

  /// The whole image, for formats that show more of it; nullptr where the query does not keep it.
  std::shared_ptr<const Image> image = nullptr;

  friend bool operator==(const Row&, const Row&) = default;
};

}  // namespace dkrls
