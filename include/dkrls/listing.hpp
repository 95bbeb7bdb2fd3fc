#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "dkrls/detail/arena.hpp"
#include "dkrls/detail/config.hpp"
#include "dkrls/row.hpp"
#include "dkrls/rows.hpp"

namespace dkrls {

/// What the images of a listing add up to.
struct Total {
  std::size_t images = 0;  ///< different IDs
  std::uint64_t bytes =
      0;  ///< their sizes, each image once and unknown sizes as 0; at most 2^64 - 1

  friend bool operator==(const Total&, const Total&) = default;
};

/// Rows and the text they show: plain data, what a Formatter prints. Movable, not copyable; moving
/// keeps the rows and their text where they are. Of a Listing that was moved from, nothing but its
/// end or a new value may be asked.
class Listing {
 public:
  Rows rows() const noexcept { return Rows(store_->rows); }

  /// Adds a row with a copy of its text.
  void add(const Row& row);

  /// Puts a row with a copy of its text, which is not that of row `index`, in the place of that.
  void replace(std::size_t index, const Row& row);

  /// Puts the rows in the default order and drops those that are there twice.
  void arrange();

  /// Puts the rows in an order.
  void sort(RowOrder order);

  /// Drops the rows for which `unwanted(row)` is true; they are asked in their order.
  template <class Predicate>
  void remove_if(Predicate unwanted) {
    newest_first_ = false;
    std::erase_if(store_->rows, [&](const detail::KeptRow& kept) { return unwanted(kept.row()); });
  }

  Total total() const;

 private:
  /// Rows stay where they are while there come more: copying them again and again would cost more
  /// than reading them.
  struct Store {
    detail::Arena memory;
    Rows::Kept rows{&memory};
    std::deque<detail::KeptRow::SharedImage> images;  // of rows that have one

    // Some of the repositories' names, each in its place; see keep_name().
    std::array<std::string_view, 512> names;
  };

  detail::KeptRow::SharedImage* keep_image(const detail::KeptRow::SharedImage& image,
                                           detail::KeptRow::SharedImage* place);
  const char* keep_name(std::string_view name);
  bool sort_ties();

  std::unique_ptr<Store> store_ = std::make_unique<Store>();

  // What was seen while rows were added, so that they need not be looked at again: whether they
  // came newest first, as docker sends them, and which were created when the row before was.
  bool newest_first_ = true;
  std::vector<std::size_t> ties_;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/listing.ipp"
#endif
