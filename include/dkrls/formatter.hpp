// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <iosfwd>
#include <ranges>
#include <span>
#include <utility>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/format.hpp"
#include "dkrls/format_options.hpp"
#include "dkrls/listing.hpp"
#include "dkrls/repository.hpp"

namespace dkrls {

/// Writes records to a stream, in their order.
///
/// Columns are aligned to the left with at least three blanks between, and no line of a table ends
/// in a blank. An absent value is "<none>", an unknown one "N/A"; both are null in JSON. Text from
/// an engine goes through append_printable(); JSON escapes the same characters.
///
///     Formatter(ImageFormat::table({ImageField::repository, ImageField::size}), {.now = now})
///         .write(listing, std::cout);
///
///     REPOSITORY          SIZE
///     nginx               133MB
///
/// A format that shows the digest writes a row once for each digest by which its repository is
/// known, see digests_of(), and once if there is none. The field Reference has the same effect on a
/// row without a tag: each of its digests must be removed.
///
/// The formatter never filters or sorts, and never reads a clock.
///
/// *Lifetime:* keeps copies of format and options; FormatOptions::ellipsis must outlive it.
/// *Threads:* write() may run at the same time for different streams, if FormatOptions::unique may.
template <class Record>
class Formatter {
 public:
  /// Writes in this format.
  Formatter(Format<Record> format, const FormatOptions& options)
      : format_(std::move(format)), options_(options) {}

  /// Writes a Listing, a vector or another contiguous range of records.
  /// *Errors:* sets the state of `out` and stops writing.
  void write(std::span<const Record> records, std::ostream& out) const;

  /// Writes any other range of records, a std::list or a filtered view for example. Copies the
  /// records: a table is read twice.
  template <std::ranges::input_range Records>
    requires(!std::convertible_to<Records, std::span<const Record>> &&
             std::convertible_to<std::ranges::range_reference_t<Records>, const Record&>)
  void write(Records&& records, std::ostream& out) const {
    std::vector<Record> copies;
    for (const Record& record : records)
      copies.push_back(record);
    write(std::span<const Record>(copies), out);
  }

 private:
  Format<Record> format_;
  FormatOptions options_;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/formatter.ipp"
#endif
