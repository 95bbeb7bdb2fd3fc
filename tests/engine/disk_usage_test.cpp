// SPDX-License-Identifier: MIT

// What DiskUsage makes of what engines said, and what they said of their disks themselves.

#include <algorithm>
#include <boost/json/parse.hpp>
#include <dkrls/detail/engine_json/container_list_parser.hpp>
#include <dkrls/detail/engine_json/image_list_parser.hpp>
#include <dkrls/detail/engine_json/layer_parser.hpp>
#include <dkrls/disk_usage.hpp>
#include <dkrls/image_query.hpp>
#include <map>
#include <numeric>

#include "catch.hpp"
#include "recordings.hpp"

namespace {

using dkrls::DiskUsage;
using dkrls::Figure;
using dkrls::LowerBoundReason;
using dkrls::detail::DiskSurvey;
using dkrls::detail::LayerChain;
using dkrls::detail::LayerStore;
using dkrls::detail::SurveyedImage;

using Names = std::vector<std::string>;

const std::string docker_29 = "docker-29.7.2-containerd";
const Names graph_engines = {"docker-20.10.24", "docker-26.1.5-overlay2"};

template <class Parser>
void parse_recording(const std::string& engine, const std::string& name, Parser&& parser) {
  dkrls::error_code ec;
  parser.write(recordings::read_answer(recordings::folder / engine / name).body, ec);
  if (!ec)
    parser.finish(ec);
  INFO(parser.problem());
  REQUIRE_FALSE(ec);
}

/// The answers of layers.txt, by "0123456789ab/json" or "0123456789ab/history".
std::map<std::string, recordings::Answer> read_layers(const std::string& engine) {
  std::map<std::string, recordings::Answer> answers;
  const auto path = recordings::folder / engine / "layers.txt";
  for (const std::string& line : recordings::lines_of(recordings::read_file(path))) {
    const std::size_t status = line.find(' ') + 1;
    const std::size_t body = line.find(' ', status) + 1;
    answers[line.substr(0, status - 1)] = {std::stoi(line.substr(status)), line.substr(body)};
  }
  return answers;
}

/// Returns "?arm64" for a chain of that platform if the image has several.
std::string platform_of(const SurveyedImage& surveyed, const LayerChain& chain) {
  return surveyed.chains.size() > 1 ? "?" + chain.manifest->platform.architecture : "";
}

DiskSurvey survey_of(const std::string& engine) {
  DiskSurvey survey;
  const bool has_manifests = engine == docker_29;
  if (engine.starts_with("podman"))
    survey.store = LayerStore::podman;
  else if (engine.ends_with("containerd"))
    survey.store = LayerStore::containerd;
  survey.shares_blobs = has_manifests;
  std::map<std::string, std::uint64_t> containers;
  parse_recording(engine, "containers_all.http",
                  dkrls::detail::ContainerListParser(
                      [&](std::string_view id) { ++containers[std::string(id)]; }));
  parse_recording(engine, has_manifests ? "images_all_manifests_shared.http" : "images_all.http",
                  dkrls::detail::ImageListParser(
                      [&](const dkrls::Image& image) {
                        survey.images.push_back({image, dkrls::detail::chains_of(image)});
                        survey.images.back().image.containers = containers[image.id];
                      },
                      {.shared_size = has_manifests, .manifests = has_manifests}));
  const auto answers = read_layers(engine);
  for (SurveyedImage& each : survey.images)
    for (LayerChain& chain : each.chains) {
      const std::string id = each.image.id.substr(7, 12);
      const std::string platform = platform_of(each, chain);
      const std::string& inspected = answers.at(id + "/json" + platform).body;
      chain.layers = dkrls::detail::parse_layers(inspected);
      chain.inspected_size = dkrls::detail::parse_inspected_size(inspected);
      if (const auto& answer = answers.at(id + "/history" + platform); answer.status == 200)
        chain.history = dkrls::detail::parse_history(answer.body);
    }
  return survey;
}

/// What the engine says all layers hold.
std::uint64_t layers_size(const std::string& engine) {
  const auto body = recordings::read_answer(recordings::folder / engine / "system_df.http").body;
  return static_cast<std::uint64_t>(boost::json::parse(body).at("LayersSize").as_int64());
}

/// The IDs of images by one of their names.
std::vector<std::string_view> ids_of(const DiskSurvey& survey, const Names& names) {
  std::vector<std::string_view> ids;
  for (const std::string& name : names)
    for (const SurveyedImage& each : survey.images)
      if (const Names& tags = each.image.repo_tags;
          std::find(tags.begin(), tags.end(), name) != tags.end())
        ids.push_back(each.image.id);
  REQUIRE(ids.size() == names.size());
  return ids;
}

}  // namespace

