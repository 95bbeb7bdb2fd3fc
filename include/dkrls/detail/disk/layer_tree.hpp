#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/disk/layer_bounds.hpp"

namespace dkrls::detail {

/// The layers of all images as the store keeps them: a layer is a DiffID on top of the layers below
/// it, so images share a layer when they share everything below it as well. Source: OCI image
/// specification, "Layer ChainID".
///
/// A layer is named by its number here; number 0 is what all images stand on and holds nothing.
class LayerTree {
 public:
  static constexpr std::size_t ground = 0;

  /// Adds an image's layers, the lowest first, and what each holds together with those below it, as
  /// far as that image tells. Returns the uppermost one.
  std::size_t add(const std::vector<std::string>& diff_ids, const std::vector<ByteBounds>& bounds);

  /// Tightens the bounds by what the images tell about each other's layers. To be called once, when
  /// all images are there.
  void settle();

  /// The layer below; of the ground itself the ground.
  std::size_t below(std::size_t layer) const { return layers_[layer].below; }

  /// How many images have the layer.
  std::size_t images(std::size_t layer) const { return layers_[layer].images; }

  /// What a layer and all below it hold.
  const ByteBounds& bounds(std::size_t layer) const { return layers_[layer].bounds; }

 private:
  struct Layer {
    std::size_t below = ground;
    std::size_t images = 0;
    ByteBounds bounds;
  };

  /// A layer by what makes it one; looked up without a copy of its DiffID.
  template <class Text>
  struct Key {
    std::size_t below;
    Text diff_id;
  };

  struct Hash {
    using is_transparent = void;

    template <class Text>
    std::size_t operator()(const Key<Text>& key) const noexcept {
      return std::hash<std::string_view>()(key.diff_id) + key.below;
    }
  };

  struct Same {
    using is_transparent = void;

    template <class A, class B>
    bool operator()(const Key<A>& a, const Key<B>& b) const noexcept {
      return a.below == b.below && a.diff_id == b.diff_id;
    }
  };

  void narrow(std::size_t layer, const ByteBounds& bounds);

  std::vector<Layer> layers_ = {{ground, 0, {0, 0}}};  // each behind the one below it
  std::unordered_map<Key<std::string>, std::size_t, Hash, Same> numbers_;
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/disk/layer_tree.ipp"
#endif
