// Surveys of an engine's disk where its own sums tell enough, so that less is asked.

#include <dkrls/disk_usage.hpp>
#include <numeric>

#include "catch.hpp"
#include "client_support.hpp"
#include "ssh_support.hpp"

namespace {

using namespace dkrls_test;
using dkrls::DiskSurvey;
using dkrls::SurveyRequest;

const std::string docker_version = R"({"Version":"20.10.24","Components":[{"Name":"Engine"}]})";

std::string id_of(std::size_t n) {
  return "sha256:" + std::to_string(100 + n);
}

/// What an engine lists: images of 15 bytes, of which they share 10.
std::string list_json(std::size_t count, const std::string& more = "") {
  std::string json;
  for (std::size_t n = 0; n < count; ++n)
    json += (json.empty() ? "" : ",") + std::string("{\"Id\":\"") + id_of(n) +
            "\",\"RepoTags\":[\"app:" + std::to_string(n) +
            "\"],\"Labels\":{\"a\":\"b\"},\"Size\":15,\"SharedSize\":10,\"Containers\":0" + more +
            "}";
  return "[" + json + "]";
}

std::string usage_json(const std::string& list, std::uint64_t layers_size) {
  return R"({"BuildCache":[{"Shared":true,"Size":3}],"LayersSize":)" + std::to_string(layers_size) +
         ",\"Images\":" + list + "}";
}

/// Makes an engine that has such images, of two layers each.
void serve_sums(FakeEngine& engine, std::size_t count) {
  for (std::size_t n = 0; n < count; ++n) {
    const std::string id = id_of(n);
    engine.on("GET /images/" + id + "/json",
              images("{\"RootFS\":{\"Layers\":[\"base\",\"" + id + "\"]}}"));
    engine.on("GET /images/" + id + "/history", images(R"([{"Size":5},{"Size":10}])"));
  }
  engine.on("GET /images/json", images(list_json(count)));
  engine.on("GET /system/df", images(usage_json(list_json(count), 10 + 5 * count)));
  engine.on("GET /containers/json", images("[]"));
  engine.on("GET /version", images(docker_version));
  engine.on("GET /info", images(R"({"Driver":"overlay2"})"));
}

/// Makes such images stand on as many bases, which hold as much as each other.
void serve_bases(FakeEngine& engine, std::size_t count, std::size_t bases) {
  engine.on("GET /system/df", images(usage_json(list_json(count), 10 * bases + 5 * count)));
  for (std::size_t n = 0; n < count; ++n)
    engine.on("GET /images/" + id_of(n) + "/json",
              images("{\"RootFS\":{\"Layers\":[\"base" + std::to_string(n % bases) + "\",\"" +
                     id_of(n) + "\"]}}"));
}

/// A request of one who is about to remove the first `count` images.
SurveyRequest to_remove(std::size_t count) {
  SurveyRequest request{.build_cache = dkrls::AskBuildCache::always};
  request.removals = [count](const DiskSurvey&) {
    dkrls::ImageIndexes removal(count);
    std::iota(removal.begin(), removal.end(), std::size_t{0});
    return std::vector(1, removal);
  };
  return request;
}

/// A request of one who wants a summary.
SurveyRequest to_sum_up(dkrls::AskBuildCache build_cache = dkrls::AskBuildCache::if_cheap) {
  SurveyRequest request{.build_cache = build_cache};
  request.removals = [](const DiskSurvey& listed) { return dkrls::DiskUsage(listed).removals(); };
  return request;
}

DiskSurvey survey(const FakeEngine& engine, const SurveyRequest& request) {
  return client_of(engine).survey_disk(request);
}

std::ptrdiff_t asked(const FakeEngine& engine, const std::string& text) {
  const std::vector<Request> requests = engine.requests();
  return std::count_if(requests.begin(), requests.end(), [&](const Request& request) {
    return request.line.find(text) != std::string::npos;
  });
}

/// Whether each image is known by its layers.
bool knows_all(const DiskSurvey& survey) {
  return std::all_of(survey.images.begin(), survey.images.end(),
                     [](const auto& each) { return each.layers.has_value(); });
}

}  // namespace

