// SPDX-License-Identifier: MIT
#include <dkrls/detail/disk/shared_sizes.hpp>

#include "builders.hpp"
#include "catch.hpp"
#include "survey_family.hpp"

using dkrls::ImageManifest;
using dkrls::detail::ByteBounds;
using dkrls::detail::DiskSurvey;
using dkrls::detail::LayerStore;
using dkrls::detail::listed_unique;
using dkrls::detail::repeated_bytes;
using dkrls::detail::shared_sizes_are_exact;
using dkrls::detail::SurveyedImage;
using dkrls_test::add;
using dkrls_test::family;
using dkrls_test::Texts;

TEST_CASE("shared sizes are exact on a graph driver without intermediate images") {
  DiskSurvey survey = family();
  CHECK_FALSE(shared_sizes_are_exact(survey));
  survey.images.erase(survey.images.begin() + 1);
  CHECK(shared_sizes_are_exact(survey));
  CHECK(shared_sizes_are_exact({}));

  for (const LayerStore store : {LayerStore::containerd, LayerStore::podman}) {
    DiskSurvey other = survey;
    other.store = store;
    CHECK_FALSE(shared_sizes_are_exact(other));
  }
  for (const auto& spoil :
       std::vector<void (*)(dkrls::Image&)>{[](dkrls::Image& image) { image.size.reset(); },
                                            [](dkrls::Image& image) { image.shared_size.reset(); },
                                            [](dkrls::Image& image) { image.shared_size = 11; }}) {
    DiskSurvey other = survey;
    spoil(other.images[1].image);
    CHECK_FALSE(shared_sizes_are_exact(other));
  }
}

namespace {

constexpr ByteBounds unknown;

/// An image for so many platforms with these layers, each unpacked: 100 bytes, of which 70 are
/// shared, and an index of 5.
SurveyedImage for_platforms(std::size_t count, const Texts& layers = {"a", "b"}) {
  SurveyedImage surveyed;
  surveyed.image = dkrls_test::named({"app:1"});
  surveyed.image.id = "sha256:app";
  surveyed.image.size = 100;
  surveyed.image.shared_size = 70;
  surveyed.image.index_size = 5;
  for (std::size_t i = 0; i < count; ++i)
    surveyed.image.manifests.push_back({.kind = ImageManifest::Kind::image,
                                        .available = true,
                                        .platform = {.os = "linux", .architecture = "amd64"},
                                        .content_size = 1,
                                        .unpacked_size = layers.empty() ? 0U : 10U});
  surveyed.image.manifests.push_back(
      {.kind = ImageManifest::Kind::attestation, .available = true, .content_size = 1});
  surveyed.image.manifests.push_back({.kind = ImageManifest::Kind::image});  // without content
  surveyed.chains = dkrls::detail::chains_of(surveyed.image);
  for (auto& chain : surveyed.chains)
    chain.layers = layers;
  return surveyed;
}

std::vector<ByteBounds> unique_of(std::vector<SurveyedImage> images) {
  DiskSurvey survey;
  survey.store = LayerStore::containerd;
  survey.shares_blobs = true;
  survey.images = std::move(images);
  return listed_unique(survey);
}

ByteBounds unique_of(SurveyedImage surveyed) {
  return unique_of(std::vector{std::move(surveyed)})[0];
}

/// Another image, for one platform.
SurveyedImage other(const Texts& layers, std::uint64_t unpacked_size,
                    const std::string& architecture = "amd64") {
  SurveyedImage surveyed = for_platforms(1, layers);
  surveyed.image.id = "sha256:other";
  surveyed.chains[0].manifest->unpacked_size = unpacked_size;
  surveyed.chains[0].manifest->platform.architecture = architecture;
  return surveyed;
}

}  // namespace

TEST_CASE("shared sizes of containerd's store are exact for an unpacked image of one platform") {
  CHECK(unique_of(for_platforms(1)) == ByteBounds{35, 35});
  CHECK(unique_of(for_platforms(1, {})) == ByteBounds{35, 35});
  CHECK(unique_of(for_platforms(0)) == ByteBounds{35, 35});
  CHECK(unique_of(for_platforms(2)) == unknown);
  SurveyedImage manifest = for_platforms(1);
  manifest.image.index_size.reset();
  CHECK(unique_of(manifest) == ByteBounds{30, 30});
}

