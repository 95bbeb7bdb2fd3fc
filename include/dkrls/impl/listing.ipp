// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "dkrls/detail/capped_sum.hpp"
#include "dkrls/listing.hpp"

namespace dkrls {

DKRLS_DECL void Listing::arrange(ImageDate date) {
  const RowOrder before{.date = date};
  std::sort(rows_.begin(), rows_.end(), before);
  const auto repeated = [&](const Row& a, const Row& b) { return !before(a, b); };
  rows_.erase(std::unique(rows_.begin(), rows_.end(), repeated), rows_.end());
}

DKRLS_DECL void Listing::sort(RowOrder order) {
  std::sort(rows_.begin(), rows_.end(), order);
}

DKRLS_DECL Total Listing::total() const {
  Total total;
  std::unordered_map<std::string_view, std::unordered_set<std::string_view>> seen;  // of each host
  for (const Row& row : rows_) {
    if (!seen[row.host].insert(row.id).second)
      continue;
    ++total.images;
    total.bytes = detail::capped_sum(total.bytes, row.size.value_or(0));
  }
  return total;
}

}  // namespace dkrls
