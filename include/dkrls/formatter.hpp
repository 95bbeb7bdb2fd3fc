#pragma once

#include <chrono>
#include <iosfwd>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/listing.hpp"

namespace dkrls {

/// What a column of a table shows of a row.
enum class Column { repository, tag, id, created, size };

/// Prints listings as `docker images` does.
///
/// Columns are aligned to the left, at least 20 cells wide with three blanks between, and no line
/// ends in a blank. What is absent is shown as "<none>", what is unknown as "N/A". Text from an
/// engine goes through append_printable().
///
///     Formatter({Column::repository, Column::size}, now).write(listing, std::cout);
///
///     REPOSITORY          SIZE
///     nginx               133MB
///
/// The formatter shows all rows in the order they are in, and never asks the time.
class Formatter {
 public:
  /// Ages are counted up to `now`.
  Formatter(std::vector<Column> columns, std::chrono::sys_seconds now)
      : columns_(std::move(columns)), now_(now) {}

  /// Whether a last line shows the listing's Total: "TOTAL" in the column before the sizes, the sum
  /// of bytes below them. Without a column of sizes it has nowhere to be and is left out.
  Formatter& show_total(bool show) {
    show_total_ = show;
    return *this;
  }

  /// Writes the heading, the rows and, where wanted, the total. A failure shows in the state of
  /// `out` and ends the writing.
  void write(const Listing& listing, std::ostream& out) const;

 private:
  std::vector<Column> columns_;
  std::chrono::sys_seconds now_;
  bool show_total_ = false;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/formatter.ipp"
#endif
