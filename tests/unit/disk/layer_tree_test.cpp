#include <dkrls/detail/disk/layer_tree.hpp>

#include "catch.hpp"

using dkrls::detail::ByteBounds;
using dkrls::detail::LayerTree;

TEST_CASE("a layer holds what all images that have it agree on") {
  LayerTree tree;
  const std::size_t layer = tree.add({"a"}, {{10, 20}});
  CHECK(tree.add({"a"}, {{15, 30}}) == layer);
  CHECK(tree.images(layer) == 2);
  CHECK(tree.bounds(layer) == ByteBounds{15, 20});
}

TEST_CASE("of a layer about which images contradict each other, each may be right") {
  LayerTree tree;
  const std::size_t layer = tree.add({"a"}, {{10, 12}});
  tree.add({"a"}, {{20, 25}});
  CHECK(tree.bounds(layer) == ByteBounds{10, 25});
}

TEST_CASE("a layer on top of another one is not the same on top of nothing") {
  LayerTree tree;
  const std::size_t upper = tree.add({"a", "b"}, {{1, 1}, {2, 2}});
  CHECK(tree.add({"b"}, {{2, 2}}) != upper);
  CHECK(tree.below(tree.below(upper)) == LayerTree::ground);
}
