// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/row.hpp"

namespace dkrls {

/// The number and the total size of the images of a listing. An image on several hosts counts on
/// each of them: it takes the disk of each.
struct Total {
  std::size_t images = 0;   ///< different IDs of each host
  std::uint64_t bytes = 0;  ///< each image once a host, an unknown size as 0; at most 2^64 - 1

  friend bool operator==(const Total&, const Total&) = default;
};

/// The rows that a query selects, as a range. A Formatter prints it.
///
///     for (const Row& row : query.select(images))
///
/// *Lifetime:* owns its rows, and a row its texts.
/// *Threads:* like a std::vector.
class Listing {
 public:
  /// The types of a constant range.
  /// @{
  using value_type = Row;
  using const_iterator = std::vector<Row>::const_iterator;
  using iterator = const_iterator;
  /// @}

  Listing() = default;
  /// Takes rows as they are, in their order.
  explicit Listing(std::vector<Row> rows) : rows_(std::move(rows)) {}

  /// The functions of a constant range, as of a std::vector.
  /// @{
  const_iterator begin() const noexcept { return rows_.begin(); }
  const_iterator end() const noexcept { return rows_.end(); }
  std::size_t size() const noexcept { return rows_.size(); }
  bool empty() const noexcept { return rows_.empty(); }
  const Row& operator[](std::size_t index) const { return rows_[index]; }
  /// @}

  /// Adds a row behind the others.
  void add(Row row) { rows_.push_back(std::move(row)); }

  /// Puts the rows in the default order and drops repeated ones.
  void arrange(ImageDate date = ImageDate::created);

  /// Puts the rows in an order.
  void sort(RowOrder order);

  /// Drops the rows for which `unwanted(row)` is true. It is called in the order of the rows.
  template <class Predicate>
  void remove_if(Predicate unwanted) {
    std::erase_if(rows_, unwanted);
  }

  /// Returns the number of different images and the sum of their sizes.
  Total total() const;

  /// True if the rows are equal one by one.
  friend bool operator==(const Listing&, const Listing&) = default;

 private:
  std::vector<Row> rows_;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/listing.ipp"
#endif