TEST_CASE("only what stays is looked into where the engine says what all images hold") {
  const auto [api, path] = GENERATE(table<std::string, std::string>(
      {{"1.41", "/system/df "}, {"1.42", "/system/df?type=image&type=build-cache "}}));
  FakeEngine engine;
  serve_sums(engine, 5);
  engine.on("HEAD /_ping", ping(api));
  SurveyRequest request = to_remove(3);
  request.labels = GENERATE(false, true);
  const DiskSurvey survey = ::survey(engine, request);
  CHECK(survey.layers_size == 35);
  CHECK(survey.shared_build_cache == 3);
  REQUIRE(survey.images.size() == 5);
  for (std::size_t n = 0; n < 5; ++n) {
    CHECK(survey.images[n].layers.has_value() == (n >= 3));
    CHECK(survey.images[n].image.labels.empty() == !request.labels);
    CHECK(survey.images[n].image.containers == 0);
  }
  CHECK(asked(engine, path) == 1);
  CHECK(asked(engine, "/images/json") == 0);
  CHECK(asked(engine, "/images/") == 3);  // two images and the history of one
}

TEST_CASE("one answer has the sums for what goes and for what is unique") {
  const std::string api = GENERATE("1.41", "1.42");
  FakeEngine engine;
  serve_sums(engine, 5);
  engine.on("HEAD /_ping", ping(api));
  SurveyRequest request = to_remove(3);
  request.only_unique = true;
  const DiskSurvey survey = ::survey(engine, request);
  CHECK(survey.layers_size == 35);
  REQUIRE(survey.images.size() == 5);
  for (const dkrls::SurveyedImage& each : survey.images)
    CHECK(each.image.shared_size == 10);
  CHECK(asked(engine, "/system/df") == 1);
  CHECK(asked(engine, "/images/json") == 0);
  CHECK(asked(engine, "/images/") == 3);

  const dkrls::DiskUsage usage{DiskSurvey(survey)};
  for (const dkrls::SurveyedImage& each : survey.images)
    CHECK(usage.unique(each.image.id) == dkrls::DiskFigure{5, std::nullopt});
}

TEST_CASE("both come from layers where the shared sizes do not tell enough") {
  const auto [more, lists] = GENERATE(table<std::string, std::ptrdiff_t>({
      {",\"SharedSize\":-1", 0},
      {",\"ParentId\":\"" + id_of(7) + "\"", 0},
      {",\"Containers\":-1", 1},
  }));
  CAPTURE(more);
  FakeEngine engine;
  serve_sums(engine, 5);
  engine.on("HEAD /_ping", ping("1.42"));
  engine.on("GET /system/df", images(usage_json(list_json(5, more), 35)));
  SurveyRequest request = to_remove(3);
  request.only_unique = true;
  const DiskSurvey survey = ::survey(engine, request);
  CHECK(knows_all(survey));
  CHECK(survey.layers_size == std::nullopt);
  for (const dkrls::SurveyedImage& each : survey.images)
    CHECK(each.image.shared_size == std::nullopt);
  CHECK(asked(engine, "/images/json?all=1 ") == lists);
  CHECK(asked(engine, "/system/df") == 1);
}

TEST_CASE("where all images go the engine is asked for nothing but its sums") {
  FakeEngine engine;
  serve_sums(engine, 5);
  const DiskSurvey survey = ::survey(engine, to_remove(5));
  CHECK(survey.layers_size == 35);
  CHECK(asked(engine, "/images/") == 0);
  CHECK(engine.connections() == 2);
}

