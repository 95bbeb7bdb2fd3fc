#include <dkrls/detail/disk/disk_survey.hpp>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::detail::ByteBounds;
using dkrls::detail::DiskSurvey;
using dkrls::detail::drop_intermediate;
using dkrls::detail::intermediate_images;
using dkrls::detail::LayerStore;
using dkrls::detail::listed_unique;
using dkrls_test::Texts;

namespace {

void add(DiskSurvey& survey, const std::string& id, Texts names, const std::string& parent = {}) {
  dkrls::Image image = dkrls_test::named(std::move(names));
  image.id = "sha256:" + id;
  image.parent_id = parent;
  image.containers = 0;
  image.size = 10;
  image.shared_size = 10;
  survey.images.push_back({std::move(image)});
}

/// app was built on p and p on base, which has a name; nothing refers to d.
DiskSurvey family() {
  DiskSurvey survey;
  add(survey, "app", {"app:1"}, "sha256:p");
  add(survey, "p", {}, "base");  // as podman writes it
  add(survey, "base", {"base:1"});
  add(survey, "d", {});
  return survey;
}

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

namespace {

std::vector<ByteBounds> unique_of(DiskSurvey survey, LayerStore store = LayerStore::graph_driver) {
  survey.store = store;
  survey.has_shared_sizes = true;
  return listed_unique(survey);
}

/// An image for so many platforms with content, each unpacked.
dkrls::Image for_platforms(std::size_t count) {
  dkrls::Image image = dkrls_test::named({"app:1"});
  image.id = "sha256:app";
  image.size = 100;
  image.shared_size = 70;
  image.index_size = 5;
  for (std::size_t i = 0; i < count; ++i) {
    dkrls::ImageManifest& manifest = image.manifests.emplace_back();
    manifest.is_image = true;
    manifest.available = true;
    manifest.unpacked_size = 10;
  }
  image.manifests.push_back({.available = true});  // an attestation
  image.manifests.push_back({.is_image = true});   // for a platform without content
  return image;
}

ByteBounds unique_on_containerd(const std::vector<dkrls::Image>& images) {
  DiskSurvey survey;
  for (const dkrls::Image& image : images)
    survey.images.push_back({image, dkrls::detail::chains_of(image)});
  return unique_of(survey, LayerStore::containerd)[0];
}

constexpr ByteBounds unknown;

}  // namespace

TEST_CASE("shared sizes of a graph driver are exact without intermediate images") {
  DiskSurvey survey = family();
  CHECK(unique_of(survey) == std::vector<ByteBounds>(4, unknown));
  survey.images.erase(survey.images.begin() + 1);
  survey.images[0].image.shared_size = 4;
  CHECK(unique_of(survey) == std::vector<ByteBounds>{{6, 6}, {0, 0}, {0, 0}});
  CHECK(listed_unique(survey) == std::vector<ByteBounds>(3, unknown));
  CHECK(unique_of(survey, LayerStore::podman) == std::vector<ByteBounds>(3, unknown));
  CHECK(unique_of({}).empty());
  for (const auto& spoil :
       std::vector<void (*)(dkrls::Image&)>{[](dkrls::Image& image) { image.size.reset(); },
                                            [](dkrls::Image& image) { image.shared_size.reset(); },
                                            [](dkrls::Image& image) { image.shared_size = 11; }}) {
    DiskSurvey other = survey;
    spoil(other.images[1].image);
    CHECK(unique_of(other)[1] == unknown);
  }
}

TEST_CASE("shared sizes of containerd's store are exact for an unpacked image of one platform") {
  CHECK(unique_on_containerd({for_platforms(1)}) == ByteBounds{35, 35});
  CHECK(unique_on_containerd({for_platforms(0)}) == ByteBounds{35, 35});
  CHECK(unique_on_containerd({for_platforms(2)}) == unknown);
  dkrls::Image packed = for_platforms(1);
  packed.manifests[0].unpacked_size = 0;
  CHECK(unique_on_containerd({packed}) == ByteBounds{35, unknown.high});
  dkrls::Image manifest = for_platforms(1);
  manifest.index_size.reset();
  CHECK(unique_on_containerd({manifest}) == ByteBounds{30, 30});
  // Whether the other one, which is not unpacked, shares a layer is not known without inspection.
  CHECK(unique_on_containerd({manifest, packed}) == ByteBounds{30, unknown.high});
}

TEST_CASE("a layer of an image that is not unpacked makes a shared size a lower bound") {
  using Layers = std::vector<std::string>;
  const auto unique = [](const Layers& unpacked, const Layers& packed) {
    DiskSurvey survey;
    for (const auto& [layers, size] : {std::pair(unpacked, 10), std::pair(packed, 0)}) {
      dkrls::Image image = for_platforms(1);
      image.manifests[0].unpacked_size = static_cast<std::uint64_t>(size);
      survey.images.push_back({image, dkrls::detail::chains_of(image)});
      survey.images.back().chains[0].layers = layers;
    }
    return unique_of(survey, LayerStore::containerd)[0].exact();
  };
  CHECK(unique({"a", "b"}, {"b"}));
  CHECK_FALSE(unique({"a", "b"}, {"a", "c"}));
  CHECK(unique({"a"}, {}));
  CHECK(unique({}, {"a"}));
}

TEST_CASE("the intermediate images of containerd's store make shared sizes a lower bound") {
  DiskSurvey survey = family();
  for (auto& each : survey.images) {
    each.image.shared_size = 1;
    each.chains.emplace_back().layers.emplace();
  }
  const ByteBounds at_least{9, unknown.high};
  // app was built on p, p is intermediate, and p was built on base; d stands alone.
  CHECK(unique_of(survey, LayerStore::containerd) ==
        std::vector<ByteBounds>{at_least, at_least, at_least, {9, 9}});
}
