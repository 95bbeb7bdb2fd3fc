// What DiskUsage makes of what engines said, and what they said of their disks themselves.

#include <algorithm>
#include <boost/json/parse.hpp>
#include <dkrls/detail/engine_api/container_list_parser.hpp>
#include <dkrls/detail/engine_api/image_list_parser.hpp>
#include <dkrls/detail/engine_api/layer_parser.hpp>
#include <dkrls/disk_usage.hpp>
#include <map>
#include <numeric>

#include "catch.hpp"
#include "recordings.hpp"

namespace {

using dkrls::DiskUsage;
using dkrls::Figure;
using dkrls::LowerBoundReason;
using dkrls::detail::DiskSurvey;
using dkrls::detail::LayerStore;
using dkrls::detail::SurveyedImage;

using Names = std::vector<std::string>;

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

DiskSurvey survey_of(const std::string& engine) {
  DiskSurvey survey;
  if (engine.starts_with("podman"))
    survey.store = LayerStore::podman;
  else if (engine.ends_with("containerd"))
    survey.store = LayerStore::containerd;
  std::map<std::string, std::uint64_t> containers;
  parse_recording(engine, "containers_all.http",
                  dkrls::detail::ContainerListParser(
                      [&](std::string_view id) { ++containers[std::string(id)]; }));
  parse_recording(engine, "images_all.http",
                  dkrls::detail::ImageListParser([&](const dkrls::Image& image) {
                    survey.images.push_back({image});
                    survey.images.back().image.containers = containers[image.id];
                  }));
  const auto answers = read_layers(engine);
  for (SurveyedImage& each : survey.images) {
    const std::string id = each.image.id.substr(7, 12);
    each.layers = dkrls::detail::parse_layers(answers.at(id + "/json").body);
    if (const auto& answer = answers.at(id + "/history"); answer.status == 200)
      each.history = dkrls::detail::parse_history(answer.body);
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
    REQUIRE(each.layers);
    REQUIRE(each.history);
    const std::uint64_t sum =
        std::accumulate(each.history->begin(), each.history->end(), std::uint64_t{0},
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
  // Of this image nothing is shared, and removing it freed 833071 bytes.
  const auto ids = ids_of(survey, {"mysql/mysql-server:5.7"});
  CHECK(usage.freed_by(ids) == Figure{421888, LowerBoundReason::blobs});
  CHECK(usage.on_disk().reason == LowerBoundReason::blobs);
  // LayersSize has the containers' own layers besides, and no blobs.
  CHECK(usage.on_disk().bytes <= layers_size("docker-26.1.5-containerd"));
  CHECK(usage.on_disk().bytes > layers_size("docker-26.1.5-containerd") * 9 / 10);
}
