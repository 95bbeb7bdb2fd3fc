// SPDX-License-Identifier: MIT
#include <dkrls/detail/disk/content_bounds.hpp>
#include <dkrls/detail/disk/shared_sizes.hpp>

#include "catch.hpp"

using dkrls::detail::ContentBounds;
using dkrls::detail::LayerChain;
using dkrls::detail::SurveyedImage;
using Bytes = std::vector<std::uint64_t>;

namespace {

LayerChain chain(const std::string& digest, std::uint64_t content,
                 std::optional<std::vector<std::string>> layers) {
  dkrls::ImageManifest manifest;
  manifest.digest = digest;
  manifest.content_size = content;
  return {.layers = std::move(layers), .manifest = manifest};
}

ContentBounds bounds_of(const std::vector<std::vector<LayerChain>>& images) {
  ContentBounds bounds;
  for (std::size_t i = 0; i < images.size(); ++i) {
    SurveyedImage surveyed{.chains = images[i]};
    surveyed.image.id = std::to_string(i);
    bounds.add(surveyed);
  }
  return bounds;
}

}  // namespace

TEST_CASE("a manifest is counted if no remaining image has one of its layers") {
  const ContentBounds bounds = bounds_of(
      {{chain("a", 10, {{"x", "y"}})}, {chain("b", 20, {{"y"}})}, {chain("c", 5, {{"z"}})}});
  CHECK(bounds.bytes_only_in({}) == Bytes{});
  CHECK(bounds.bytes_only_in({2}) == Bytes{5});
  CHECK(bounds.bytes_only_in({0}) == Bytes{0});
  CHECK(bounds.bytes_only_in({0, 2}) == Bytes{0, 5});
}

TEST_CASE("of manifests with a common layer the biggest is counted") {
  const ContentBounds bounds = bounds_of(
      {{chain("a", 10, {{"x", "y"}})}, {chain("b", 20, {{"y"}})}, {chain("c", 5, {{"x"}})}});
  CHECK(bounds.bytes_only_in({0, 1, 2}) == Bytes{0, 20, 5});
  CHECK(bounds.bytes_only_in({2, 1, 0}) == Bytes{5, 20, 0});
}

TEST_CASE("an image has the contents of all its platforms, and one twice only once") {
  const LayerChain common = chain("a", 10, {{"x"}});
  const ContentBounds bounds = bounds_of({{common, chain("b", 7, {{"y"}})}, {common}});
  CHECK(bounds.bytes_only_in({0}) == Bytes{7});
  CHECK(bounds.bytes_only_in({1}) == Bytes{0});
  CHECK(bounds.bytes_only_in({0, 1}) == Bytes{17, 0});
}

TEST_CASE("a manifest with a repeated layer is not counted: its content size has the layer twice") {
  CHECK(bounds_of({{chain("a", 10, {{"x", "x"}})}}).bytes_only_in({0}) == Bytes{0});
}

TEST_CASE("empty layers are not counted, and make no two manifests share a layer") {
  const std::string empty(dkrls::detail::empty_layer);
  const std::uint64_t most = dkrls::detail::most_bytes_of_empty_layer;
  const ContentBounds bounds =
      bounds_of({{chain("a", 10 + 2 * most, {{"x", empty, empty}})}, {chain("b", 5, {{empty}})}});
  CHECK(bounds.bytes_only_in({0}) == Bytes{10});
  CHECK(bounds.bytes_only_in({1}) == Bytes{0});
}

TEST_CASE("a manifest without layers is not counted: its configuration may be anywhere") {
  CHECK(bounds_of({{chain("a", 10, {{}})}}).bytes_only_in({0}) == Bytes{0});
}

TEST_CASE("nothing is counted if a remaining image has content of an unknown kind") {
  ContentBounds bounds = bounds_of({{chain("a", 10, {{"x"}})}});
  SurveyedImage other;
  other.image.manifests = {{.kind = dkrls::ImageManifest::Kind::attestation, .content_size = 5}};
  bounds.add(other);
  CHECK(bounds.bytes_only_in({0}) == Bytes{10});
  other.image.manifests = {{.kind = dkrls::ImageManifest::Kind::unknown, .content_size = 5}};
  bounds.add(other);
  CHECK(bounds.bytes_only_in({0}) == Bytes{0});
  CHECK(bounds.bytes_only_in({0, 2}) == Bytes{10, 0});
}

TEST_CASE("nothing is counted if the layers of a remaining image are unknown") {
  const ContentBounds bounds =
      bounds_of({{chain("a", 10, {{"x"}})}, {chain("b", 20, std::nullopt)}, {LayerChain()}});
  CHECK(bounds.bytes_only_in({0}) == Bytes{0});
  CHECK(bounds.bytes_only_in({0, 1}) == Bytes{0, 0});
  CHECK(bounds.bytes_only_in({0, 1, 2}) == Bytes{10, 0, 0});
}
