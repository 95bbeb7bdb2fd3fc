// SPDX-License-Identifier: MIT
#include <ctime>
#include <dkrls/disk_usage.hpp>
#include <dkrls/image_query.hpp>
#include <limits>
#include <sstream>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::DiskUsage;
using dkrls::Figure;
using dkrls::Listing;
using dkrls::LowerBoundReason;
using dkrls::detail::DiskSurvey;
using dkrls::detail::LayerChain;
using dkrls::detail::LayerStore;
using dkrls::detail::SurveyedImage;
using dkrls_test::row;
using dkrls_test::Texts;

namespace {

using Layers = std::vector<std::pair<std::string, std::uint64_t>>;

constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

/// An image of layers with these sizes, as a graph driver counts.
SurveyedImage of(const std::string& id, Texts repo_tags, const Layers& layers) {
  SurveyedImage surveyed{.chains = std::vector<LayerChain>(1)};
  surveyed.image = dkrls_test::named(std::move(repo_tags));
  surveyed.image.id = "sha256:" + id;
  surveyed.image.size = 0;
  surveyed.image.containers = 0;
  surveyed.chains[0].layers.emplace();
  surveyed.chains[0].history.emplace();
  for (const auto& [diff_id, size] : layers) {
    surveyed.chains[0].layers->push_back(diff_id);
    surveyed.chains[0].history->push_back({size});
    *surveyed.image.size += size;
  }
  return surveyed;
}

SurveyedImage used(SurveyedImage surveyed) {
  surveyed.image.containers = 1;
  return surveyed;
}

SurveyedImage built_on(const std::string& parent, SurveyedImage surveyed) {
  surveyed.image.parent_id = parent;
  return surveyed;
}

DiskUsage usage_of(std::vector<SurveyedImage> images, LayerStore store = LayerStore::graph_driver) {
  DiskSurvey survey;
  survey.store = store;
  survey.images = std::move(images);
  return DiskUsage(std::move(survey));
}

Listing listing_of(std::vector<dkrls::Row> rows) {
  return Listing(std::move(rows));
}

Figure exactly(std::uint64_t bytes) {
  return {bytes, std::nullopt};
}

Figure at_least(std::uint64_t bytes, LowerBoundReason doubt) {
  return {bytes, doubt};
}

/// base <- app, base <- web
std::vector<SurveyedImage> family() {
  return {of("base", {"base:1"}, {{"a", 100}}), of("app", {"app:1"}, {{"a", 100}, {"b", 10}}),
          of("web", {"web:1", "web:2"}, {{"a", 100}, {"c", 1}})};
}

}  // namespace

TEST_CASE("rows of other hosts change nothing") {
  SurveyedImage both = of("app", {"app:1", "app:2"}, {{"a", 10}});
  both.image.host = "east";
  const DiskUsage usage = usage_of({both});
  const dkrls::Row first = row("app", "1", "sha256:app");
  const dkrls::Row second = row("app", "2", "sha256:app");
  using dkrls_test::on_host;
  CHECK(usage.freed_by(listing_of({on_host("east", first), on_host("east", second)})) ==
        exactly(10));
  CHECK(usage.freed_by(listing_of({on_host("east", first), on_host("west", second)})) ==
        exactly(0));
  CHECK(usage.unique(on_host("east", first)) == exactly(10));
  CHECK_FALSE(usage.unique(on_host("west", first)));
  CHECK_FALSE(usage.unique(on_host("east", row("app", "1", "sha256:other"))));
}

TEST_CASE("byte counts add up to the largest number, and to a lower bound if one is") {
  using dkrls::LowerBoundReason;
  CHECK(exactly(1) + exactly(2) == exactly(3));
  CHECK(exactly(largest) + exactly(2) == exactly(largest));
  CHECK(exactly(1) + at_least(2, LowerBoundReason::blobs) == at_least(3, LowerBoundReason::blobs));
  CHECK(at_least(1, LowerBoundReason::blobs) + at_least(2, LowerBoundReason::history) ==
        at_least(3, LowerBoundReason::blobs));
}