TEST_CASE("of many images few are looked into where their shared sizes place the others") {
  const std::string api = GENERATE("1.41", "1.42");
  FakeEngine engine;
  serve_sums(engine, 100);
  engine.on("HEAD /_ping", ping(api));
  const DiskSurvey survey = ::survey(engine, to_sum_up());
  CHECK(knows_all(survey));
  CHECK(survey.shared_build_cache == 3);
  CHECK(asked(engine, "/images/") < 30);
  CHECK(asked(engine, "/images/json") == 0);
  const dkrls::DiskUsage usage{DiskSurvey(survey)};
  CHECK(usage.on_disk() == dkrls::DiskFigure{510, std::nullopt});
  CHECK(usage.unused() == usage.on_disk());
  CHECK(usage.unique(id_of(50)) == dkrls::DiskFigure{5, std::nullopt});
}

TEST_CASE("of many images few are looked into where it makes no difference which base they have") {
  FakeEngine engine;
  serve_sums(engine, 200);
  serve_bases(engine, 200, 4);
  const DiskSurvey survey = ::survey(engine, to_sum_up());
  CHECK(knows_all(survey));
  CHECK(asked(engine, "/images/") < 100);
  const dkrls::DiskUsage usage{DiskSurvey(survey)};
  CHECK(usage.on_disk() == dkrls::DiskFigure{1040, std::nullopt});
  CHECK(usage.repositories().front().unique == dkrls::DiskFigure{1040, std::nullopt});
  CHECK(usage.freed_by({id_of(0), id_of(4)}).bytes == 0);  // which this survey does not tell
}

TEST_CASE("of many images that stay few are looked into") {
  FakeEngine engine;
  serve_sums(engine, 100);
  DiskSurvey survey = ::survey(engine, to_remove(60));
  CHECK(survey.layers_size == 510);
  CHECK(asked(engine, "/images/") < 50);
  const dkrls::DiskUsage usage(std::move(survey));
  std::vector<std::string> ids;
  for (std::size_t n = 0; n < 60; ++n)
    ids.push_back(id_of(n));
  CHECK(usage.freed_by({ids.begin(), ids.end()}) == dkrls::DiskFigure{300, std::nullopt});
}

TEST_CASE("all are looked into where that does not place the others") {
  FakeEngine engine;
  serve_sums(engine, 100);
  SECTION("many layers hold as much as each other") {
    serve_bases(engine, 100, 50);
  }
  SECTION("there is a layer that nobody shows") {
    engine.on("GET /system/df", images(usage_json(list_json(100), 511)));
  }
  SECTION("histories tell nothing") {
    for (std::size_t n = 0; n < 100; ++n)
      engine.on("GET /images/" + id_of(n) + "/history", images("[]"));
  }
  SECTION("images are removed meanwhile") {
    for (std::size_t n = 0; n < 100; n += 2)
      engine.on("GET /images/" + id_of(n) + "/json", error("404 Not Found", ""));
  }
  const DiskSurvey survey = ::survey(engine, to_sum_up());
  CHECK(survey.images.size() >= 50);
  CHECK(knows_all(survey));
  for (const dkrls::SurveyedImage& each : survey.images) {
    CHECK_FALSE(each.lacks_own_layers);
    CHECK(each.layers->size() == 2);
    CHECK(each.image.shared_size == std::nullopt);
  }
}

TEST_CASE("what is freed is exact where images that go were looked into as well") {
  FakeEngine engine;
  serve_sums(engine, 100);
  serve_bases(engine, 100, 20);
  SECTION("with all histories") {}
  SECTION("without one of those that stay") {
    engine.on("GET /images/" + id_of(70) + "/history", images("[]"));
  }
  SECTION("without one of those that go") {
    engine.on("GET /images/" + id_of(7) + "/history", images("[]"));
  }
  const dkrls::DiskUsage usage(::survey(engine, to_remove(60)));
  std::vector<std::string> ids;
  for (std::size_t n = 0; n < 60; ++n)
    ids.push_back(id_of(n));
  CHECK(usage.freed_by({ids.begin(), ids.end()}) == dkrls::DiskFigure{300, std::nullopt});
}

