// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/image.hpp"

namespace dkrls {

/// A repository and the totals of its images.
struct Repository {
  std::string name;                                ///< in familiar form; empty for dangling images
  std::size_t tags = 0;                            ///< references with a tag, of all hosts
  std::size_t images = 0;                          ///< different IDs of each host
  std::optional<std::chrono::sys_seconds> newest;  ///< nullopt if no date is known
  std::optional<std::chrono::sys_seconds> oldest;  ///< nullopt if no date is known
  std::uint64_t size = 0;  ///< bytes, each image once a host, unknown sizes as 0; at most 2^64 - 1
  std::size_t hosts = 1;   ///< hosts that have images of it

  friend bool operator==(const Repository&, const Repository&) = default;
};

/// The keys by which repositories can be sorted.
enum class RepositoryKey {
  created,  ///< the one with the newest image first
  size,     ///< biggest first
  name,     ///< in natural order: "app2" before "app10"
};

/// A comparison of repositories. Repositories without a value for the key come last, even in
/// reverse order. Repositories with the same value are sorted by name, byte by byte. The order is
/// total if all names differ.
struct RepositoryOrder {
  RepositoryKey key = RepositoryKey::created;  ///< what decides
  bool reversed = false;                       ///< reverses the order of the key's values

  /// True if `a` comes before `b`.
  DKRLS_DECL bool operator()(const Repository& a, const Repository& b) const noexcept;
};

/// Adds up the images of each repository, one image at a time. Dangling images count as one
/// repository without a name. An image on several hosts counts on each of them.
///
/// *Threads:* one at a time.
class RepositorySummary {
 public:
  /// Adds an image. Add each image of a host once.
  /// *Lifetime:* keeps no reference to it.
  void add(const Image& image);

  /// Returns the repositories of all added images. Leaves the summary empty.
  std::vector<Repository> finish(RepositoryOrder order = {});

 private:
  /// Hashes string views, so that a lookup needs no copy of the name.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const noexcept {
      return std::hash<std::string_view>()(name);
    }
  };

  struct Entry {
    Repository repository;
    std::unordered_set<std::string> hosts = {};
  };

  std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries_;
  std::vector<Reference> references_;  // of the current image; a member to reuse its memory
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/repository.ipp"
#endif
