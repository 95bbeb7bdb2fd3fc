#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/disk_usage.hpp"

namespace dkrls {

/// The whole picture of the space that images take. Sizes are bytes, unknown ones counted as 0, and
/// at most 2^64 - 1.
struct DiskSummary {
  std::size_t rows = 0;                       ///< how many rows a listing of all images has
  std::size_t images = 0;                     ///< how many images these are
  std::uint64_t size_of_rows = 0;             ///< the sizes listed, added up
  std::uint64_t size_of_images = 0;           ///< the same with each image once
  DiskFigure on_disk;                         ///< DiskUsage::on_disk()
  DiskFigure unused;                          ///< DiskUsage::unused()
  DiskFigure dangling;                        ///< DiskUsage::dangling()
  std::vector<RepositoryUsage> repositories;  ///< DiskUsage::repositories()

  friend bool operator==(const DiskSummary&, const DiskSummary&) = default;
};

/// Sums up what there is to say of an engine's disk.
DKRLS_DECL DiskSummary summarize(const DiskUsage& usage);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/disk_summary.ipp"
#endif
