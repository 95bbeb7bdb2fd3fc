#pragma once

#include <algorithm>
#include <cstring>
#include <unordered_set>

#include "dkrls/detail/capped_sum.hpp"
#include "dkrls/listing.hpp"

namespace dkrls {

DKRLS_DECL void Listing::add(const Row& row) {
  Rows& rows = store_->rows;
  if (!rows.empty()) {
    const auto& before = rows.back().created;
    newest_first_ = newest_first_ && before >= row.created;
    if (before == row.created)
      ties_.push_back(rows.size());
  }
  rows.push_back(
      {keep_name(row.repository), keep(row.tag), keep(row.id), row.created, row.size, row.image});
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
  newest_first_ = false;
  Row& old = store_->rows[index];
  const bool same_name = old.repository == row.repository;  // which other rows may share
  old = {same_name ? old.repository : keep_name(row.repository),
         put(old.tag, row.tag),
         put(old.id, row.id),
         row.created,
         row.size,
         row.image};
}

namespace detail {

/// Whether two rows that are in order are the same reference to the same image.
inline bool is_repeated(const Row& a, const Row& b) noexcept {
  return !comes_before(a, b);
}

}  // namespace detail

/// Puts rows that came newest first in the default order: only those of one moment are still to be
/// sorted. Returns whether rows are there twice.
DKRLS_DECL bool Listing::sort_ties() {
  const auto row = [this](std::size_t index) {
    return store_->rows.begin() + static_cast<Rows::difference_type>(index);
  };
  bool repeated = false;
  for (auto tie = ties_.begin(); tie != ties_.end();) {
    const std::size_t first = *tie - 1;
    std::size_t last = first + 1;
    for (; tie != ties_.end() && *tie == last; ++tie)
      ++last;
    std::sort(row(first), row(last), comes_before);
    repeated =
        repeated || std::adjacent_find(row(first), row(last), detail::is_repeated) != row(last);
  }
  return repeated;
}

DKRLS_DECL void Listing::arrange() {
  Rows& rows = store_->rows;
  bool repeated = true;  // perhaps
  if (newest_first_)
    repeated = sort_ties();
  else
    std::sort(rows.begin(), rows.end(), comes_before);
  if (!repeated)
    return;
  newest_first_ = false;  // ties_ will not say where they are
  rows.erase(std::unique(rows.begin(), rows.end(), detail::is_repeated), rows.end());
}

DKRLS_DECL void Listing::sort(RowOrder order) {
  newest_first_ = false;
  std::sort(store_->rows.begin(), store_->rows.end(), order);
}

DKRLS_DECL Total Listing::total() const {
  Total total;
  std::unordered_set<std::string_view> seen;
  for (const Row& row : store_->rows) {
    if (!seen.insert(row.id).second)
      continue;
    ++total.images;
    total.bytes = detail::capped_sum(total.bytes, row.size.value_or(0));
  }
  return total;
}

DKRLS_DECL std::string_view Listing::keep(std::string_view text) {
  if (text.empty())
    return {};
  auto* copy = static_cast<char*>(store_->memory.allocate(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

/// A repository has many rows: its name is kept once, unless another one took its place meanwhile.
DKRLS_DECL std::string_view Listing::keep_name(std::string_view name) {
  std::size_t place = name.size();
  for (const char c : name.substr(name.size() - std::min<std::size_t>(name.size(), 6)))
    place = place * 31 + static_cast<unsigned char>(c);  // names in a registry differ at the end
  std::string_view& kept = store_->names[place % store_->names.size()];
  if (kept != name)
    kept = keep(name);
  return kept;
}

}  // namespace dkrls
