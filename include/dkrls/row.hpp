// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/image.hpp"

namespace dkrls {

/// One line of a listing: an image under one of its references. Absent and unknown values are
/// empty.
struct Row {
  std::string repository;  ///< in familiar form; empty for a dangling image
  std::string tag;         ///< "latest"
  std::string id;          ///< the whole ID, "sha256:..."
  std::optional<std::chrono::sys_seconds> created;  ///< see Image::created
  std::optional<std::uint64_t> size;                ///< bytes

  /// The whole image, for formats that show more of it; nullptr if the query does not keep images.
  std::shared_ptr<const Image> image = nullptr;

  std::string host = {};  ///< Image::host; empty if the host has no name

  std::optional<std::chrono::sys_seconds> tagged = {};  ///< see Image::tagged

  friend bool operator==(const Row&, const Row&) = default;
};

/// Returns one of the dates of a row.
/// *Lifetime:* valid as long as the row.
inline const std::optional<std::chrono::sys_seconds>& date_of(const Row& row,
                                                              ImageDate date) noexcept {
  return date == ImageDate::tagged ? row.tagged : row.created;
}

/// Returns the digests by which the row's repository knows its image, "sha256:...", each once and
/// sorted; none if there are none or the row has no image, see ImageQuery::keep_images(). Some
/// engines list them among the tags.
/// *Lifetime:* they are views into Row::image.
DKRLS_DECL std::vector<std::string_view> digests_of(const Row& row);

/// Returns the first of digests_of(); nullopt if there is none.
DKRLS_DECL std::optional<std::string> digest_of(const Row& row);

/// Returns the argument with which `docker rmi` removes this row and no other: "nginx:1", for a row
/// without a tag "nginx@sha256:..." with the first of digests_of(), or else the ID. The other
/// digests of such a row keep the image: remove each of them, too.
/// UNTRUSTED: see append_printable().
DKRLS_DECL std::string reference_of(const Row& row);

/// Likewise, with this one of digests_of().
DKRLS_DECL std::string reference_of(const Row& row, std::string_view digest);

/// The value that decides the order of rows.
enum class SortKey {
  created,     ///< newest first, by RowOrder::date
  size,        ///< biggest first
  repository,  ///< in natural order: "app2" before "app10"
  tag,         ///< in natural order: "v9" before "v10"
  id,          ///< byte by byte
  host,        ///< in natural order
};

/// An order of rows, for use as a comparison. Rows without a value for the key are last, in
/// reversed order, too. Rows with the same value are in the default order:
/// - the newest first, unknown dates last;
/// - then by repository, byte by byte;
/// - then by tag in descending natural order, "v12" before "v9", rows without a tag last;
/// - then by ID, by host and by size.
/// The order is total, so the same images are always listed the same way.
struct RowOrder {
  SortKey key = SortKey::created;       ///< what decides
  bool reversed = false;                ///< reverses the order of the key's values
  ImageDate date = ImageDate::created;  ///< what "newest" means

  /// True if `a` comes before `b`.
  DKRLS_DECL bool operator()(const Row& a, const Row& b) const noexcept;

  friend bool operator==(const RowOrder&, const RowOrder&) = default;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/row.ipp"
#endif
