#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/disk/disk_survey.hpp"

namespace dkrls::detail {

/// The contents of images on containerd's store: manifests, configurations and compressed layers,
/// as far as layers show which of them images share. The engine reports their sizes for a whole
/// manifest only.
class ContentBounds {
 public:
  /// Adds the next image of a survey.
  void add(const SurveyedImage& surveyed);

  /// For each of certain images, given by their indexes and none twice, bytes that no other image
  /// has; the same bytes are not counted for two images. Independent of the order of the list.
  /// Linear in the number of their layers, but for a sort.
  ///
  /// A compressed layer is in two images only if both have its DiffID. So a manifest that has no
  /// DiffID in common with a remaining image, nor with a manifest counted before, is counted as a
  /// whole. The biggest come first.
  std::vector<std::uint64_t> bytes_only_in(const std::vector<std::size_t>& images) const;

 private:
  using DiffIds = std::vector<std::size_t>;  // numbers, each once

  struct Content {
    std::uint64_t bytes = 0;
    std::string digest;
    DiffIds diff_ids;
  };

  struct ImageContents {
    std::string id;
    std::vector<Content> contents;
    bool unknown = false;  // the layers of one are unknown
  };

  std::vector<ImageContents> images_;
  std::size_t unknown_ = 0;  // images
  std::unordered_map<std::string, std::size_t> numbers_;
  std::vector<std::size_t> uses_;  // of the DiffID with this number, by manifests
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/disk/content_bounds.ipp"
#endif
