#pragma once

#include <algorithm>
#include <bit>
#include <cstring>
#include <unordered_set>

#include "dkrls/detail/capped_sum.hpp"
#include "dkrls/listing.hpp"

namespace dkrls {

DKRLS_DECL void Listing::add(const Row& row) {
  Rows::Kept& rows = store_->rows;
  if (!rows.empty()) {
    const auto before = rows.back().created();
    newest_first_ = newest_first_ && before >= row.created;
    if (before == row.created)
      ties_.push_back(rows.size());
  }
  char* const text = store_->memory.take(row.tag.size() + row.id.size());
  rows.emplace_back(row, keep_name(row.repository), text, keep_image(row.image, nullptr));
}

DKRLS_DECL void Listing::replace(std::size_t index, const Row& row) {
  newest_first_ = false;
  // What is there is used again, or written over: a long-lived cap replaces many rows.
  detail::KeptRow& old = store_->rows[index];
  const std::string_view name = old.row().repository;
  const std::size_t size = row.tag.size() + row.id.size();
  char* const text = size <= old.text_size() ? old.text() : store_->memory.take(size);
  old = {row, name == row.repository ? name.data() : keep_name(row.repository), text,
         keep_image(row.image, old.image())};
}

/// Keeps an image, at `place` if there is one. Returns where it is; nullptr for none.
DKRLS_DECL detail::KeptRow::SharedImage* Listing::keep_image(
    const detail::KeptRow::SharedImage& image, detail::KeptRow::SharedImage* place) {
  if (place != nullptr)
    *place = image;
  else if (image)
    place = &store_->images.emplace_back(image);
  return place;
}

namespace detail {

inline bool kept_comes_before(const KeptRow& a, const KeptRow& b) {
  return comes_before(a.row(), b.row());
}

/// Whether two rows that are in order are the same reference to the same image.
inline bool is_repeated(const KeptRow& a, const KeptRow& b) {
  return !kept_comes_before(a, b);
}

}  // namespace detail

/// Puts rows that came newest first in the default order: only those of one moment are still to be
/// sorted. Returns whether rows are there twice.
DKRLS_DECL bool Listing::sort_ties() {
  const auto row = [this](std::size_t index) {
    return store_->rows.begin() + static_cast<Rows::Kept::difference_type>(index);
  };
  bool repeated = false;
  for (auto tie = ties_.begin(); tie != ties_.end();) {
    const std::size_t first = *tie - 1;
    std::size_t last = first + 1;
    for (; tie != ties_.end() && *tie == last; ++tie)
      ++last;
    std::sort(row(first), row(last), detail::kept_comes_before);
    repeated =
        repeated || std::adjacent_find(row(first), row(last), detail::is_repeated) != row(last);
  }
  return repeated;
}

DKRLS_DECL void Listing::arrange() {
  Rows::Kept& rows = store_->rows;
  bool repeated = true;  // perhaps
  if (newest_first_)
    repeated = sort_ties();
  else
    std::sort(rows.begin(), rows.end(), detail::kept_comes_before);
  if (!repeated)
    return;
  newest_first_ = false;  // ties_ will not say where they are
  rows.erase(std::unique(rows.begin(), rows.end(), detail::is_repeated), rows.end());
}

DKRLS_DECL void Listing::sort(RowOrder order) {
  newest_first_ = false;
  std::sort(store_->rows.begin(), store_->rows.end(),
            [order](const detail::KeptRow& a, const detail::KeptRow& b) {
              return order(a.row(), b.row());
            });
}

DKRLS_DECL Total Listing::total() const {
  Total total;
  std::unordered_set<std::string_view> seen;
  for (const Row& row : rows()) {
    if (!seen.insert(row.id).second)
      continue;
    ++total.images;
    total.bytes = detail::capped_sum(total.bytes, row.size.value_or(0));
  }
  return total;
}

/// A repository has many rows: its name is kept once, unless another one took its place meanwhile.
DKRLS_DECL const char* Listing::keep_name(std::string_view name) {
  std::uint64_t end = 0;  // names in a registry differ there
  if (name.size() >= sizeof(end))
    std::memcpy(&end, name.data() + name.size() - sizeof(end), sizeof(end));
  else
    for (const char c : name)
      end = end << 8 | static_cast<unsigned char>(c);
  constexpr std::uint64_t golden_ratio = 0x9e3779b97f4a7c15;  // of 2^64: mixes the bits upwards
  const std::uint64_t mixed = (end ^ name.size()) * golden_ratio;
  auto& names = store_->names;  // their number is a power of two
  std::string_view& kept = names[mixed >> (64 - std::countr_zero(names.size()))];
  if (kept != name) {
    char* const copy = store_->memory.take(name.size());
    name.copy(copy, name.size());
    kept = {copy, name.size()};
  }
  return kept.data();
}

}  // namespace dkrls