TEST_CASE("the layers of an image hold its size on a graph driver") {
  const std::string engine = GENERATE(from_range(graph_engines));
  CAPTURE(engine);
  for (const SurveyedImage& each : survey_of(engine).images) {
    CAPTURE(each.image.id);
    REQUIRE(each.chains[0].layers);
    REQUIRE(each.chains[0].history);
    const std::uint64_t sum = std::accumulate(
        each.chains[0].history->begin(), each.chains[0].history->end(), std::uint64_t{0},
        [](std::uint64_t a, const auto& step) { return a + step.size; });
    CHECK(sum == each.image.size);
  }
}

TEST_CASE("all layers together are the LayersSize of a graph driver") {
  const std::string engine = GENERATE(from_range(graph_engines));
  CAPTURE(engine);
  CHECK(DiskUsage(survey_of(engine)).on_disk() == Figure{layers_size(engine), {}});
}

TEST_CASE("all images together are the LayersSize of podman") {
  CHECK(DiskUsage(survey_of("podman-5.4.2")).on_disk() == Figure{layers_size("podman-5.4.2"), {}});
}

TEST_CASE("the unique bytes of every image are exact on a graph driver") {
  const std::string engine = GENERATE(from_range(graph_engines));
  const DiskSurvey survey = survey_of(engine);
  const DiskUsage usage{DiskSurvey(survey)};
  for (const SurveyedImage& each : survey.images) {
    CAPTURE(engine, each.image.id);
    CHECK(usage.unique(each.image.id).exact());
  }
}

TEST_CASE("what was predicted and what LayersSize fell by when images were really removed") {
  // The images were removed from this very engine after it had been recorded.
  DiskSurvey survey = survey_of("docker-20.10.24");
  const Names first = {"nginx:alpine", "tools/base:1.0", "weird/labels:1"};
  const Names second = {"app/web:1", "app/web:2", "app/web:3", "built/scratch:1"};
  const DiskUsage before{DiskSurvey(survey)};
  CHECK(before.freed_by(ids_of(survey, first)) == Figure{39285, {}});

  const auto gone = ids_of(survey, first);
  const std::vector<std::string> removed(gone.begin(), gone.end());
  std::erase_if(survey.images, [&](const SurveyedImage& each) {
    return std::find(removed.begin(), removed.end(), each.image.id) != removed.end();
  });
  const DiskUsage after{DiskSurvey(survey)};
  CHECK(after.freed_by(ids_of(survey, second)) == Figure{61680, {}});
}

TEST_CASE("on containerd's store there is a lower bound") {
  const DiskSurvey survey = survey_of("docker-26.1.5-containerd");
  const DiskUsage usage{DiskSurvey(survey)};
  // Of this image nothing is shared, and removing it freed 833071 bytes. What may be of another
  // platform of multi/arch:1 is taken off while that remains.
  const auto ids = ids_of(survey, {"mysql/mysql-server:5.7"});
  CHECK(usage.freed_by(ids) == Figure{421888 - 38730, LowerBoundReason::unknown_layers});
  const auto both = ids_of(survey, {"mysql/mysql-server:5.7", "multi/arch:1"});
  CHECK(usage.freed_by(both) == Figure{421888 + 16384, LowerBoundReason::blobs});
  CHECK(usage.on_disk().reason == LowerBoundReason::blobs);
  // LayersSize has the containers' own layers besides, and no blobs.
  CHECK(usage.on_disk().bytes <= layers_size("docker-26.1.5-containerd"));
  CHECK(usage.on_disk().bytes > layers_size("docker-26.1.5-containerd") * 9 / 10);
}