TEST_CASE("a layer is removed with the last image that has it") {
  const DiskUsage usage = usage_of(family());
  CHECK(usage.freed_by({"sha256:app"}) == exactly(10));
  CHECK(usage.freed_by({"sha256:base"}) == exactly(0));
  CHECK(usage.freed_by({"sha256:base", "sha256:app"}) == exactly(10));
  CHECK(usage.freed_by({"sha256:web", "sha256:app"}) == exactly(11));
  CHECK(usage.freed_by({"sha256:web", "sha256:base", "sha256:app"}) == exactly(111));
  CHECK(usage.on_disk() == exactly(111));
}

TEST_CASE("IDs may repeat, lack their algorithm and be unknown") {
  const DiskUsage usage = usage_of(family());
  CHECK(usage.freed_by({"app", "sha256:app", "gone"}) == exactly(10));
  CHECK(usage.freed_by(std::vector<std::string_view>()) == exactly(0));
  CHECK(usage.unique("app") == exactly(10));
  CHECK(usage.unique("gone") == exactly(0));
  dkrls::Row row;
  row.id = "sha256:app";
  CHECK(usage.unique(row) == exactly(10));
  row.id = "gone";
  CHECK_FALSE(usage.unique(row).has_value());
}

TEST_CASE("the same DiffID on other layers is another layer") {
  const DiskUsage usage =
      usage_of({of("1", {"a:1"}, {{"a", 5}, {"x", 7}}), of("2", {"a:2"}, {{"b", 5}, {"x", 7}})});
  CHECK(usage.on_disk() == exactly(24));
  CHECK(usage.freed_by({"1"}) == exactly(12));
}

TEST_CASE("an image is removed if all its references are listed") {
  const DiskUsage usage = usage_of(family());
  const auto freed = [&](const std::vector<dkrls::Row>& rows) {
    return usage.freed_by(listing_of(rows));
  };
  CHECK(freed({row("web", "1", "sha256:web")}) == exactly(0));
  CHECK(freed({row("web", "1", "sha256:web"), row("web", "2", "sha256:web")}) == exactly(1));
  CHECK(freed({row("web", "1", "sha256:web"), row("web", "3", "sha256:web")}) == exactly(0));
  CHECK(freed({row("web", "1", "sha256:gone")}) == exactly(0));
  CHECK(freed({}) == exactly(0));
}

TEST_CASE("images without tags are listed, too") {
  std::vector<SurveyedImage> images = {of("d", {}, {{"a", 10}}), of("o", {}, {{"b", 1}})};
  images[1].image.repo_digests = {"docker.io/library/only@sha256:1"};
  const DiskUsage usage = usage_of(std::move(images));
  CHECK(usage.freed_by(listing_of({row("", "", "sha256:d")})) == exactly(10));
  CHECK(usage.freed_by(listing_of({row("only", "", "sha256:o")})) == exactly(1));
  CHECK(usage.dangling() == exactly(11));  // docker calls both dangling
}

TEST_CASE("an image that a container uses remains") {
  std::vector<SurveyedImage> images = family();
  images[1] = used(images[1]);
  const DiskUsage usage = usage_of(std::move(images));
  CHECK(usage.freed_by({"app", "web", "base"}) == exactly(1));
  CHECK(usage.freed_by(listing_of({row("app", "1", "sha256:app")})) == exactly(0));
  CHECK(usage.unused() == exactly(1));
  CHECK(usage.unique("app") == exactly(10));
}

