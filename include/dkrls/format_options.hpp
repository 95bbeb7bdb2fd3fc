// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/disk_usage.hpp"
#include "dkrls/listing.hpp"

namespace dkrls {

/// Appends a time as docker does, "2026-01-02 03:04:05 +0000 UTC". "N/A" for years that have more
/// than four digits.
DKRLS_DECL void append_utc_time(std::string& out, std::chrono::sys_seconds time);

/// Returns the text of append_utc_time().
DKRLS_DECL std::string format_utc_time(std::chrono::sys_seconds time);

/// The options of a Formatter that are not part of the format.
struct FormatOptions {
  std::chrono::sys_seconds now;  ///< ages are counted up to here
  bool heading = true;           ///< of tables
  bool whole_ids = false;        ///< "sha256:" and 64 digits instead of 12 digits

  /// The cells of the terminal that the output goes to. A table that is wider is fitted to it: its
  /// gaps shrink, then names and digests lose their middle, and at last its lines are cut. nullopt:
  /// no terminal, nothing is cut.
  std::optional<std::size_t> width = {};

  /// Stands for the middle of a name that is cut out. Outlives the writing.
  std::string_view ellipsis = "\u2026";

  /// Rows once for each digest even if the format names none, as {{json .}} with docker's
  /// --digests.
  bool digests = false;

  /// Shown below the rows if the format has a place for it.
  std::optional<Total> total = {};

  /// What removing the listed rows frees, see DiskUsage::freed_by(); shown below the total.
  std::optional<Figure> reclaimable = {};

  /// Returns the bytes that only the image of a row holds, see DiskUsage::unique(); nullopt if that
  /// is unknown, as it is without this function.
  std::function<std::optional<Figure>(const Row&)> unique = {};

  /// Appends a time with its zone for CreatedAt; append_utc_time() shows how.
  void (*append_time)(std::string& out, std::chrono::sys_seconds time) = append_utc_time;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/format_options.ipp"
#endif
