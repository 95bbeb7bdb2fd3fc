#pragma once

#include "dkrls/detail/config.hpp"
#include "dkrls/row.hpp"

namespace dkrls {

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
#include "dkrls/impl/row_order.ipp"
#endif