TEST_CASE("intermediate images are removed with the last image built on them") {
  const DiskUsage usage = usage_of({
      of("grandparent", {}, {{"a", 100}}),
      built_on("grandparent", of("parent", {"<none>:<none>"}, {{"a", 100}, {"b", 10}})),
      built_on("sha256:parent", of("one", {"x:1"}, {{"a", 100}, {"b", 10}, {"c", 1}})),
      built_on("parent", of("two", {"x:2"}, {{"a", 100}, {"b", 10}, {"d", 2}})),
  });
  CHECK(usage.freed_by({"one"}) == exactly(1));
  CHECK(usage.freed_by({"parent", "one"}) == exactly(1));
  CHECK(usage.freed_by({"one", "two"}) == exactly(113));
  CHECK(usage.unique("one") == exactly(1));
  CHECK(usage.dangling() == exactly(0));
  const std::vector<dkrls::RepositoryUsage> repositories = usage.repositories();
  REQUIRE(repositories.size() == 1);
  CHECK(repositories[0] == dkrls::RepositoryUsage{"x", 2, 223, exactly(113)});
}

TEST_CASE("a parent that is used or has a name of its own is not removed along") {
  const auto child = built_on("p", of("c", {"c:1"}, {{"a", 100}, {"b", 10}}));
  CHECK(usage_of({used(of("p", {}, {{"a", 100}})), child}).freed_by({"c"}) == exactly(10));
  CHECK(usage_of({of("p", {"p:1"}, {{"a", 100}}), child}).freed_by({"c"}) == exactly(10));
  CHECK(usage_of({of("p", {"p:1"}, {{"a", 100}}), child}).freed_by({"p", "c"}) == exactly(110));
  CHECK(usage_of({of("p", {"p:1"}, {{"a", 100}}), used(child)}).freed_by({"p", "c"}) == exactly(0));
}

TEST_CASE("a parent that is known by digest is not removed along") {
  SurveyedImage parent = of("p", {}, {{"a", 100}});
  parent.image.repo_digests = {"p@sha256:1"};
  const auto child = built_on("p", of("c", {"c:1"}, {{"a", 100}, {"b", 10}}));
  CHECK(usage_of({parent, child}).freed_by({"c"}) == exactly(10));
  CHECK(usage_of({parent, child}).images().size() == 2);
}

TEST_CASE("parents in a circle remain, and are no endless work") {
  const DiskUsage usage =
      usage_of({built_on("2", of("1", {}, {{"a", 1}})), built_on("1", of("2", {}, {{"b", 1}}))});
  CHECK(usage.freed_by({"1", "2"}) == exactly(0));
  CHECK(usage.on_disk() == exactly(2));
}

TEST_CASE("repositories are listed by the bytes that only they hold") {
  std::vector<SurveyedImage> images = family();
  images.push_back(of("both", {"app:2", "other:1"}, {{"z", 1000}}));
  images.push_back(used(of("d", {}, {{"y", 5}})));
  const std::vector<dkrls::RepositoryUsage> expected = {{"app", 2, 1110, exactly(10)},
                                                        {"", 1, 5, exactly(5)},
                                                        {"web", 1, 101, exactly(1)},
                                                        {"base", 1, 100, exactly(0)},
                                                        {"other", 1, 1000, exactly(0)}};
  CHECK(usage_of(images).repositories() == expected);
}

TEST_CASE("one image's size settles what another's history leaves open") {
  // Which of the two 0s is a layer is not known; that the lowest two hold 10 is.
  SurveyedImage open = of("open", {"open:1"}, {{"a", 10}, {"b", 0}, {"c", 20}});
  open.chains[0].history = {{10}, {0}, {20}, {0}};
  SurveyedImage other = of("other", {"other:1"}, {{"a", 10}, {"b", 0}, {"d", 5}});
  other.chains[0].history = {{10}, {0}, {5}, {0}};
  CHECK(usage_of({open, other}).freed_by({"open"}) == at_least(15, LowerBoundReason::history));
  CHECK(usage_of({open, other}).freed_by({"open", "other"}) ==
        at_least(30, LowerBoundReason::history));
  CHECK(usage_of({open}).freed_by({"open"}) == exactly(30));

  const SurveyedImage base = of("base", {"base:1"}, {{"a", 10}, {"b", 0}});
  CHECK(usage_of({open, other, base}).freed_by({"open"}) == exactly(20));
  CHECK(usage_of({open, other, base}).on_disk() == exactly(35));
}

