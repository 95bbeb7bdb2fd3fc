// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/disk/byte_bounds.hpp"

namespace dkrls::detail {

/// The layers of all images as the store keeps them: a layer is a DiffID on top of the layers below
/// it, so two images share a layer if they share everything below it as well. Source: OCI image
/// specification, "Layer ChainID".
///
/// A layer is a number here. Number 0, the ground, is below the lowest layer of every image and
/// holds nothing.
class LayerTree {
 public:
  static constexpr std::size_t ground = 0;

  /// Adds an image's layers, the lowest first. `bounds` has for each layer the bytes that it holds
  /// together with those below it, as far as this image reports them. Returns the uppermost layer.
  std::size_t add(const std::vector<std::string>& diff_ids, const std::vector<ByteBounds>& bounds);

  /// Tightens the bounds by what the images report about each other's layers. To be called once,
  /// after the last add(). The order in which images were added does not matter.
  void settle();

  /// Returns the bytes of the layers that no chain besides these has. A chain is given by its
  /// uppermost layer, at most as often as it was added. The order does not matter. Linear in the
  /// number of their layers.
  ByteBounds bytes_only_in(const std::vector<std::size_t>& tops) const;

 private:
  struct Layer {
    std::size_t below = ground;
    std::size_t chains = 0;  // that have it
    ByteBounds bounds;       // of this layer and all below it
    ByteBounds agreed = {};  // the highest low and the lowest high that the chains report
    ByteBounds widest = {ByteBounds().high, 0};  // the lowest low and the highest high
  };

  /// Identifies a layer by the one below it and its DiffID. A lookup does not copy the DiffID.
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

  static ByteBounds narrowed(const ByteBounds& known, const ByteBounds& other);
  std::vector<std::size_t> layers_only_in(const std::vector<std::size_t>& tops) const;

  std::vector<Layer> layers_ = {{ground, 0, {0, 0}, {}, {}}};  // each behind the one below it
  std::unordered_map<Key<std::string>, std::size_t, Hash, Same> numbers_;
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/disk/layer_tree.ipp"
#endif