TEST_CASE("a removal may have images in any order, more than once, and such as there are not") {
  FakeEngine engine;
  serve_sums(engine, 100);
  SurveyRequest request{.build_cache = dkrls::AskBuildCache::always};
  std::vector<dkrls::ImageIndexes> removals = {{3, 1, 3, 100, 1'000'000}};
  std::vector<dkrls::ImageIndexes> expected = {{1, 3}};
  SECTION("one") {}
  SECTION("several") {
    removals.push_back({4, 0, 4});
    expected.push_back({0, 4});
  }
  request.removals = [&](const DiskSurvey&) { return removals; };
  DiskSurvey survey = ::survey(engine, request);
  CHECK(survey.removals == expected);
  const dkrls::DiskUsage usage(std::move(survey));
  CHECK(usage.freed_by({id_of(3), id_of(1)}) == dkrls::DiskFigure{10, std::nullopt});
}

TEST_CASE("a survey that was made for no removal tells of all") {
  FakeEngine engine;
  serve_sums(engine, 100);
  serve_bases(engine, 100, 4);
  SurveyRequest request;
  request.removals = [](const DiskSurvey&) { return std::vector<dkrls::ImageIndexes>(); };
  const dkrls::DiskUsage usage(::survey(engine, request));
  std::vector<std::string> ids;  // all that stand on one base
  for (std::size_t n = 0; n < 100; n += 4)
    ids.push_back(id_of(n));
  CHECK(usage.freed_by({ids.begin(), ids.end()}) == dkrls::DiskFigure{135, std::nullopt});
}

TEST_CASE("where no image goes there is nothing to look into") {
  FakeEngine engine;
  serve_sums(engine, 5);
  CHECK(survey(engine, to_remove(0)).images.size() == 5);
  CHECK(asked(engine, "/images/") == 0);
}

TEST_CASE("the engine is asked as ever where its sums are not all there is to know") {
  const std::string reply =
      GENERATE(usage_json(list_json(5), 0), usage_json("3", 35), usage_json("[{}]", 35),
               usage_json(list_json(4, ",\"Containers\":-1"), 35),
               std::string(R"({"BuildCache":[{"Shared":true,"Size":3}]})"));
  CAPTURE(reply);
  FakeEngine engine;
  serve_sums(engine, 5);
  engine.on("GET /system/df", images(reply));
  const DiskSurvey survey = ::survey(engine, to_remove(3));
  CHECK(survey.images.size() == 5);
  CHECK(knows_all(survey));
  CHECK(survey.layers_size == std::nullopt);
  CHECK(survey.shared_build_cache == 3);
  CHECK(asked(engine, "/system/df") == 1);
}

TEST_CASE("containers are counted where the disk usage has them uncounted") {
  FakeEngine engine;
  serve_sums(engine, 5);
  const std::string uncounted = list_json(5, ",\"Containers\":-1");
  engine.on("GET /images/json", images(uncounted));
  engine.on("GET /system/df", images(usage_json(uncounted, 35)));
  engine.on("GET /containers/json", images(R"([{"ImageID":"sha256:102"}])"));
  const DiskSurvey survey = ::survey(engine, to_remove(3));
  CHECK(survey.layers_size == 35);
  CHECK_FALSE(survey.images[2].layers);
  CHECK(survey.images[2].image.containers == 1);
  CHECK(survey.images[4].layers);
  CHECK(asked(engine, "/images/json?all=1 ") == 1);
}

namespace {

/// Makes an engine that has five images, built on a hidden one, which containers were made from as
/// `containers` says.
void serve_hidden(FakeEngine& engine, const std::string& api, const std::string& containers) {
  serve_sums(engine, 5);
  const std::string built = list_json(5, R"(,"ParentId":"sha256:1")");
  std::string all = built;
  all.replace(all.size() - 1, 1, R"(,{"Id":"sha256:1","Size":10,"RepoTags":null}])");
  std::string usage = usage_json(built, 35);
  if (api == "1.41")  // later ones are not asked for them
    usage.replace(usage.size() - 1, 1, ",\"Containers\":" + containers + "}");
  engine.on("HEAD /_ping", ping(api));
  engine.on("GET /images/json", images(all));
  engine.on("GET /system/df", images(usage));
  engine.on("GET /containers/json", images(containers));
  engine.on("GET /images/sha256:1/json", images(R"({"RootFS":{"Layers":["base"]}})"));
}

}  // namespace

