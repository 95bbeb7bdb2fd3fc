// SPDX-License-Identifier: MIT
#include <dkrls/detail/disk/layer_bounds.hpp>
#include <dkrls/detail/engine_json/layer_parser.hpp>

#include "catch.hpp"

using dkrls::detail::ByteBounds;
using dkrls::detail::HistoryStep;
using dkrls::detail::layer_bounds;
using dkrls::detail::LayerStore;
using dkrls::detail::only_changes_settings;

namespace {

using Bounds = std::vector<ByteBounds>;
using History = std::vector<HistoryStep>;

constexpr auto whole_range = ByteBounds().high;
constexpr HistoryStep setting = {0, false};
constexpr HistoryStep nothing = {0, true};
const std::string empty_layer =
    "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";

ByteBounds exactly(std::uint64_t bytes) {
  return {bytes, bytes};
}

Bounds bounds_in(LayerStore store, std::vector<std::string> layers,
                 std::optional<std::uint64_t> size, std::optional<History> history) {
  return layer_bounds({.layers = std::move(layers), .history = std::move(history)}, store, size);
}

Bounds bounds_of(std::vector<std::string> layers, std::optional<std::uint64_t> size,
                 std::optional<History> history) {
  return bounds_in(LayerStore::graph_driver, std::move(layers), size, std::move(history));
}

}  // namespace

TEST_CASE("each layer has a step with its size") {
  CHECK(bounds_of({"a", "b", "c"}, 60, History{{10}, setting, {20}, {30}, nothing}) ==
        Bounds{exactly(10), exactly(30), exactly(60)});
}

TEST_CASE("an image without layers has no bounds, nor has one whose layers are not known") {
  CHECK(bounds_of({}, 0, History{setting}).empty());
  CHECK(layer_bounds({.history = History{{10}}}, LayerStore::graph_driver, 10).empty());
}

TEST_CASE("an empty layer is where the words leave one step for it") {
  CHECK(bounds_of({"a", "b", "c"}, 30, History{{10}, setting, nothing, {20}, setting}) ==
        Bounds{exactly(10), exactly(10), exactly(30)});
}

TEST_CASE("an empty layer may be at any of several steps of size 0") {
  CHECK(bounds_of({"a", "b", "c"}, 30, History{{10}, nothing, {20}, nothing}) ==
        Bounds{exactly(10), {10, 30}, exactly(30)});
  CHECK(bounds_of({"a", "b", "c"}, 30, History{nothing, {10}, {20}, nothing}) ==
        Bounds{{0, 10}, {10, 30}, exactly(30)});
  CHECK(bounds_of({"a", "b", "c", "d"}, 30, History{nothing, {10}, nothing, nothing, {20}}) ==
        Bounds{{0, 10}, {10, 10}, {10, 10}, exactly(30)});
}

TEST_CASE("words are not believed when they leave too few steps for the layers") {
  CHECK(bounds_of({"a", "b"}, 10, History{{10}, setting}) == Bounds{exactly(10), exactly(10)});
  CHECK(bounds_of({"a", "b"}, 10, History{setting, {10}}) == Bounds{{0, 10}, exactly(10)});
}

TEST_CASE("the digest of an empty layer says where it is") {
  CHECK(bounds_of({"a", empty_layer, "c"}, 30, History{{10}, nothing, {20}, nothing}) ==
        Bounds{exactly(10), exactly(10), exactly(30)});
  CHECK(bounds_of({empty_layer, "b"}, 20, History{nothing, nothing, {20}}) ==
        Bounds{exactly(0), exactly(20)});
  CHECK(bounds_of({empty_layer}, 0, History{nothing}) == Bounds{exactly(0)});
}

TEST_CASE("what a short history does not account for is in the uppermost layers") {
  CHECK(bounds_of({"a", "b"}, 30, History{{10}}) == Bounds{exactly(10), exactly(30)});
  CHECK(bounds_of({"a", "b"}, 30, History{}) == Bounds{{0, 30}, exactly(30)});
  CHECK(bounds_of({"a", "b", "c"}, 30, History{{10}}) ==
        Bounds{exactly(10), {10, 30}, exactly(30)});
  CHECK(bounds_of({"a", "b", "c"}, 30, History{{10}, nothing}) ==
        Bounds{exactly(10), {10, 30}, exactly(30)});
  CHECK(bounds_of({"a", "b", "c"}, 30, History{nothing, {10}}) ==
        Bounds{{0, 10}, {10, 30}, exactly(30)});
  CHECK(bounds_of({"a", "b"}, 10, History{{10}}) == Bounds{exactly(10), exactly(10)});
}

