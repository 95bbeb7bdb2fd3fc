// SPDX-License-Identifier: MIT
#include <dkrls/detail/disk/disk_survey.hpp>

#include "builders.hpp"
#include "catch.hpp"
#include "survey_family.hpp"

using dkrls::detail::chains_of;
using dkrls::detail::DiskSurvey;
using dkrls::detail::drop_intermediate;
using dkrls::detail::intermediate_images;
using dkrls::detail::LayerChain;
using dkrls::detail::LayerStore;
using dkrls::detail::SurveyedImage;
using dkrls::detail::unknown_bytes;
using dkrls_test::add;
using dkrls_test::family;
using dkrls_test::Texts;

namespace {

Texts ids(const DiskSurvey& survey) {
  Texts ids;
  for (const auto& each : survey.images)
    ids.push_back(each.image.id);
  return ids;
}

}  // namespace

TEST_CASE("an intermediate image has no name, and another one was built on it") {
  CHECK(intermediate_images(family()) == std::vector<bool>{false, true, false, false});
}

TEST_CASE("an image with a digest is listed, and so it is no intermediate image") {
  DiskSurvey survey = family();
  survey.images[1].image.repo_digests = {"app@sha256:1"};
  CHECK(intermediate_images(survey) == std::vector<bool>(4, false));
  survey.images[1].image.repo_digests = {"<none>@<none>"};
  CHECK(intermediate_images(survey)[1]);
}

TEST_CASE("intermediate images are dropped unless a container uses one") {
  DiskSurvey survey = family();
  drop_intermediate(survey);
  CHECK(ids(survey) == Texts{"sha256:app", "sha256:base", "sha256:d"});

  survey = family();
  survey.images[0].image.containers = 2;
  drop_intermediate(survey);
  CHECK(survey.images.size() == 3);

  for (const std::optional<std::uint64_t> containers : {std::optional<std::uint64_t>(1), {}}) {
    survey = family();
    survey.images[1].image.containers = containers;
    drop_intermediate(survey);
    CHECK(survey.images.size() == 4);
  }
}

TEST_CASE(
    "a chain is inspected for each platform with content, or one if platforms are not listed") {
  using Kind = dkrls::ImageManifest::Kind;
  dkrls::Image image;
  CHECK(chains_of(image) == std::vector<LayerChain>(1));
  image.manifests = {{.digest = "1", .kind = Kind::image, .available = true},
                     {.digest = "2", .kind = Kind::image},
                     {.digest = "3", .kind = Kind::image, .content_size = 1},
                     {.digest = "4", .kind = Kind::image, .unpacked_size = 1},
                     {.digest = "5", .kind = Kind::attestation, .available = true},
                     {.digest = "6", .kind = Kind::unknown, .available = true}};
  std::string digests;
  for (const LayerChain& chain : chains_of(image))
    digests += chain.manifest->digest;
  CHECK(digests == "134");
  image.manifests.resize(2);
  image.manifests.erase(image.manifests.begin());
  CHECK(chains_of(image).empty());
}

TEST_CASE("an image with unknown layers may have as many bytes of them as it has") {
  SurveyedImage surveyed{.chains = std::vector<LayerChain>(1)};
  surveyed.image.size = 20;
  CHECK(unknown_bytes(surveyed, LayerStore::graph_driver) == 20U);
  surveyed.chains[0].layers.emplace();
  CHECK(unknown_bytes(surveyed, LayerStore::graph_driver) == 0U);
  CHECK(unknown_bytes(surveyed, LayerStore::podman) == 0U);
  surveyed.image.size.reset();
  CHECK(unknown_bytes(surveyed, LayerStore::graph_driver) == 0U);
  surveyed.chains[0].layers.reset();
  CHECK_FALSE(unknown_bytes(surveyed, LayerStore::graph_driver));
}

TEST_CASE("a platform with unknown layers has what its manifest reports as unpacked") {
  SurveyedImage surveyed{.chains = std::vector<LayerChain>(3)};
  surveyed.chains[0].manifest = dkrls::ImageManifest{.unpacked_size = 1};
  surveyed.chains[1].manifest = dkrls::ImageManifest{.unpacked_size = 20};
  surveyed.chains[2].manifest = dkrls::ImageManifest{.unpacked_size = 300};
  surveyed.chains[2].layers.emplace();
  CHECK(unknown_bytes(surveyed, LayerStore::containerd) == 21U);
}

TEST_CASE("before API 1.47 what an inspection leaves of the size may be of other platforms") {
  SurveyedImage surveyed{.chains = std::vector<LayerChain>(1)};
  surveyed.image.size = 100;
  LayerChain& chain = surveyed.chains[0];
  chain.layers = Texts{"a", "b"};
  CHECK(unknown_bytes(surveyed, LayerStore::containerd) == 100U);
  chain.history = {{10}, {0, false}, {30}};
  CHECK(unknown_bytes(surveyed, LayerStore::containerd) == 60U);
  chain.inspected_size = 60;  // a single manifest
  CHECK(unknown_bytes(surveyed, LayerStore::containerd) == 0U);
  chain.inspected_size = 61;  // with an index
  CHECK(unknown_bytes(surveyed, LayerStore::containerd) == 60U);
  surveyed.image.size = 60;  // packed: the layers of the history are those of other images
  chain.history = {{10}, {0}};
  CHECK(unknown_bytes(surveyed, LayerStore::containerd) == 60U);
  chain.inspected_size = 60;
  CHECK(unknown_bytes(surveyed, LayerStore::containerd) == 0U);
  surveyed.image.size.reset();
  CHECK_FALSE(unknown_bytes(surveyed, LayerStore::containerd));
}
