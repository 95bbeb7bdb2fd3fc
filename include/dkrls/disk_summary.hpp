// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/disk_usage.hpp"

namespace dkrls {

/// The disk usage of an engine. Sizes are bytes, unknown ones counted as 0; at most 2^64 - 1.
struct DiskSummary {
  std::size_t rows = 0;                       ///< of a listing of all images
  std::size_t images = 0;                     ///< different IDs
  std::uint64_t size_of_rows = 0;             ///< the sum of the sizes of all rows
  std::uint64_t size_of_images = 0;           ///< the same with each image once
  Figure on_disk;                             ///< DiskUsage::on_disk()
  std::optional<std::uint64_t> layers_size;   ///< DiskUsage::layers_size()
  Figure unused;                              ///< DiskUsage::unused()
  Figure dangling;                            ///< DiskUsage::dangling()
  std::vector<RepositoryUsage> repositories;  ///< DiskUsage::repositories()
  std::string host = {};                      ///< the name of its host; empty for none

  friend bool operator==(const DiskSummary&, const DiskSummary&) = default;
};

/// Returns the summary of an engine's disk usage.
DKRLS_DECL DiskSummary summarize(const DiskUsage& usage);

/// Returns the sum of the summaries of several hosts. It has each repository once, in the order of
/// DiskUsage::repositories().
DKRLS_DECL DiskSummary sum_of(std::span<const DiskSummary> hosts);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/disk_summary.ipp"
#endif
