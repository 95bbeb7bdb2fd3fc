// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <utility>

#include "dkrls/detail/capped_sum.hpp"
#include "dkrls/detail/text/natural_order.hpp"
#include "dkrls/repository.hpp"

namespace dkrls {
namespace detail {

/// Compares two repositories by a key: below 0 if `a` comes first, 0 if the values are equal. Both
/// must have a value.
inline int compare_key(RepositoryKey key, const Repository& a, const Repository& b) noexcept {
  switch (key) {
    case RepositoryKey::created:
      return a.newest == b.newest ? 0 : a.newest > b.newest ? -1 : 1;
    case RepositoryKey::size:
      return a.size == b.size ? 0 : a.size > b.size ? -1 : 1;
    case RepositoryKey::name:
      break;
  }
  return compare_naturally(a.name, b.name);
}

inline bool lacks_key(RepositoryKey key, const Repository& repository) noexcept {
  switch (key) {
    case RepositoryKey::created:
      return !repository.newest;
    case RepositoryKey::size:
      return false;
    case RepositoryKey::name:
      break;
  }
  return repository.name.empty();
}

/// Adds an image to a repository, but not its tags.
inline void count_image(Repository& repository, const Image& image) {
  ++repository.images;
  repository.size = capped_sum(repository.size, image.size.value_or(0));
  if (!image.created)
    return;
  repository.newest = std::max(repository.newest, image.created);  // nullopt is less than any date
  repository.oldest = std::min(repository.oldest.value_or(*image.created), *image.created);
}

}  // namespace detail

DKRLS_DECL bool RepositoryOrder::operator()(const Repository& a,
                                            const Repository& b) const noexcept {
  const bool lacks_a = detail::lacks_key(key, a);
  const bool lacks_b = detail::lacks_key(key, b);
  if (lacks_a != lacks_b)
    return lacks_b;
  const int compared = lacks_a ? 0 : detail::compare_key(key, a, b);
  if (compared != 0)
    return (compared < 0) != reversed;
  return std::pair(a.name.empty(), std::string_view(a.name)) <
         std::pair(b.name.empty(), std::string_view(b.name));
}

DKRLS_DECL void RepositorySummary::add(const Image& image) {
  references_.clear();
  append_references(image, references_);
  Entry* entry = nullptr;
  for (const Reference& reference : references_) {
    // References of the same repository are next to each other.
    if (entry == nullptr || entry->repository.name != reference.repository) {
      auto found = entries_.find(reference.repository);
      if (found == entries_.end()) {
        found = entries_.try_emplace(std::string(reference.repository)).first;
        found->second.repository.name = found->first;
      }
      entry = &found->second;
      entry->hosts.insert(image.host);
      detail::count_image(entry->repository, image);
    }
    if (!reference.tag.empty())
      ++entry->repository.tags;
  }
}

DKRLS_DECL std::vector<Repository> RepositorySummary::finish(RepositoryOrder order) {
  std::vector<Repository> repositories;
  repositories.reserve(entries_.size());
  for (auto& [name, entry] : entries_) {
    entry.repository.hosts = entry.hosts.size();
    repositories.push_back(std::move(entry.repository));
  }
  entries_.clear();
  std::sort(repositories.begin(), repositories.end(), order);
  return repositories;
}

}  // namespace dkrls
