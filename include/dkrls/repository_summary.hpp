#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/image.hpp"
#include "dkrls/repository.hpp"

namespace dkrls {

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
#include "dkrls/impl/repository_summary.ipp"
#endif
