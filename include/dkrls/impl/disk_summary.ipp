// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <map>
#include <utility>

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

DKRLS_DECL DiskSummary sum_of(std::span<const DiskSummary> hosts) {
  DiskSummary sum;
  if (!hosts.empty())
    sum.layers_size = 0;
  std::map<std::string, RepositoryUsage> repositories;
  for (const DiskSummary& host : hosts) {
    sum.rows += host.rows;
    sum.images += host.images;
    sum.size_of_rows = detail::capped_sum(sum.size_of_rows, host.size_of_rows);
    sum.size_of_images = detail::capped_sum(sum.size_of_images, host.size_of_images);
    sum.on_disk = sum.on_disk + host.on_disk;
    sum.unused = sum.unused + host.unused;
    sum.dangling = sum.dangling + host.dangling;
    if (sum.layers_size && host.layers_size)
      sum.layers_size = detail::capped_sum(*sum.layers_size, *host.layers_size);
    else
      sum.layers_size.reset();
    for (const RepositoryUsage& each : host.repositories) {
      RepositoryUsage& repository = repositories[each.name];
      repository.name = each.name;
      repository.images += each.images;
      repository.size = detail::capped_sum(repository.size, each.size);
      repository.unique = repository.unique + each.unique;
    }
  }
  for (auto& [name, repository] : repositories)
    sum.repositories.push_back(std::move(repository));
  std::stable_sort(sum.repositories.begin(), sum.repositories.end(),
                   [](const auto& a, const auto& b) { return a.unique.bytes > b.unique.bytes; });
  return sum;
}

}  // namespace dkrls