TEST_CASE("an image whose layers are not known may share in everything") {
  std::vector<SurveyedImage> images = family();
  SurveyedImage unknown = of("unknown", {"u:1"}, {{"?", 4}});
  unknown.chains[0].layers.reset();
  unknown.chains[0].history.reset();
  images.push_back(unknown);
  const DiskUsage usage = usage_of(images);
  CHECK(usage.freed_by({"app"}) == at_least(6, LowerBoundReason::unknown_layers));
  CHECK(usage.freed_by({"web"}) == at_least(0, LowerBoundReason::unknown_layers));
  CHECK(usage.freed_by({"base"}) == exactly(0));
  CHECK(usage.on_disk() == at_least(111, LowerBoundReason::unknown_layers));
  images.back().image.size.reset();
  CHECK(usage_of(images).freed_by({"app"}) == at_least(0, LowerBoundReason::unknown_layers));
}

TEST_CASE("podman's images hold more than their layers") {
  std::vector<SurveyedImage> images = family();
  for (SurveyedImage& each : images)
    *each.image.size += 3;
  const DiskUsage usage = usage_of(images, LayerStore::podman);
  CHECK(usage.freed_by({"app"}) == exactly(13));
  CHECK(usage.freed_by({"base"}) == exactly(3));
  CHECK(usage.on_disk() == exactly(120));
  images[1].chains[0].history.reset();
  CHECK(usage_of(images, LayerStore::podman).freed_by({"app"}) == exactly(13));
  images.erase(images.begin());
  images[1].chains[0].history.reset();
  CHECK(usage_of(images, LayerStore::podman).freed_by({"app"}) ==
        at_least(9, LowerBoundReason::history));
}

TEST_CASE("podman removes an image from under those that were built on it") {
  std::vector<SurveyedImage> images = {
      of("p", {"p:1"}, {{"a", 100}}), built_on("p", of("hidden", {}, {{"a", 100}, {"b", 10}})),
      built_on("hidden", of("c", {"c:1"}, {{"a", 100}, {"b", 10}, {"d", 1}}))};
  for (SurveyedImage& each : images)
    *each.image.size += 3;
  CHECK(usage_of(images, LayerStore::podman).freed_by({"p"}) == exactly(3));
  CHECK(usage_of(images, LayerStore::podman).freed_by({"c"}) == exactly(17));
  CHECK(usage_of(images, LayerStore::podman).freed_by({"p", "c"}) == exactly(120));
  CHECK(usage_of(images).freed_by({"p"}) == exactly(0));
}

TEST_CASE("containerd reports no sizes of single blobs") {
  std::vector<SurveyedImage> images = family();
  for (SurveyedImage& each : images) {
    *each.image.size += 50;
    each.chains[0].inspected_size = 50;
  }
  const DiskUsage usage = usage_of(images, LayerStore::containerd);
  CHECK(usage.freed_by({"app"}) == at_least(10, LowerBoundReason::blobs));
  CHECK(usage.on_disk() == at_least(111, LowerBoundReason::blobs));
  CHECK(usage.freed_by({"gone"}) == exactly(0));
}

TEST_CASE("what containerd's store may have of other platforms is taken off while it remains") {
  std::vector<SurveyedImage> images = family();
  images[2].image.size = 101 + 4;  // 4 bytes more than are known
  const DiskUsage usage = usage_of(images, LayerStore::containerd);
  CHECK(usage.freed_by({"app"}) == at_least(6, LowerBoundReason::unknown_layers));
  CHECK(usage.freed_by({"app", "web"}) == at_least(11, LowerBoundReason::blobs));
}

