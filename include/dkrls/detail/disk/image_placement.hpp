#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/disk/surveyed_layers.hpp"
#include "dkrls/disk_survey.hpp"

namespace dkrls::detail {

/// Tells what images are made of by looking into few of them, where the engine adds up its layers.
///
/// Images with layers in common have the lowest ones in common. How much that is of an image its
/// shared size says; how much it is of all of them together, every layer once, LayersSize says. So
/// a few images that were looked into, with their histories, show all layers that are shared once
/// these add up to that sum. Then an image whose shared size leads to one place among them stands
/// there. What else it has is its own.
///
/// Where a shared size leads to several places, the image may stand in any of them if that makes no
/// difference: in each removal of interest in which it stays, another image stays as well that has
/// the layers of that place.
class ImagePlacement {
 public:
  /// Sees what the images of a survey that were looked into tell. All images have their size and
  /// shared size, none is hidden, and they hold `layers_size` together. Those are to be placed that
  /// are `wanted`, by index: they must be all that stay in any of `removals`. The survey and what
  /// is wanted must outlive this.
  ImagePlacement(const DiskSurvey& survey, std::uint64_t layers_size,
                 const std::vector<bool>& wanted, const std::vector<ImageIndexes>& removals);

  /// Whether all images that are wanted have their place.
  bool suffices() const noexcept { return unplaced_.empty(); }

  /// Images to be looked into next: one for every shared size that leads nowhere so far, but at
  /// most `most` of these; and where they are fewer than `more`, that many of those that have no
  /// place, and a quarter as many of those that are not wanted. None where what was looked into
  /// tells nothing.
  ImageIndexes next_images(std::size_t more, std::size_t most) const;

  /// Gives the images that are wanted, and were not looked into, their shared layers. They are to
  /// suffice.
  void place(DiskSurvey& survey) const;

 private:
  using Indexes = ImageIndexes;

  /// One of the layers that are shared, and an image that has it.
  struct Shared {
    std::size_t layer;
    std::size_t image;
    std::size_t depth;   ///< how many of the image's layers that is, up to this one
    Indexes freed_with;  ///< the removals in which all images go that were seen to have it
  };

  bool find_shared_layers();
  void add_up(std::uint64_t layers_size);
  const Shared* place_of(std::size_t image) const;
  bool has_no_place(std::size_t image) const;
  std::vector<HistoryStep> steps_of(const Shared& shared) const;
  void append_some(Indexes images, std::size_t count, Indexes& some) const;

  const DiskSurvey& survey_;
  const std::vector<bool>& wanted_;
  std::vector<Indexes> goes_with_;  // the removals in which an image goes, by image
  SurveyedLayers layers_;
  bool readable_ = false;                 // whether it is known of those which layers are shared
  bool complete_ = false;                 // whether there are no others that are shared
  std::map<std::size_t, Shared> shared_;  // by layer
  std::multimap<std::uint64_t, const Shared*> places_;  // by the bytes in the layer and below
  Indexes unplaced_;                                    // of the wanted
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/disk/image_placement.ipp"
#endif
