// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/disk/disk_survey.hpp"

namespace dkrls::detail {

/// The content of images on containerd's store: manifests, configurations and compressed layers.
/// The engine reports its size for each manifest as a whole. A compressed layer has one DiffID, so
/// two manifests without a common DiffID have no compressed layer in common.
class ContentBounds {
 public:
  /// Adds the next image of a survey.
  void add(const SurveyedImage& surveyed);

  /// Returns for each of these images bytes of its content that no image outside the set has.
  /// Counts content that several of them share for one of them only. The images are given by their
  /// indexes, none twice. Neither the order of the list nor theirs matters. Linear in the number of
  /// their layers, but for a sort.
  ///
  /// Goes through the manifests from the biggest to the smallest. Counts one as a whole if it has
  /// no DiffID in common with a remaining image or with a manifest that was counted before.
  std::vector<std::uint64_t> bytes_only_in(const std::vector<std::size_t>& images) const;

 private:
  struct Content {
    std::uint64_t bytes = 0;
    std::string digest;
    std::vector<std::size_t> diff_ids;  // numbers, each once, without that of the empty layer
  };

  struct ImageContents {
    std::string id;
    std::vector<Content> contents;
    bool complete = true;  // false if there may be other compressed layers
  };

  std::vector<ImageContents> images_;
  std::size_t incomplete_ = 0;  // images
  std::unordered_map<std::string, std::size_t> numbers_;
  std::vector<std::size_t> uses_;  // of the DiffID with this number, by manifests
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/disk/content_bounds.ipp"
#endif