namespace {

/// An image of Docker 29 with containerd's store: the same layers for each of the platforms, whose
/// manifests have so much content. Packed if it has none of the layers' bytes.
SurveyedImage listed(const std::string& id, const Layers& layers,
                     const std::vector<std::pair<std::string, std::uint64_t>>& contents) {
  SurveyedImage surveyed = of(id, {id + ":1"}, layers);
  const LayerChain inspected = surveyed.chains[0];
  const std::uint64_t unpacked = *surveyed.image.size;
  surveyed.chains.clear();
  surveyed.image.size = 0;
  surveyed.image.index_size = 3;
  for (const auto& [architecture, content] : contents) {
    surveyed.image.manifests.push_back({.digest = id + architecture,
                                        .kind = dkrls::ImageManifest::Kind::image,
                                        .available = true,
                                        .platform = {.os = "linux", .architecture = architecture},
                                        .content_size = content,
                                        .unpacked_size = unpacked});
    *surveyed.image.size += content + unpacked;
    surveyed.chains.push_back(inspected);
    surveyed.chains.back().manifest = surveyed.image.manifests.back();
  }
  return surveyed;
}

DiskUsage usage_of_docker_29(std::vector<SurveyedImage> images) {
  DiskSurvey survey;
  survey.store = LayerStore::containerd;
  survey.shares_blobs = true;
  survey.images = std::move(images);
  return DiskUsage(std::move(survey));
}

}  // namespace

TEST_CASE(
    "on Docker 29 the unique bytes of an image are exact, also if it is the only one removed") {
  std::vector<SurveyedImage> images = {listed("one", {{"a", 100}, {"b", 10}}, {{"amd64", 50}}),
                                       listed("two", {{"a", 100}}, {{"amd64", 40}})};
  images[0].image.shared_size = 100 + 35;
  images[1].image.shared_size = 100 + 35;
  const DiskUsage usage = usage_of_docker_29(images);
  CHECK(usage.unique("one") == exactly(10 + 15 + 3));
  CHECK(usage.freed_by({"one"}) == exactly(28));
  CHECK(usage.unique("two") == exactly(5 + 3));
  // Both together, and the layer that they share. The compressed one is part of the bigger content.
  CHECK(usage.freed_by({"one", "two"}) == at_least(110 + 50 + 3 + 5 + 3, LowerBoundReason::blobs));
}

TEST_CASE("layers of another platform remain with an image that remains") {
  std::vector<SurveyedImage> images = {
      listed("arm", {{"a", 100}}, {{"arm64", 50}}),
      listed("both", {{"a", 100}}, {{"amd64", 60}, {"arm64", 50}})};
  const DiskUsage usage = usage_of_docker_29(images);
  CHECK(usage.freed_by({"arm"}) == at_least(3, LowerBoundReason::blobs));
  CHECK(usage.freed_by({"arm", "both"}) == at_least(100 + 60 + 3 + 3, LowerBoundReason::blobs));
}

TEST_CASE("a packed image says nothing of the size of its layers, in whatever order it is listed") {
  std::vector<SurveyedImage> images = {listed("unpacked", {{"a", 100}, {"b", 10}}, {{"amd64", 5}}),
                                       listed("packed", {{"a", 0}, {"c", 0}}, {{"amd64", 7}})};
  for (int order = 0; order < 2; ++order) {
    const DiskUsage usage = usage_of_docker_29(images);
    CHECK(usage.freed_by({"unpacked"}) == at_least(10 + 3, LowerBoundReason::blobs));
    CHECK(usage.freed_by({"packed"}) == at_least(3, LowerBoundReason::blobs));
    CHECK(usage.on_disk() == at_least(110 + 7 + 3 + 3, LowerBoundReason::blobs));
    std::swap(images[0], images[1]);
  }
}

TEST_CASE("containerd's store removes some images from under those that were built on them") {
  const DiskUsage usage = usage_of_docker_29(
      {listed("base", {{"a", 100}}, {{"amd64", 5}}),
       built_on("base", listed("app", {{"a", 100}, {"b", 10}}, {{"amd64", 7}}))});
  CHECK(usage.freed_by({"base"}) == at_least(0, LowerBoundReason::blobs));
  CHECK(usage.unique("base") == at_least(0, LowerBoundReason::blobs));
}

TEST_CASE("the engine's own total is kept as it is") {
  DiskSurvey survey;
  CHECK(DiskUsage(survey).layers_size() == std::nullopt);
  survey.layers_size = 5;
  CHECK(DiskUsage(survey).layers_size() == 5U);
}

