#pragma once

#include <algorithm>
#include <cstring>
#include <limits>
#include <tuple>
#include <unordered_set>

#include "dkrls/listing.hpp"

namespace dkrls {

DKRLS_DECL bool comes_before(const Row& a, const Row& b) noexcept {
  if (a.created != b.created)
    return a.created > b.created;  // an absent optional is less than any other
  const auto names = [](const Row& row) {
    return std::tuple(row.repository.empty(), row.repository, row.tag.empty(), row.tag, row.id);
  };
  return names(a) < names(b);
}

DKRLS_DECL void Listing::add(const Row& row) {
  rows_.push_back({keep(row.repository), keep(row.tag), keep(row.id), row.created, row.size});
}

DKRLS_DECL void Listing::replace(std::size_t index, const Row& row) {
  // The old text is reused where it can be: a long-lived cap replaces many rows.
  const auto put = [this](std::string_view old, std::string_view text) {
    if (old == text)
      return old;
    if (old.size() < text.size())
      return keep(text);
    text.copy(const_cast<char*>(old.data()), text.size());  // not memcpy: the text may be null
    return old.substr(0, text.size());
  };
  Row& old = rows_[index];
  old = {put(old.repository, row.repository), put(old.tag, row.tag), put(old.id, row.id),
         row.created, row.size};
}

DKRLS_DECL void Listing::arrange() {
  const auto newer = [](const Row& a, const Row& b) { return a.created > b.created; };
  if (std::is_sorted(rows_.begin(), rows_.end(), newer)) {
    // As docker sends them: only the rows of one moment are still to be put in order.
    for (auto first = rows_.begin(); first != rows_.end();) {
      const auto last = std::find_if(first, rows_.end(),
                                     [&](const Row& row) { return row.created != first->created; });
      std::sort(first, last, comes_before);
      first = last;
    }
  } else {
    std::sort(rows_.begin(), rows_.end(), comes_before);
  }
  rows_.erase(std::unique(rows_.begin(), rows_.end()), rows_.end());
}

DKRLS_DECL Total Listing::total() const {
  Total total;
  std::unordered_set<std::string_view> seen;
  for (const Row& row : rows_) {
    if (!seen.insert(row.id).second)
      continue;
    ++total.images;
    const std::uint64_t room = std::numeric_limits<std::uint64_t>::max() - total.bytes;
    total.bytes += std::min(room, row.size.value_or(0));
  }
  return total;
}

DKRLS_DECL std::string_view Listing::keep(std::string_view text) {
  if (text.empty())
    return {};
  auto* copy = static_cast<char*>(text_->allocate(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

}  // namespace dkrls
