#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"

namespace dkrls {

/// One line of a listing: an image under one of its references. What is absent or unknown is empty.
/// The text belongs to the Listing that holds the row.
struct Row {
  std::string_view repository;  ///< in familiar form; empty for a dangling image
  std::string_view tag;
  std::string_view id;  ///< the whole ID, "sha256:..."
  std::optional<std::chrono::sys_seconds> created;
  std::optional<std::uint64_t> size;  ///< bytes

  friend bool operator==(const Row&, const Row&) = default;
};

/// The order of a listing: newest first and unknown dates last, then by repository, tag and ID,
/// each byte by byte and the absent last. Total, so that the same images are always listed the same
/// way.
DKRLS_DECL bool comes_before(const Row& a, const Row& b) noexcept;

/// What the images of a listing add up to.
struct Total {
  std::size_t images = 0;  ///< different IDs
  std::uint64_t bytes =
      0;  ///< their sizes, each image once and unknown sizes as 0; at most 2^64 - 1

  friend bool operator==(const Total&, const Total&) = default;
};

/// Rows and the text they show: plain data, what a Formatter prints. Movable, not copyable; moving
/// keeps the rows' text where it is.
class Listing {
 public:
  const std::vector<Row>& rows() const noexcept { return rows_; }

  /// Adds a row with a copy of its text.
  void add(const Row& row);

  /// Puts a row with a copy of its text in the place of row `index`.
  void replace(std::size_t index, const Row& row);

  /// Puts the rows in their order and drops those that are there twice.
  void arrange();

  Total total() const;

 private:
  std::string_view keep(std::string_view text);

  std::unique_ptr<std::pmr::monotonic_buffer_resource> text_ =
      std::make_unique<std::pmr::monotonic_buffer_resource>();
  std::vector<Row> rows_;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/listing.ipp"
#endif
