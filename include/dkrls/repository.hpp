#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/image.hpp"

namespace dkrls {

/// A repository and what its images add up to.
struct Repository {
  std::string name;        ///< in familiar form; empty for the images that nothing refers to
  std::size_t tags = 0;    ///< references with a tag
  std::size_t images = 0;  ///< different IDs
  std::optional<std::chrono::sys_seconds> newest;  ///< nullopt when no date is known
  std::optional<std::chrono::sys_seconds> oldest;
  std::uint64_t size = 0;  ///< bytes, each image once and unknown sizes as 0; at most 2^64 - 1

  friend bool operator==(const Repository&, const Repository&) = default;
};

/// What repositories are put in order by.
enum class RepositoryKey {
  created,  ///< the one with the newest image first
  size,     ///< biggest first
  name,     ///< in natural order: "app2" before "app10"
};

/// An order of repositories, to be used as a comparison. Repositories without a value for the key
/// are last, however the order is turned; those with the same value are in the order of their
/// names, byte by byte. Total for repositories of different names.
struct RepositoryOrder {
  RepositoryKey key = RepositoryKey::created;
  bool reversed = false;  ///< turns the order of the key's values

  /// Whether `a` is listed before `b`.
  DKRLS_DECL bool operator()(const Repository& a, const Repository& b) const noexcept;
};

/// Adds up the images of each repository while they arrive one at a time. The images that nothing
/// refers to count as one repository without a name. Every image is to be added once.
class RepositorySummary {
 public:
  /// Considers an image; nothing refers to it afterwards.
  void add(const Image& image);

  /// The repositories of all images added. Leaves the summary empty.
  std::vector<Repository> finish(RepositoryOrder order = {});

 private:
  /// Lets repositories be found by a name that is part of a longer text.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const noexcept {
      return std::hash<std::string_view>()(name);
    }
  };

  std::unordered_map<std::string, Repository, Hash, std::equal_to<>> repositories_;
  std::vector<Reference> references_;  // of the image at hand; kept for its memory
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/repository.ipp"
#endif