TEST_CASE("hidden images are nothing to ask for where shared sizes are without them") {
  FakeEngine engine;
  serve_hidden(engine, "1.41", "[]");
  SurveyRequest request = to_remove(3);
  request.only_unique = true;
  const DiskSurvey survey = ::survey(engine, request);
  CHECK(survey.layers_size == 35);
  CHECK(survey.images.size() == 5);
  CHECK(survey.images[0].image.shared_size == 10);
  CHECK(asked(engine, "/images/json") == 0);
}

TEST_CASE("hidden images are not looked into where shared sizes are with them") {
  FakeEngine engine;
  serve_hidden(engine, "1.42", R"([{"ImageID":"sha256:102"}])");
  SurveyRequest request =
      GENERATE(to_remove(3), to_sum_up(), SurveyRequest{.only_unique = true}, SurveyRequest());
  request.only_unique = request.only_unique || GENERATE(false, true);
  const DiskSurvey survey = ::survey(engine, request);
  CHECK(survey.images.size() == 5);
  CHECK(survey.layers_size.has_value() == (survey.removals.size() == 1));
  for (const dkrls::SurveyedImage& each : survey.images)
    CHECK(each.image.shared_size == std::nullopt);
  CHECK(asked(engine, "/images/json?all=1") == (request.removals ? 0 : 1));
  CHECK(asked(engine, "/images/sha256:1/") == 0);
}

TEST_CASE("hidden images are looked into where containers were made from them or they are wanted") {
  const std::string api = GENERATE("1.41", "1.42");
  FakeEngine engine;
  SurveyRequest request = to_remove(3);
  SECTION("containers") {
    serve_hidden(engine, api, R"([{"ImageID":"sha256:1"}])");
  }
  SECTION("wanted") {
    serve_hidden(engine, api, "[]");
    request.intermediate = true;
  }
  const DiskSurvey survey = ::survey(engine, request);
  REQUIRE(survey.images.size() == 6);
  CHECK(survey.images.back().image.id == "sha256:1");
  CHECK(survey.images.back().layers);
  CHECK(survey.layers_size == 35);
  CHECK(asked(engine, "/images/json?all=1 ") == 1);
}

TEST_CASE("the disk usage is asked for where nothing else has the sums, and may fail") {
  FakeEngine engine;
  serve_sums(engine, 100);
  const SurveyRequest request =
      GENERATE(to_sum_up(dkrls::AskBuildCache::never), SurveyRequest{.only_unique = true});
  SECTION("it tells enough") {
    const DiskSurvey survey = ::survey(engine, request);
    CHECK(survey.shared_build_cache == std::nullopt);
    CHECK(survey.images[0].image.shared_size == 10);
    CHECK(asked(engine, "/images/") < 30);
  }
  SECTION("the engine refuses it") {
    engine.on("GET /system/df", error("500 Internal Server Error", ""));
    CHECK(knows_all(survey(engine, request)));
  }
  SECTION("the engine hangs up") {
    engine.on("GET /system/df", Reply().close());
    CHECK(knows_all(survey(engine, request)));
  }
  CHECK(asked(engine, "/system/df ") == 1);
}

TEST_CASE("a disk usage that takes long is not waited for unless that is wanted") {
  FakeEngine engine;
  serve_sums(engine, 5);
  engine.on("GET /info", images(R"({"Driver":"overlay2","Images":5})"));
  engine.on("GET /system/df", Reply().wait().send(http_response("200 OK", usage_json("[]", 35))));
  SECTION("beside all else") {
    const DiskSurvey survey = ::survey(engine, to_sum_up());
    CHECK(knows_all(survey));
    CHECK(survey.images.size() == 5);
    CHECK(survey.shared_build_cache == std::nullopt);
    CHECK(asked(engine, "/system/df ") == 1);
  }
  SECTION("behind ssh, where all else would have to wait as well") {
    const StandIns stand_ins;
    stand_ins.write("ssh", relay_to(engine));
    CHECK(knows_all(ssh_client().survey_disk(to_sum_up())));
    CHECK(asked(engine, "/system/df") == 0);
  }
}