TEST_CASE("a history that contradicts the layers or the size says nothing") {
  const Bounds unknown = {{0, 30}, exactly(30)};
  CHECK(bounds_of({"a", "b"}, 30, std::nullopt) == unknown);
  CHECK(bounds_of({"a", "b"}, 30, History{{10}, {10}, {10}}) == unknown);
  CHECK(bounds_of({"a", "b"}, 30, History{{10}, {30}}) == unknown);
  CHECK(bounds_of({"a", "b"}, 30, History{{10}, {10}}) == unknown);
  CHECK(bounds_of({"a", "b"}, 30, History{{whole_range}, {31}}) == unknown);
}

TEST_CASE("without the size of the image, only a history without doubt is believed") {
  CHECK(bounds_of({"a", "b"}, std::nullopt, History{{10}, setting, {20}}) ==
        Bounds{exactly(10), exactly(30)});
  CHECK(bounds_of({"a", "b"}, std::nullopt, History{{10}, nothing}) ==
        Bounds{ByteBounds(), ByteBounds()});
}

TEST_CASE("other stores count more than layers, and no layer as 0") {
  for (const LayerStore store : {LayerStore::containerd, LayerStore::podman}) {
    const std::uint64_t most = store == LayerStore::podman ? 40 : whole_range;
    CHECK(bounds_in(store, {"a", "b"}, 40, History{{10}, setting, {20}}) ==
          Bounds{exactly(10), exactly(30)});
    CHECK(bounds_in(store, {"a", "b"}, 40, History{{10}}) == Bounds{{0, most}, {0, most}});
    CHECK(bounds_in(store, {"a", "b"}, 40, std::nullopt) == Bounds{{0, most}, {0, most}});
    CHECK(bounds_in(store, {empty_layer}, 40, History{{10}}) == Bounds{exactly(10)});
  }
}

namespace {

Bounds bounds_in_manifest(std::uint64_t unpacked_size, std::vector<std::string> layers,
                          std::optional<History> history) {
  return layer_bounds({.layers = std::move(layers),
                       .history = std::move(history),
                       .manifest = dkrls::ImageManifest{.unpacked_size = unpacked_size}},
                      LayerStore::containerd, 1000);
}

}  // namespace

TEST_CASE("a manifest reports what all its unpacked layers hold") {
  CHECK(bounds_in_manifest(30, {"a", "b"}, History{{10}, setting, {20}}) ==
        Bounds{exactly(10), exactly(30)});
  CHECK(bounds_in_manifest(30, {"a", "b"}, History{{10}}) == Bounds{exactly(10), exactly(30)});
  CHECK(bounds_in_manifest(30, {"a", "b"}, std::nullopt) == Bounds{{0, 30}, exactly(30)});
  CHECK(bounds_in_manifest(30, {"a", empty_layer}, History{{10}, {20}}) ==
        Bounds{exactly(10), exactly(30)});
}

TEST_CASE("nothing is known of packed layers, also if the history has some of their sizes") {
  CHECK(bounds_in_manifest(0, {"a", "b"}, History{{10}, {20}}) ==
        Bounds{ByteBounds(), ByteBounds()});
}

TEST_CASE("settings are known by how builders write them down") {
  for (const char* const text :
       {"ENV A=b", "CMD [\"sh\"]", "/bin/sh -c #(nop)  ENTRYPOINT [\"x\"]", "USER"}) {
    CAPTURE(text);
    CHECK(only_changes_settings(text));
  }
  for (const char* const text :
       {"", "   ", "COPY a /", "/bin/sh -c apt-get update", "RUN /bin/sh -c ENV", "ENVIRONMENT",
        "/bin/sh -c #(nop) ADD file:1 in / ", "/bin/sh -c #(nop)", "WORKDIR /",
        "/bin/sh -c #(nop) WORKDIR /app", "bazel build ..."}) {
    CAPTURE(text);
    CHECK_FALSE(only_changes_settings(text));
  }
}
