#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/disk_usage.hpp"

namespace dkrls {

/// An overview of the space that images take. Sizes are bytes, unknown ones counted as 0, and
/// at most 2^64 - 1.
struct DiskSummary {
  std::size_t rows = 0;                       ///< number of rows in a listing of all images
  std::size_t images = 0;                     ///< number of images
  std::uint64_t size_of_rows = 0;             ///< sum of the sizes of all rows
  std::uint64_t size_of_images = 0;           ///< sum of the sizes of all images, each once
  Figure on_disk;                             ///< DiskUsage::on_disk()
  Figure unused;                              ///< DiskUsage::unused()
  Figure dangling;                            ///< DiskUsage::dangling()
  std::vector<RepositoryUsage> repositories;  ///< DiskUsage::repositories()

  friend bool operator==(const DiskSummary&, const DiskSummary&) = default;
};

/// The summary of a disk usage.
DKRLS_DECL DiskSummary summarize(const DiskUsage& usage);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/disk_summary.ipp"
#endif
