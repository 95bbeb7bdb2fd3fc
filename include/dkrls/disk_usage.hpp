// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/disk/byte_bounds.hpp"
#include "dkrls/detail/disk/content_bounds.hpp"
#include "dkrls/detail/disk/disk_survey.hpp"
#include "dkrls/detail/disk/layer_tree.hpp"
#include "dkrls/image.hpp"
#include "dkrls/listing.hpp"

namespace dkrls {

/// Why a byte count is only a lower bound.
enum class LowerBoundReason {
  history,             ///< an image's history does not show the sizes of the layers that it shares
  blobs,               ///< the store does not report the sizes of compressed layers one by one
  unknown_size,        ///< the engine did not report an image's size
  unknown_layers,      ///< the engine did not report an image's layers
  unknown_containers,  ///< the engine did not report its containers: nothing is known, 0 bytes
};

/// A byte count on an engine's disk, as the engine counts.
struct Figure {
  std::uint64_t bytes = 0;                 ///< at most 2^64 - 1
  std::optional<LowerBoundReason> reason;  ///< set if `bytes` is a lower bound

  /// False for a lower bound.
  bool exact() const noexcept { return !reason; }

  friend bool operator==(const Figure&, const Figure&) = default;
};

/// Appends "133MB", ">=133MB" for a lower bound, or "N/A" if nothing is known because the engine
/// did not report its containers; see append_byte_size() for the digits.
DKRLS_DECL void append_figure(std::string& out, const Figure& figure, int digits = 3);

/// Returns the text of append_figure().
DKRLS_DECL std::string format_figure(const Figure& figure, int digits = 3);

/// Prints the text of append_figure().
DKRLS_DECL std::ostream& operator<<(std::ostream& out, const Figure& figure);

/// Adds byte counts of different disks. The sum is a lower bound if one of them is.
DKRLS_DECL Figure operator+(const Figure& a, const Figure& b) noexcept;

/// A repository and the space that its images take.
struct RepositoryUsage {
  std::string name;        ///< in familiar form; empty for the dangling images
  std::size_t images = 0;  ///< different IDs
  std::uint64_t size = 0;  ///< bytes, each image once and unknown sizes as 0; at most 2^64 - 1
  Figure unique;           ///< bytes that no image outside the repository shares

  friend bool operator==(const RepositoryUsage&, const RepositoryUsage&) = default;
};

/// The options of DockerClient::disk_usage().
struct DiskUsageRequest {
  /// Whether images() has the intermediate images, too.
  bool intermediate = false;

  /// Whether images() has labels.
  bool labels = false;

  /// Whether images() has what platforms_of() needs.
  bool platforms = false;

  /// Whether images() has Image::tagged.
  bool tagged = false;

  /// Whether to ask for shared_build_cache(). Engines before API 1.42 report it only along with the
  /// sizes of all containers and volumes, which may take longer than everything else.
  bool build_cache = false;

  /// Whether to ask for layers_size(), on containerd's store only.
  bool layers_size = false;

  /// Whether it is an error if the engine refuses to list its containers. Otherwise
  /// Image::containers and the byte counts that depend on them stay unknown, and a warning is
  /// logged.
  bool containers_required = false;

  /// Set if unique() is the only byte count that is wanted. If the list of images has it already,
  /// images are not inspected, and every other byte count is a lower bound of 0.
  bool only_unique = false;

  /// Called after each inspected image; may be empty.
  InspectionProgress progress = {};
};

/// The disk space of images: which layers they share, and how many bytes their removal frees. It is
/// a value and needs no engine; DockerClient::disk_usage() makes it.
///
/// A layer stays on the disk as long as one remaining image has it. An intermediate image is
/// removed with the last image that was built on it. Bytes are counted as the engine counts them:
/// on a graph driver, LayersSize of GET /system/df falls by exactly the bytes of freed_by().
///
/// *Errors:* none. What the engine did not report makes a byte count a lower bound.
/// *Lifetime:* nothing that is returned refers to it.
/// *Threads:* const functions may run at the same time.
class DiskUsage {
 public:
  /// Without a survey it has no images. DockerClient makes the others.
  explicit DiskUsage(detail::DiskSurvey survey = {});

