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

/// Where a DiskSummaryFormatter writes to.
struct DiskScreen {
  /// Cells of the terminal; nullopt for what is none, a pipe or a file.
  std::optional<std::size_t> width = {};

  std::string_view bar = "#";  ///< what a cell of a bar shows; lives as long as the formatter
  bool heading = true;         ///< of the table
};

/// Writes the whole picture of an engine's disk. As a table that is one screen: the figures, then
/// the repositories, with a bar for what only they hold.
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
/// On a terminal long names lose their beginning, so that no line is wider, unless it has fewer
/// than about 60 cells; the bars take what is left, and are left out where that is next to nothing.
///
/// As JSON it is the repositories and a last object {"total":...} of the figures; other formats
/// show the repositories only.
class DiskSummaryFormatter {
 public:
  explicit DiskSummaryFormatter(UsageFormat format = {}, const DiskScreen& screen = {})
      : format_(std::move(format)), screen_(screen) {}

  /// A failure shows in the state of `out`.
  void write(const DiskSummary& summary, std::ostream& out) const;

 private:
  UsageFormat format_;
  DiskScreen screen_;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/disk_summary_formatter.ipp"
#endif