TEST_CASE("an image without a size counts with what its history reports") {
  SurveyedImage image = of("1", {"a:1"}, {{"a", 10}});
  image.image.size.reset();
  CHECK(usage_of({image}).freed_by({"1"}) == at_least(10, LowerBoundReason::unknown_size));
  image.chains[0].history.reset();
  CHECK(usage_of({image}).freed_by({"1"}) == at_least(0, LowerBoundReason::unknown_size));
}

TEST_CASE("sums stop at the largest number") {
  const DiskUsage usage =
      usage_of({of("1", {"a:1"}, {{"a", largest}}), of("2", {"a:2"}, {{"b", largest}})});
  CHECK(usage.on_disk() == exactly(largest));
  CHECK(usage.repositories().front().size == largest);
}

TEST_CASE("no images, no bytes") {
  const DiskUsage usage = usage_of({});
  CHECK(usage.on_disk() == exactly(0));
  CHECK(usage.unused() == exactly(0));
  CHECK(usage.dangling() == exactly(0));
  CHECK(usage.repositories().empty());
}

TEST_CASE("on containerd's store intermediate images may remain") {
  const std::vector<SurveyedImage> images = {
      of("hidden", {}, {{"a", 10}}),
      built_on("hidden", of("app", {"app:1"}, {{"a", 10}, {"b", 1}}))};
  CHECK(usage_of(images).freed_by({"app"}) == exactly(11));
  CHECK(usage_of(images, LayerStore::containerd).freed_by({"app"}) ==
        at_least(1, LowerBoundReason::blobs));
  CHECK(usage_of(images, LayerStore::containerd).freed_by({"app", "hidden"}) ==
        at_least(11, LowerBoundReason::blobs));
}

TEST_CASE("an intermediate image is not dangling, but goes along where the engine removes it") {
  const std::vector<SurveyedImage> images = {
      of("hidden", {}, {{"a", 10}}), built_on("hidden", of("left", {}, {{"a", 10}, {"b", 20}}))};
  CHECK(usage_of(images).dangling() == exactly(30));
  CHECK(usage_of(images, LayerStore::containerd).dangling() ==
        at_least(20, LowerBoundReason::blobs));
}

TEST_CASE("the images are those that the engine lists, and the intermediate ones on request") {
  DiskSurvey survey;
  survey.images = {of("app", {"app:1"}, {{"a", 1}}), of("p", {}, {{"a", 1}}), of("d", {}, {})};
  survey.images[0].image.parent_id = "p";
  const auto ids = [](const DiskUsage& usage) {
    Texts found;
    for (const dkrls::Image& image : usage.images())
      found.push_back(image.id);
    return found;
  };
  CHECK(ids(DiskUsage(survey)) == Texts{"sha256:app", "sha256:d"});
  survey.lists_intermediate = true;
  CHECK(ids(DiskUsage(survey)) == Texts{"sha256:app", "sha256:p", "sha256:d"});
}

TEST_CASE("shared sizes of the list alone give unique bytes, and nothing else") {
  DiskSurvey survey;
  survey.images = {of("1", {"a:1"}, {{"x", 10}, {"y", 5}}), of("2", {"b:1"}, {{"x", 10}})};
  survey.images[0].image.shared_size = 10;
  survey.images[1].image.shared_size = 10;
  for (SurveyedImage& each : survey.images)
    each.chains[0].layers.reset();
  survey.has_shared_sizes = true;
  const DiskUsage usage(std::move(survey));
  CHECK(usage.unique("1") == exactly(5));
  CHECK(usage.unique("2") == exactly(0));
  CHECK(usage.unique("3") == exactly(0));
  CHECK(usage.freed_by({"1"}) == at_least(0, LowerBoundReason::unknown_layers));
}