namespace {

/// What removing the rows of a query frees, by their images' truth.
Figure freed_by(const DiskUsage& usage, const dkrls::ImageQuery& query) {
  return usage.freed_by(query.select(usage.images()));
}

}  // namespace

TEST_CASE("on Docker 29 the unique bytes of an image are what removing it alone freed") {
  const DiskSurvey survey = survey_of(docker_29);
  const DiskUsage usage{DiskSurvey(survey)};
  const auto [name, freed, exact] = GENERATE(table<std::string, std::uint64_t, bool>({
      {"app:2", 4891, true},
      {"nginx:alpine", 92077, true},
      {"imported:1", 1207303, true},
      {"prov:1", 2610895, true},
      {"other:1", 1159817, true},
      {"multi/arch:1", 40433, false},  // two platforms
      {"armonly:1", 0, false},         // not unpacked, and part of another image
      {"multi/two:1", 10266, false},
      {"built/scratch:1", 34647, false},  // with its intermediate images
  }));
  CAPTURE(name);
  const std::string_view id = ids_of(survey, {name})[0];
  const Figure unique = usage.unique(id);
  CHECK(unique == usage.freed_by(std::vector{id}));
  if (exact)
    CHECK(unique == Figure{freed, std::nullopt});
  else
    CHECK(unique.reason == LowerBoundReason::blobs);
  CHECK(unique.bytes <= freed);
}

TEST_CASE("on Docker 29 the unique bytes of most images are exact") {
  const DiskSurvey survey = survey_of(docker_29);
  const DiskUsage usage{DiskSurvey(survey)};
  std::size_t exact = 0;
  for (const SurveyedImage& each : survey.images)
    exact += usage.unique(each.image.id).exact() ? 1U : 0U;
  CHECK(survey.images.size() == 51);
  CHECK(exact >= 30);
}

TEST_CASE("on Docker 29 a set of images freed little more than was predicted") {
  const DiskUsage usage(survey_of(docker_29));
  struct Selection {
    dkrls::ImageQuery query;
    double freed;
  };
  const std::vector<Selection> selections = {
      {dkrls::ImageQuery().where(dkrls::repository_has_prefix("app")), 4887787},
      {dkrls::ImageQuery().where(dkrls::repository_has_prefix("multi")), 1513111},
      {dkrls::ImageQuery().where(dkrls::dangling()), 1710035},
      {dkrls::ImageQuery().where(dkrls::unused()), 22768928}};
  std::vector<double> parts;
  for (const Selection& each : selections)
    parts.push_back(static_cast<double>(freed_by(usage, each.query).bytes) / each.freed);
  std::sort(parts.begin(), parts.end());
  CHECK(parts.back() <= 1);
  CHECK((parts[1] + parts[2]) / 2 >= 0.9);  // the median
}

TEST_CASE("no figure depends on the order in which Docker 29 lists its images") {
  const DiskSurvey survey = survey_of(docker_29);
  const DiskUsage usage{DiskSurvey(survey)};
  DiskSurvey other = survey;
  std::reverse(other.images.begin(), other.images.end());
  for (SurveyedImage& each : other.images)
    std::reverse(each.chains.begin(), each.chains.end());
  const DiskUsage reversed(std::move(other));
  CHECK(usage.on_disk() == reversed.on_disk());
  CHECK(usage.unused() == reversed.unused());
  CHECK(usage.dangling() == reversed.dangling());
  CHECK(usage.repositories() == reversed.repositories());
  for (const SurveyedImage& each : survey.images)
    CHECK(usage.unique(each.image.id) == reversed.unique(each.image.id));
}
