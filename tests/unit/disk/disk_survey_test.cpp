#include <dkrls/detail/disk/disk_survey.hpp>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::detail::DiskSurvey;
using dkrls::detail::drop_intermediate;
using dkrls::detail::intermediate_images;
using dkrls::detail::LayerStore;
using dkrls::detail::shared_sizes_are_exact;
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