TEST_CASE("of images whose layers are unknown only the remaining ones count") {
  std::vector<SurveyedImage> images = family();
  for (const std::string id : {"u", "v"}) {
    images.push_back(of(id, {id + ":1"}, {{"?", 4}}));
    images.back().chains[0].layers.reset();
  }
  const DiskUsage usage = usage_of(images);
  CHECK(usage.freed_by({"app"}) == at_least(2, LowerBoundReason::unknown_layers));
  CHECK(usage.freed_by({"app", "u"}) == at_least(6, LowerBoundReason::unknown_layers));
  CHECK(usage.freed_by({"app", "u", "v"}) == at_least(10, LowerBoundReason::unknown_layers));
  images.back().image.size = largest;
  CHECK(usage_of(images).freed_by({"app", "u"}) == at_least(0, LowerBoundReason::unknown_layers));
  images.back().image.size.reset();
  CHECK(usage_of(images).freed_by({"app", "v"}) == at_least(6, LowerBoundReason::unknown_layers));
}

TEST_CASE("the size of a base that is open counts for the branches on it") {
  // How much of the 30 bytes of each is in the base is not known.
  SurveyedImage one = of("1", {"a:1"}, {{"base", 10}, {"x", 20}});
  SurveyedImage two = of("2", {"a:2"}, {{"base", 10}, {"y", 20}});
  one.chains[0].history.reset();
  two.chains[0].history.reset();
  CHECK(usage_of({one, two}).freed_by({"1", "2"}) == at_least(30, LowerBoundReason::history));
  const SurveyedImage three = of("3", {"a:3"}, {{"base", 10}, {"z", 5}});
  CHECK(usage_of({one, two, three}).freed_by({"1", "2"}) == exactly(40));
}

namespace {

/// The CPU time that all figures of so many images take, half of them with unknown layers, in
/// seconds: the least of several runs.
double time_for(std::size_t count) {
  DiskSurvey survey;
  for (std::size_t n = 0; n < count; ++n) {
    const std::string id = std::to_string(n);
    survey.images.push_back(of(id, {"repository" + id + ":1"}, {{id, 5}}));
    if (n % 2 == 0)
      survey.images.back().chains[0].layers.reset();
  }
  const DiskUsage usage(std::move(survey));
  double least = 1e9;
  for (int round = 0; round < 5; ++round) {
    const std::clock_t start = std::clock();
    REQUIRE(usage.repositories().size() == count);
    for (const dkrls::Image& image : usage.images())
      REQUIRE_FALSE(usage.unique(image.id).exact());
    least = std::min(least, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return least;
}

}  // namespace

TEST_CASE("the figures of images with unknown layers take time in proportion to their number") {
  // Eight times the images: 8 if it is linear, and 64 if every figure looks at every image.
  CHECK(time_for(8000) / time_for(1000) < 24);
}

TEST_CASE("a byte count is printed with a mark if it is a lower bound") {
  const auto printed = [](const Figure& figure) {
    std::ostringstream out;
    out << figure;
    return out.str();
  };
  CHECK(printed(exactly(133'000'000)) == "133MB");
  CHECK(printed(exactly(0)) == "0B");
  CHECK(printed(at_least(1'234'567'890, LowerBoundReason::blobs)) == ">=1.23GB");
  CHECK(printed(at_least(0, LowerBoundReason::history)) == ">=0B");
  CHECK(printed(at_least(0, LowerBoundReason::unknown_containers)) == "N/A");
  CHECK(printed(at_least(5, LowerBoundReason::unknown_containers)) == ">=5B");
  CHECK(dkrls::format_figure(at_least(1'234'567'890, LowerBoundReason::blobs), 4) == ">=1.235GB");
}

TEST_CASE("the images of a disk usage go straight into a query, and its listing back") {
  const DiskUsage usage = usage_of(family());
  const dkrls::ImageQuery query = dkrls::ImageQuery().where(dkrls::repository_has_prefix("web"));
  const Listing listing = query.select(usage.images());
  CHECK(dkrls_test::texts_of(listing) == Texts{"web 2 sha256:web", "web 1 sha256:web"});
  CHECK(usage.freed_by(listing) == exactly(1));
  CHECK(usage.freed_by(dkrls::ImageQuery().select(usage.images())) == exactly(111));
}