TEST_CASE(
    "shared sizes before API 1.55 do not count compressed layers, and those of others differ") {
  DiskSurvey survey;
  survey.images = {for_platforms(1)};
  survey.store = LayerStore::containerd;
  CHECK(listed_unique(survey)[0] == unknown);
  survey.shares_blobs = true;
  CHECK(listed_unique(survey)[0].exact());
  survey.store = LayerStore::graph_driver;
  CHECK(listed_unique(survey)[0] == unknown);
}

TEST_CASE("an image whose sizes are not reported or do not fit has no listed unique bytes") {
  for (const auto& spoil :
       std::vector<void (*)(SurveyedImage&)>{[](SurveyedImage& each) { each.image.size.reset(); },
                                             [](auto& each) { each.image.shared_size.reset(); },
                                             [](auto& each) { each.image.shared_size = 101; },
                                             [](auto& each) { each.image.manifests.clear(); },
                                             [](auto& each) { each.chains[0].layers.reset(); }}) {
    SurveyedImage surveyed = for_platforms(1);
    spoil(surveyed);
    CHECK(unique_of(surveyed) == unknown);
  }
}

TEST_CASE("content that two manifests may have in common is counted twice: nothing is known") {
  SurveyedImage surveyed = for_platforms(1);
  surveyed.image.manifests.push_back(surveyed.image.manifests[1]);
  CHECK(unique_of(surveyed) == unknown);
  surveyed = for_platforms(1);
  surveyed.image.manifests.push_back({.content_size = 1});  // of an unknown kind
  CHECK(unique_of(surveyed) == unknown);
}

TEST_CASE("a compressed layer that a manifest lists twice is counted twice") {
  const std::string empty(dkrls::detail::empty_layer);
  CHECK(repeated_bytes({}) == 0U);
  CHECK(repeated_bytes({"a", empty, "b"}) == 0U);
  CHECK(repeated_bytes({empty, "a", empty, empty}) == 2 * dkrls::detail::most_bytes_of_empty_layer);
  CHECK_FALSE(repeated_bytes({"a", "b", "a"}));

  CHECK(unique_of(for_platforms(1, {"a", "a"})) == unknown);
  SurveyedImage twice_empty = for_platforms(1, {empty, "a", empty});
  CHECK(unique_of(twice_empty) == ByteBounds{0, unknown.high});
  twice_empty.image.size = 10'000;
  CHECK(unique_of(twice_empty) == ByteBounds{9'935 - 2'048, unknown.high});
}

TEST_CASE("a layer of a packed chain or another platform makes a shared size a lower bound") {
  const auto exact = [](const SurveyedImage& beside) {
    const std::vector<ByteBounds> unique = unique_of(std::vector{for_platforms(1), beside});
    CHECK(unique[0].low == 35);
    return unique[0].exact();
  };
  CHECK(exact(other({"a", "c"}, 10)));
  CHECK(exact(other({"b"}, 0)));
  CHECK(exact(other({}, 0)));
  CHECK_FALSE(exact(other({"a", "c"}, 0)));
  CHECK_FALSE(exact(other({"a", "c"}, 10, "arm64")));
  SurveyedImage unknown_layers = other({}, 10);
  unknown_layers.chains[0].layers.reset();
  CHECK_FALSE(exact(unknown_layers));

  CHECK(unique_of(other({"a"}, 0)) == ByteBounds{35, unknown.high});
}

TEST_CASE("parents, and children of intermediate images, make a shared size a lower bound") {
  DiskSurvey survey = family();
  std::vector<SurveyedImage> images;
  for (const SurveyedImage& each : survey.images) {
    images.push_back(for_platforms(1, {each.image.id}));
    images.back().image.id = each.image.id;
    images.back().image.parent_id = each.image.parent_id;
    images.back().image.repo_tags = each.image.repo_tags;
  }
  // app was built on p, p is intermediate, and p was built on base; d stands alone.
  const ByteBounds at_least{35, unknown.high};
  CHECK(unique_of(images) == std::vector<ByteBounds>{at_least, at_least, at_least, {35, 35}});
}
