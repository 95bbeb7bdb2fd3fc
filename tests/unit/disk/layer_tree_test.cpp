// SPDX-License-Identifier: MIT
#include <algorithm>
#include <dkrls/detail/disk/layer_tree.hpp>

#include "catch.hpp"

using dkrls::detail::ByteBounds;
using dkrls::detail::LayerTree;

namespace {

ByteBounds exactly(std::uint64_t bytes) {
  return {bytes, bytes};
}

}  // namespace

TEST_CASE("a layer holds what all chains that have it agree on") {
  LayerTree tree;
  const std::size_t layer = tree.add({"a"}, {{10, 20}});
  CHECK(tree.add({"a"}, {{15, 30}}) == layer);
  tree.settle();
  CHECK(tree.bytes_only_in({layer}) == exactly(0));
  CHECK(tree.bytes_only_in({layer, layer}) == ByteBounds{15, 20});
}

TEST_CASE("if two chains contradict each other about a layer, either may be right") {
  LayerTree tree;
  const std::size_t layer = tree.add({"a"}, {{10, 12}});
  tree.add({"a"}, {{20, 25}});
  tree.settle();
  CHECK(tree.bytes_only_in({layer, layer}) == ByteBounds{10, 25});
}

TEST_CASE("a layer on top of another one is not the same on top of nothing") {
  LayerTree tree;
  const std::size_t upper = tree.add({"a", "b"}, {exactly(1), exactly(3)});
  CHECK(tree.add({"b"}, {exactly(2)}) != upper);
  tree.settle();
  CHECK(tree.bytes_only_in({upper}) == exactly(3));
}

TEST_CASE("only layers that no other chain has are counted") {
  LayerTree tree;
  const std::size_t one = tree.add({"a", "b"}, {exactly(10), exactly(13)});
  const std::size_t two = tree.add({"a", "c"}, {exactly(10), exactly(15)});
  const std::size_t base = tree.add({"a"}, {exactly(10)});
  tree.settle();
  CHECK(tree.bytes_only_in({}) == exactly(0));
  CHECK(tree.bytes_only_in({one}) == exactly(3));
  CHECK(tree.bytes_only_in({one, two}) == exactly(8));
  CHECK(tree.bytes_only_in({base, two}) == exactly(5));
  CHECK(tree.bytes_only_in({base, two, one}) == exactly(18));
  CHECK(tree.bytes_only_in({LayerTree::ground}) == exactly(0));
}

TEST_CASE("bounds of a layer are tightened by the layers below and above it") {
  LayerTree tree;
  const std::size_t top = tree.add({"a", "b", "c"}, {{10, 50}, {0, 90}, {0, 20}});
  tree.settle();
  CHECK(tree.bytes_only_in({top}) == ByteBounds{10, 20});
  tree.add({"a", "b"}, {{0, 90}, {0, 90}});
  CHECK(tree.bytes_only_in({top}) == ByteBounds{0, 10});
}

TEST_CASE("if a layer contradicts the one below it, either may be right") {
  LayerTree tree;
  const std::size_t top = tree.add({"a", "b"}, {exactly(10), exactly(5)});
  tree.settle();
  CHECK(tree.bytes_only_in({top}) == ByteBounds{10, ByteBounds().high});
}

TEST_CASE("branches on a layer of open size hold least if it holds most") {
  LayerTree tree;
  const std::size_t one = tree.add({"a", "b"}, {{10, 30}, exactly(40)});
  const std::size_t two = tree.add({"a", "c"}, {{10, 30}, exactly(35)});
  const std::size_t base = tree.add({"a"}, {{10, 30}});
  tree.settle();
  CHECK(tree.bytes_only_in({one, two}) == ByteBounds{15, 55});
  CHECK(tree.bytes_only_in({one, two, base}) == ByteBounds{45, 65});
}

TEST_CASE("the shortest branch on a layer of open size limits it") {
  LayerTree tree;
  const std::size_t one = tree.add({"a", "b"}, {{10, 30}, exactly(40)});
  const std::size_t two = tree.add({"a", "c"}, {{10, 30}, exactly(35)});
  const std::size_t short_one = tree.add({"a", "d"}, {{10, 30}, exactly(20)});
  tree.settle();
  CHECK(tree.bytes_only_in({one, two, short_one}) == ByteBounds{55, 75});
}

TEST_CASE("the order of chains that contradict each other does not matter") {
  const std::vector<ByteBounds> reports = {{10, 12}, {20, 25}, {11, 30}};
  std::vector<std::size_t> order = {0, 1, 2};
  do {
    LayerTree tree;
    std::size_t top = 0;
    for (const std::size_t report : order)
      top = tree.add({"a"}, {reports[report]});
    tree.settle();
    CHECK(tree.bytes_only_in({top, top, top}) == ByteBounds{10, 30});
  } while (std::next_permutation(order.begin(), order.end()));
}
