#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/surveyed_layers.hpp"
#include "dkrls/disk_survey.hpp"

namespace dkrls::detail {

/// Tells what images are made of by looking into few of them, where the engine adds up its layers.
///
/// Images with layers in common have the lowest ones in common. How much that is of an image its
/// shared size says; how much it is of all of them together, every layer once, LayersSize says. So
/// a few images that were looked into, with their histories, show all layers that are shared once
/// these add up to that sum. Then an image whose shared size leads to one place among them stands
/// there. What else it has is its own.
class ImagePlacement {
 public:
  /// What is of interest of the images that are to be placed.
  enum class Purpose {
    each,      ///< each in its own place
    together,  ///< what they hold together: where others of them hold all that one may, any place
  };

  /// Sees what the images of a survey that were looked into tell. All images have their size and
  /// shared size, none is hidden, and they hold `layers_size` together. Those are to be placed that
  /// are `wanted`, by index. The survey must outlive this.
  ImagePlacement(const DiskSurvey& survey, std::uint64_t layers_size,
                 const std::vector<bool>& wanted, Purpose purpose);

  /// Whether all images that are wanted have their place.
  bool suffices() const noexcept { return unplaced_.empty(); }

  /// Images to be looked into next, by index: one for every shared size that leads nowhere so far,
  /// and where these are fewer than `more`, that many of those that have no place and of those that
  /// are not wanted. None where what was looked into tells nothing.
  std::vector<std::size_t> next_images(std::size_t more) const;

  /// Gives the images that are wanted, and were not looked into, their shared layers. They are to
  /// suffice.
  void place(DiskSurvey& survey) const;

 private:
  using Indexes = std::vector<std::size_t>;

  /// One of the layers that are shared, and an image that has it.
  struct Shared {
    std::size_t image;
    std::size_t depth;  ///< how many of the image's layers that is, up to this one
    bool held = false;  ///< whether one of the images that are wanted has it
  };

  bool find_shared_layers();
  void add_up(std::uint64_t layers_size);
  const Shared* place_of(std::size_t image) const;
  bool has_no_place(std::size_t image) const;
  static void append_some(const Indexes& images, std::size_t count, Indexes& some);

  const DiskSurvey& survey_;
  const std::vector<bool>& wanted_;
  Purpose purpose_;
  SurveyedLayers layers_;
  bool readable_ = false;                 // whether it is known of those which layers are shared
  bool complete_ = false;                 // whether there are no others that are shared
  std::map<std::size_t, Shared> shared_;  // by layer
  std::multimap<std::uint64_t, const Shared*> places_;  // by the bytes in the layer and below
  Indexes unplaced_;                                    // of the wanted
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/image_placement.ipp"
#endif