TEST_CASE("a disk usage that the engine will not tell stands in for nothing") {
  FakeEngine engine;
  serve_sums(engine, 5);
  engine.on("GET /system/df", error("500 Internal Server Error",
                                    R"({"message":"a disk usage operation is already running"})"));
  const DiskSurvey survey = ::survey(engine, to_remove(5));
  CHECK(knows_all(survey));
  CHECK(survey.shared_build_cache == std::nullopt);
  CHECK(asked(engine, "/system/df") == 1);
}

TEST_CASE("all images are looked into where it is not known exactly what stays") {
  const auto [what, reply] = GENERATE(table<std::string, Reply>({
      {"json", error("500 Internal Server Error", "")},
      {"json", error("404 Not Found", "")},
      {"history", images("[]")},
  }));
  CAPTURE(what);
  FakeEngine engine;
  serve_sums(engine, 5);
  for (const std::size_t n : {3U, 4U})
    engine.on("GET /images/" + id_of(n) + "/" + what, reply);
  const DiskSurvey survey = ::survey(engine, to_remove(3));
  CHECK(survey.layers_size == std::nullopt);
  REQUIRE(survey.images.size() >= 3);
  for (std::size_t n = 0; n < 3; ++n)
    CHECK(survey.images[n].layers);
}

TEST_CASE("engines that count otherwise are asked about every image") {
  const auto [version, info] = GENERATE(table<std::string, std::string>({
      {docker_version,
       R"({"Driver":"overlayfs","DriverStatus":[["driver-type","io.containerd.snapshotter.v1"]]})"},
      {R"({"Version":"5.4","Components":[{"Name":"Podman Engine"}]})", R"({"Driver":"overlay"})"},
  }));
  FakeEngine engine;
  serve_sums(engine, 3);
  engine.on("HEAD /_ping", ping("1.42"));
  engine.on("GET /version", images(version));
  engine.on("GET /info", images(info));
  CHECK(knows_all(survey(engine, to_remove(3))));
  CHECK(knows_all(survey(engine, to_sum_up(dkrls::AskBuildCache::never))));
  CHECK(knows_all(survey(engine, {.only_unique = true})));
  CHECK(asked(engine, "shared-size") == 0);
  CHECK(asked(engine, "/system/df?type=build-cache ") == 1);
}

TEST_CASE("for what is unique to each image their shared sizes are enough") {
  FakeEngine engine;
  serve_sums(engine, 5);
  engine.on("HEAD /_ping", ping("1.42"));
  const DiskSurvey survey = ::survey(engine, {.only_unique = true});
  REQUIRE(survey.images.size() == 5);
  for (const dkrls::SurveyedImage& each : survey.images)
    CHECK(each.image.shared_size == 10);
  CHECK(asked(engine, "/images/json?all=1&shared-size=1 ") == 1);
  CHECK(asked(engine, "/images/") == 1);
}

TEST_CASE("shared sizes are not relied on where they are missing, or images are hidden") {
  const auto [api, list] = GENERATE(table<std::string, std::string>({
      {"1.42", list_json(5, ",\"SharedSize\":-1")},
      {"1.42", list_json(5, ",\"ParentId\":\"" + id_of(0) + "\",\"RepoTags\":null")},
  }));
  FakeEngine engine;
  serve_sums(engine, 5);
  engine.on("HEAD /_ping", ping(api));
  engine.on("GET /images/json", images(list));
  const DiskSurvey survey = ::survey(engine, {.only_unique = true});
  CHECK(knows_all(survey));
  for (const dkrls::SurveyedImage& each : survey.images)
    CHECK(each.image.shared_size == std::nullopt);
  CHECK(asked(engine, "/images/json") == 1);
}
