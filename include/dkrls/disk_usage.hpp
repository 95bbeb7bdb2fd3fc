#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/disk/surveyed_layers.hpp"
#include "dkrls/disk_survey.hpp"
#include "dkrls/listing.hpp"

namespace dkrls {

/// Why a number of bytes is only known to be reached.
enum class Doubt {
  history,         ///< the history of an image does not tell the sizes of shared layers apart
  blobs,           ///< the store tells no sizes of the compressed layers
  unknown_size,    ///< the engine did not say how big an image is
  unknown_layers,  ///< the engine did not say what an image is made of
};

/// A number of bytes on an engine's disk, as the engine counts them.
struct DiskFigure {
  std::uint64_t bytes = 0;     ///< at most 2^64 - 1
  std::optional<Doubt> doubt;  ///< set when it is a lower bound: at least so many bytes

  bool exact() const noexcept { return !doubt; }

  friend bool operator==(const DiskFigure&, const DiskFigure&) = default;
};

/// A repository and the space its images take.
struct RepositoryUsage {
  std::string name;        ///< in familiar form; empty for the images that nothing refers to
  std::size_t images = 0;  ///< different IDs
  std::uint64_t size = 0;  ///< bytes, each image once and unknown sizes as 0; at most 2^64 - 1
  DiskFigure unique;       ///< what no image outside the repository has a share in

  friend bool operator==(const RepositoryUsage&, const RepositoryUsage&) = default;
};

/// The truth about the space that images take: who shares what, and what would really be freed. A
/// value without an engine behind it. Movable, not copyable.
///
/// A layer is kept as long as any image has it, so each figure is what the images in question hold
/// and no image that stays. Hidden images of the classic builder go with the last image that was
/// built on them. Figures are in the engine's own measure: on graph drivers the fall of LayersSize
/// in GET /system/df, to the byte.
class DiskUsage {
 public:
  explicit DiskUsage(DiskSurvey survey);
  DiskUsage(DiskUsage&&) = default;
  DiskUsage& operator=(DiskUsage&&) = default;

  const DiskSurvey& survey() const noexcept { return survey_; }

  /// The images that are listed without asking for the hidden ones of the classic builder. Valid as
  /// long as this.
  std::vector<std::reference_wrapper<const Image>> listed_images() const;

  /// Whether there is an image of this ID.
  bool knows(std::string_view id) const { return index_of(id).has_value(); }

  /// The images, in order, that go when exactly the listed rows are removed.
  ImageIndexes leaving(const Listing& listing) const;

  /// The same of unused(), dangling() and each of repositories(): what SurveyRequest::removals are
  /// when these, on_disk() and unique() are all that is wanted.
  std::vector<ImageIndexes> removals() const;

  /// What is freed by removing exactly the listed rows. An image goes only when all its references
  /// are listed, no container was made from it, and, but for podman, no image built on it stays.
  DiskFigure freed_by(const Listing& listing) const;

  /// What is freed by removing images, by their IDs, with all their references; the same rules
  /// apply. IDs of no image are ignored.
  DiskFigure freed_by(const std::vector<std::string_view>& ids) const;

  /// What only this image holds: what its removal alone would free, were no container made from it.
  /// 0 for an ID of no image.
  DiskFigure unique(std::string_view id) const;

  /// What all images hold, every layer once.
  DiskFigure on_disk() const;

  /// What is freed by removing all images that no container was made from.
  DiskFigure unused() const;

  /// What is freed by removing the images that nothing refers to and nothing was built on.
  DiskFigure dangling() const;

  /// All repositories, the one with the most unique bytes first, then by name.
  std::vector<RepositoryUsage> repositories() const;

 private:
  enum class Containers { keep, ignore };
  using Indexes = ImageIndexes;

  static constexpr std::size_t nobody = static_cast<std::size_t>(-1);

  /// Where an image stands among the others.
  struct Place {
    std::size_t parent = nobody;  ///< the image it was built on
    std::size_t children = 0;     ///< how many images were built on it
    bool dangling = false;
  };

  /// The images of a repository.
  struct Members {
    std::set<std::size_t> all;
    Indexes only;  // those that no other repository has
  };

  void find_parents();
  std::optional<std::size_t> index_of(std::string_view id) const;
  bool is_hidden(std::size_t image) const;
  Indexes fully_listed(const Listing& listing) const;
  DiskFigure freed_by(const Indexes& chosen, Containers containers) const;
  Indexes leaving(const Indexes& chosen, Containers containers) const;
  Indexes all_images() const;
  Indexes dangling_images() const;
  std::map<std::string_view, Members> members() const;
  bool tells(const Indexes& gone) const;
  std::optional<DiskFigure> told_to_be_unique(std::size_t image) const;
  std::optional<DiskFigure> told_to_be_held(const Indexes& gone) const;
  DiskFigure held_by(const Indexes& images) const;
  DiskFigure sum_of(const Indexes& images) const;
  DiskFigure held_above(std::size_t image, std::size_t layer) const;
  DiskFigure share_of_unknown(DiskFigure figure, const Indexes& images) const;

  DiskSurvey survey_;
  detail::SurveyedLayers layers_;
  std::vector<Place> places_;                                  // of the image with the same index
  std::unordered_map<std::string_view, std::size_t> indexes_;  // by ID without its algorithm
  Indexes unknown_;                                            // images whose layers are not known
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/disk_usage.ipp"
#endif