  /// The images that an engine lists, in its order.
  std::vector<Image> images() const;

  /// Bytes of the build cache that images share, as far as the engine was asked and reported them.
  /// After images are removed, at most so many of the freed bytes stay on the disk as build cache.
  std::optional<std::uint64_t> shared_build_cache() const { return survey_.shared_build_cache; }

  /// Bytes of all images as an engine with containerd's store counts them itself, at a moment of
  /// its own; nullopt if it was not asked or did not report them. No byte count is computed from
  /// it.
  std::optional<std::uint64_t> layers_size() const { return survey_.layers_size; }

  /// Bytes freed by removing exactly the listed rows; rows of other hosts change nothing. An image
  /// is removed only if all its references are listed, no container uses it, and, except on podman,
  /// no remaining image was built on it.
  Figure freed_by(const Listing& listing) const;

  /// Bytes freed by removing images with all their references, given by their IDs; the same rules
  /// apply. IDs of no image are ignored.
  Figure freed_by(const std::vector<std::string_view>& ids) const;

  /// Bytes that only this image holds: those that its removal alone would free if no container used
  /// it. 0 for the ID of no image.
  Figure unique(std::string_view id) const;

  /// The same for the image of a row; nullopt for an image that is not on this disk.
  std::optional<Figure> unique(const Row& row) const;

  /// Bytes that all images hold, every layer once.
  Figure on_disk() const;

  /// Bytes freed by removing all images that no container uses.
  Figure unused() const;

  /// Bytes freed by removing all dangling images, see is_dangling(), but for intermediate ones.
  Figure dangling() const;

  /// All repositories, the one with the most unique bytes first, then by name.
  std::vector<RepositoryUsage> repositories() const;

 private:
  using Indexes = std::vector<std::size_t>;

  enum class Containers { keep, ignore };

  static constexpr std::size_t nobody = static_cast<std::size_t>(-1);

  /// The image that an image was built on, and how many were built on it.
  struct Family {
    std::size_t parent = nobody;
    std::size_t children = 0;
  };

  /// The images of a repository.
  struct Members {
    std::set<std::size_t> all;
    Indexes only;  // images that are in no other repository
  };

  /// Images with unknown layers. Each may share any layer of the others, up to so many bytes.
  struct UnknownImages {
    std::size_t count = 0;
    std::size_t unlimited = 0;
    std::uint64_t bytes = 0;
  };

  void add_layers(const detail::SurveyedImage& surveyed);
  void add_unknown(std::optional<std::uint64_t> bytes);
  void find_parents();
  std::optional<std::size_t> index_of(std::string_view id) const;
  Indexes fully_listed(const Listing& listing) const;
  Figure freed_by(const Indexes& chosen, Containers containers) const;
  Indexes removed_with(const Indexes& chosen, Containers containers) const;
  Figure bytes_only_in(const Indexes& images) const;
  Figure subtract_unknown(Figure figure, const UnknownImages& remaining) const;
  Figure with_content(Figure unpacked, const Indexes& images) const;
  std::uint64_t content_only_in(std::size_t image) const;
  Indexes all_images() const;
  std::map<std::string, Members> repository_members() const;

  detail::DiskSurvey survey_;
  std::unordered_map<std::string, std::size_t> indexes_;  // by ID without its algorithm
  // Each of these has an element for each image.
  std::vector<bool> intermediate_;
  std::vector<Family> families_;
  std::vector<Indexes> tops_;  // the uppermost layer of each chain
  std::vector<std::optional<std::uint64_t>> unknown_bytes_;
  std::vector<detail::ByteBounds> listed_unique_;
  detail::LayerTree tree_;
  detail::ContentBounds contents_;  // of containerd's store
  UnknownImages unknown_;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/disk_usage.ipp"
#endif
