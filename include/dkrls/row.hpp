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

/// What rows are put in order by.
enum class SortKey {
  created,     ///< newest first
  size,        ///< biggest first
  repository,  ///< in natural order: "app2" before "app10"
  tag,         ///< likewise
  id,
};

/// An order of rows, to be used as a comparison. Rows without a value for the key are last, however
/// the order is turned. Rows with the same value are in the default order, which is by creation,
/// then by repository, tag and ID, each byte by byte and the absent last, then by size. Total, so
/// that the same images are always listed the same way.
struct RowOrder {
  SortKey key = SortKey::created;
  bool reversed = false;  ///< turns the order of the key's values

  /// Whether `a` is listed before `b`.
  DKRLS_DECL bool operator()(const Row& a, const Row& b) const noexcept;

  friend bool operator==(const RowOrder&, const RowOrder&) = default;
};

/// The default order.
DKRLS_DECL bool comes_before(const Row& a, const Row& b) noexcept;

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/row.ipp"
#endif
