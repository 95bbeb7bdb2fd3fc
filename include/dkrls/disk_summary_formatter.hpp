// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "dkrls/detail/config.hpp"
#include "dkrls/disk_summary.hpp"
#include "dkrls/format.hpp"

namespace dkrls {

/// The screen that a DiskSummaryFormatter writes to.
struct ScreenOptions {
  /// Cells of the terminal; nullopt for a pipe or a file.
  std::optional<std::size_t> width = {};

  std::string_view bar = "#";  ///< a cell of a bar; must outlive the formatter
  bool heading = true;         ///< of the table

  /// Stands for the middle of a name that is cut out. Lifetime: must outlive the formatter.
  std::string_view ellipsis = "\u2026";
};

/// Writes the disk usage of an engine. As a table that is one screen: the byte counts, then the
/// repositories, each on a terminal with the share of the disk that only it takes, and a bar.
///
///     DiskSummaryFormatter({}, {.width = width_of_terminal}).write(summarize(usage), std::cout);
///
///     IMAGES       8, listed in 9 rows
///     ALL ROWS     2.97GB   the sizes of all rows added up
///     ALL IMAGES   2.83GB   the sizes of all images added up
///     ON DISK      1.56GB   what they really take: images share layers
///     UNUSED       1.42GB   freed by removing all images without a container
///     DANGLING     >=0B     freed by removing all dangling images
///
///     REPOSITORY   IMAGES   SIZE     UNIQUE
///     mysql        1        322MB    322MB     21%  ################################
///     nginx        2        155MB    85.9MB     6%  ########
///
/// No line is wider than the terminal: long names lose their middle, the bars take the cells that
/// remain, bars below five cells are left out, and at last lines are cut. A share is shown if it is
/// known exactly.
///
/// The disks of several hosts are a line a host and their sum, then the repositories of all.
///
///     HOST      IMAGES   ALL IMAGES   ON DISK   UNUSED   DANGLING
///     staging   8        2.97GB       1.56GB    1.42GB   0B
///     build     3        1.2GB        900MB     0B       0B
///     TOTAL     11       4.17GB       2.46GB    1.42GB   0B
///
/// As JSON it writes the repositories, an object for each of several hosts, and last an object
/// {"total":...} of the byte counts; other formats show the repositories only.
///
/// *Lifetime:* keeps copies of format and screen; the texts of the screen must outlive it.
/// *Threads:* write() may run at the same time for different streams.
class DiskSummaryFormatter {
 public:
  /// A default-constructed format is the table.
  explicit DiskSummaryFormatter(UsageFormat format = {}, const ScreenOptions& screen = {})
      : format_(std::move(format)), screen_(screen) {}

  /// Writes the disk of one engine.
  /// *Errors:* a failure sets the state of `out`.
  void write(const DiskSummary& summary, std::ostream& out) const;

  /// Writes the disks of several hosts and their sum.
  /// *Errors:* a failure sets the state of `out`.
  void write(std::span<const DiskSummary> hosts, std::ostream& out) const;

 private:
  void write_lines(const DiskSummary& summary, std::span<const DiskSummary> hosts,
                   std::ostream& out) const;

  UsageFormat format_;
  ScreenOptions screen_;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/disk_summary_formatter.ipp"
#endif
