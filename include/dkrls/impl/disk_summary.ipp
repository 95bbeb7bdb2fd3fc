#pragma once

#include "dkrls/detail/capped_sum.hpp"
#include "dkrls/disk_summary.hpp"

namespace dkrls {

DKRLS_DECL DiskSummary summarize(const DiskUsage& usage) {
  DiskSummary summary;
  const auto add = [](std::uint64_t& sum, std::uint64_t bytes) {
    sum = detail::capped_sum(sum, bytes);
  };
  std::vector<Reference> references;
  for (const Image& image : usage.images()) {
    references.clear();
    append_references(image, references);
    ++summary.images;
    summary.rows += references.size();
    add(summary.size_of_images, image.size.value_or(0));
    for (std::size_t row = 0; row < references.size(); ++row)
      add(summary.size_of_rows, image.size.value_or(0));
  }
  summary.on_disk = usage.on_disk();
  summary.layers_size = usage.layers_size();
  summary.unused = usage.unused();
  summary.dangling = usage.dangling();
  summary.repositories = usage.repositories();
  return summary;
}

}  // namespace dkrls
