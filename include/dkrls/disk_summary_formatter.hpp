#pragma once

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string_view>
#include <utility>

#include "dkrls/detail/config.hpp"
#include "dkrls/disk_summary.hpp"
#include "dkrls/format.hpp"

namespace dkrls {

/// The screen that a DiskSummaryFormatter writes to.
struct DiskScreen {
  /// Cells of the terminal; nullopt for a pipe or a file.
  std::optional<std::size_t> width = {};

  std::string_view bar = "#";  ///< a cell of a bar; must outlive the formatter
  bool heading = true;         ///< of the table
};

/// Writes the disk usage of an engine. As a table that is one screen: the byte counts, then the
/// repositories, each with a bar for its unique bytes.
///
///     DiskSummaryFormatter({}, {.width = width_of_terminal}).write(summarize(usage), std::cout);
///
///     IMAGES     8, listed in 9 rows
///     LISTED     2.97GB   all rows added up
///     ONCE       2.83GB   every image once
///     ON DISK    1.56GB   every layer once
///     UNUSED     1.56GB   held by images without a container
///     DANGLING   >=0B     held by images without a name
///
///     REPOSITORY   IMAGES   SIZE     UNIQUE
///     mysql        1        322MB    322MB    ########################################
///     nginx        2        155MB    85.9MB   ###########
///
/// On a terminal of at least some 60 cells no line is wider than it: long names lose their
/// beginning, the bars take the cells that remain, and bars below five cells are left out.
///
/// As JSON it writes the repositories and last an object {"total":...} of the byte counts; other
/// formats show the repositories only.
class DiskSummaryFormatter {
 public:
  explicit DiskSummaryFormatter(UsageFormat format = {}, const DiskScreen& screen = {})
      : format_(std::move(format)), screen_(screen) {}

  /// *Errors:* a failure sets the state of `out`.
  void write(const DiskSummary& summary, std::ostream& out) const;

 private:
  UsageFormat format_;
  DiskScreen screen_;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/disk_summary_formatter.ipp"
#endif
