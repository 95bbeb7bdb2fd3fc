// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <compare>
#include <string_view>
#include <tuple>

#include "dkrls/detail/text/natural_order.hpp"
#include "dkrls/row.hpp"

namespace dkrls {
namespace detail {

/// Compares the values of two rows for a key: below 0 if `a` is first, 0 if they are equal. Both
/// rows must have a value.
inline int compare_key(RowOrder order, const Row& a, const Row& b) noexcept {
  const auto& date_a = date_of(a, order.date);
  const auto& date_b = date_of(b, order.date);
  switch (order.key) {
    case SortKey::created:
      return date_a == date_b ? 0 : date_a > date_b ? -1 : 1;
    case SortKey::size:
      return a.size == b.size ? 0 : a.size > b.size ? -1 : 1;
    case SortKey::repository:
      return compare_naturally(a.repository, b.repository);
    case SortKey::tag:
      return compare_naturally(a.tag, b.tag);
    case SortKey::id:
      return a.id.compare(b.id);
    case SortKey::host:
      break;
  }
  return compare_naturally(a.host, b.host);
}

inline bool lacks_key(RowOrder order, const Row& row) noexcept {
  switch (order.key) {
    case SortKey::created:
      return !date_of(row, order.date);
    case SortKey::size:
      return !row.size;
    case SortKey::repository:
      return row.repository.empty();
    case SortKey::tag:
      return row.tag.empty();
    case SortKey::id:
      return row.id.empty();
    case SortKey::host:
      break;
  }
  return row.host.empty();
}

/// True if `a` comes before `b` in the default order.
inline bool comes_before(ImageDate date, const Row& a, const Row& b) noexcept {
  if (date_of(a, date) != date_of(b, date))
    return date_of(a, date) > date_of(b, date);  // an absent optional is less than any other
  if (a.repository.empty() != b.repository.empty())
    return b.repository.empty();
  if (const int compared = a.repository.compare(b.repository); compared != 0)
    return compared < 0;
  if (const int compared = compare_naturally(a.tag, b.tag); compared != 0)
    return compared > 0;  // so a row without a tag is the last of its repository
  // The sizes of one ID on one host differ only if its engine contradicts itself.
  return std::tie(a.id, a.host, a.size) < std::tie(b.id, b.host, b.size);
}

}  // namespace detail

DKRLS_DECL std::vector<std::string_view> digests_of(const Row& row) {
  std::vector<std::string_view> digests;
  if (!row.image || row.repository.empty())
    return digests;
  for (const auto* texts : {&row.image->repo_digests, &row.image->repo_tags}) {
    for (const std::string& text : *texts) {
      const Reference reference = parse_reference(text);
      if (reference.repository == row.repository && !reference.digest.empty())
        digests.push_back(reference.digest);
    }
  }
  std::sort(digests.begin(), digests.end());
  digests.erase(std::unique(digests.begin(), digests.end()), digests.end());
  return digests;
}

DKRLS_DECL std::optional<std::string> digest_of(const Row& row) {
  const std::vector<std::string_view> digests = digests_of(row);
  return digests.empty() ? std::nullopt : std::optional<std::string>(digests.front());
}

DKRLS_DECL std::string reference_of(const Row& row) {
  return reference_of(row, digest_of(row).value_or(""));
}

DKRLS_DECL std::string reference_of(const Row& row, std::string_view digest) {
  if (row.repository.empty())
    return row.id;
  if (!row.tag.empty())
    return row.repository + ":" + row.tag;
  return digest.empty() ? row.id : (row.repository + "@").append(digest);
}

DKRLS_DECL bool RowOrder::operator()(const Row& a, const Row& b) const noexcept {
  const bool lacks_a = detail::lacks_key(*this, a);
  const bool lacks_b = detail::lacks_key(*this, b);
  if (lacks_a != lacks_b)
    return lacks_b;
  const int compared = lacks_a ? 0 : detail::compare_key(*this, a, b);
  if (compared != 0)
    return (compared < 0) != reversed;
  return detail::comes_before(date, a, b);
}

}  // namespace dkrls
