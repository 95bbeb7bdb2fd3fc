// Surveys of an engine's disk: what is asked, over how many connections, and what may go wrong.

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <optional>

#include "catch.hpp"
#include "client_support.hpp"
#include "running_context.hpp"
#include "ssh_support.hpp"

namespace {

namespace asio = boost::asio;
using namespace dkrls_test;
using dkrls::Diagnostics;
using dkrls::DiskSurvey;
using dkrls::Errc;
using dkrls::error_code;
using dkrls::HistoryStep;
using dkrls::LayerStore;
using dkrls::SurveyRequest;

const std::string docker_version = R"({"Version":"20.10.24","Components":[{"Name":"Engine"}]})";
const std::string podman_version = R"({"Version":"5.4.2","Components":[{"Name":"Podman Engine"}]})";
const std::string overlay2 = R"({"Driver":"overlay2"})";

/// The ID of the n-th image.
std::string id_of(std::size_t n) {
  return "sha256:" + std::to_string(100 + n);
}

/// Makes an engine that has `count` images of two layers each, "base" with 10 bytes below.
void serve_layers(FakeEngine& engine, std::size_t count) {
  std::string json;
  for (std::size_t n = 0; n < count; ++n) {
    const std::string id = id_of(n);
    json += (json.empty() ? "" : ",") + std::string("{\"Id\":\"") + id +
            "\",\"RepoTags\":[\"app:" + std::to_string(n) + "\"],\"Size\":15}";
    engine.on("GET /images/" + id + "/json",
              images("{\"RootFS\":{\"Layers\":[\"base\",\"" + id + "\"]}}"));
    engine.on("GET /images/" + id + "/history",
              images(R"([{"Size":0,"CreatedBy":"CMD x"},{"Size":5},{"Size":10}])"));
  }
  engine.on("GET /images/json", images("[" + json + "]"));
  engine.on("GET /containers/json", images("[]"));
  engine.on("GET /version", images(docker_version));
  engine.on("GET /info", images(overlay2));
}

struct SurveyOutcome {
  error_code ec;
  Diagnostics diagnostics;
  DiskSurvey survey;
};

SurveyOutcome survey(const dkrls::DockerClient& client, const SurveyRequest& request = {}) {
  SurveyOutcome outcome;
  outcome.survey = client.survey_disk(request, outcome.ec, outcome.diagnostics);
  return outcome;
}

SurveyOutcome survey(const FakeEngine& engine, const SurveyRequest& request = {}) {
  return survey(client_of(engine), request);
}

/// How often something was asked whose request line contains `text`.
std::ptrdiff_t asked(const FakeEngine& engine, const std::string& text) {
  const std::vector<Request> requests = engine.requests();
  return std::count_if(requests.begin(), requests.end(), [&](const Request& request) {
    return request.line.find(text) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("a survey tells what each image is made of") {
  FakeEngine engine;
  serve_layers(engine, 2);
  engine.on("GET /containers/json", images(R"([{"ImageID":"sha256:101"}])"));
  const SurveyOutcome outcome = survey(engine);
  REQUIRE_FALSE(outcome.ec);
  CHECK(outcome.survey.store == LayerStore::graph_driver);
  CHECK(outcome.survey.shared_build_cache == std::nullopt);
  REQUIRE(outcome.survey.images.size() == 2);
  for (std::size_t n : {0U, 1U}) {
    const dkrls::SurveyedImage& each = outcome.survey.images[n];
    CHECK(each.image.id == id_of(n));
    CHECK(each.image.containers == n);
    CHECK(each.layers == std::vector<std::string>{"base", id_of(n)});
  }
  // One tells what there is below the layer where both part.
  CHECK(outcome.survey.images[0].history ==
        std::vector<HistoryStep>{{10, true}, {5, true}, {0, false}});
  CHECK_FALSE(outcome.survey.images[1].history);
  CHECK(asked(engine, "GET /v1.41/images/json?all=1 ") == 1);
  CHECK(survey(engine).survey == outcome.survey);
  CHECK(asked(engine, "/system/df") == 0);
}

TEST_CASE("a survey has the labels of its images where they are asked for") {
  const bool labels = GENERATE(false, true);
  FakeEngine engine;
  serve_layers(engine, 0);
  engine.on("GET /images/json", images(R"([{"Id":"sha256:100","Labels":{"a":"b"}}])"));
  engine.on("GET /images/sha256:100/json", images("{\"RootFS\":{}}"));
  const SurveyOutcome outcome = survey(engine, {.labels = labels});
  REQUIRE(outcome.survey.images.size() == 1);
  CHECK(outcome.survey.images[0].image.labels.size() == (labels ? 1 : 0));
}

TEST_CASE("the store is known by what the engine says of itself") {
  const auto [version, info, store] = GENERATE(table<std::string, std::string, LayerStore>({
      {docker_version, overlay2, LayerStore::graph_driver},
      {docker_version,
       R"({"Driver":"overlayfs","DriverStatus":[["driver-type","io.containerd.snapshotter.v1"]]})",
       LayerStore::containerd},
      {R"({"Version":"5.4","Components":[{"Name":"Podman Engine"}]})", R"({"Driver":"overlay"})",
       LayerStore::podman},
  }));
  FakeEngine engine;
  serve_layers(engine, 1);
  engine.on("GET /version", images(version));
  engine.on("GET /info", images(info));
  CHECK(survey(engine).survey.store == store);
}

TEST_CASE("an engine without images is surveyed over two connections") {
  FakeEngine engine;
  serve_layers(engine, 0);
  const SurveyOutcome outcome = survey(engine);
  CHECK_FALSE(outcome.ec);
  CHECK(outcome.survey.images.empty());
  CHECK(engine.connections() == 2);
}

TEST_CASE("many images are asked about over eight connections that are kept") {
  FakeEngine engine;
  serve_layers(engine, 100);
  const SurveyOutcome outcome = survey(engine);
  REQUIRE_FALSE(outcome.ec);
  CHECK(std::all_of(outcome.survey.images.begin(), outcome.survey.images.end(),
                    [](const auto& each) { return each.layers.has_value(); }));
  CHECK(engine.connections() == 8);
  CHECK(asked(engine, "/images/sha256:") == 101);
  CHECK(asked(engine, "/history ") == 1);
}

TEST_CASE("images are asked about at the same time") {
  FakeEngine engine;
  serve_layers(engine, 8);
  for (std::size_t n = 0; n < 8; ++n)
    engine.on("GET /images/" + id_of(n) + "/json",
              Reply().wait().send(http_response("200 OK", R"({"RootFS":{}})")));
  RunningContext context;
  Diagnostics diagnostics;
  auto done = client_of(engine).async_survey_disk(context.get().get_executor(), {}, diagnostics,
                                                  asio::use_future);
  engine.await_waiting(8);
  engine.release();
  CHECK(done.get().images.size() == 8);
}

TEST_CASE("an engine says what it is while it lists") {
  FakeEngine engine;
  serve_layers(engine, 2);
  engine.on("GET /version",
            Reply().wait().send(http_response("200 OK", R"({"Version":"28.2.2"})")));
  engine.on("GET /images/json", Reply().wait().send(http_response("200 OK", "[]")));
  RunningContext context;
  Diagnostics diagnostics;
  auto done = client_of(engine).async_survey_disk(context.get().get_executor(), {}, diagnostics,
                                                  asio::use_future);
  engine.await_waiting(2);
  engine.release();
  CHECK(done.get().images.empty());
}

TEST_CASE("what keeps a survey from its list or its store is told, whichever it is") {
  const std::string path = GENERATE("/version", "/info", "/images/json");
  FakeEngine engine;
  serve_layers(engine, 2);
  engine.on("GET " + path, error("500 Internal Server Error", R"({"message":"broken"})"));
  const SurveyOutcome outcome = survey(engine);
  CHECK(outcome.ec == Errc::engine_error);
  CHECK(outcome.diagnostics.message == "broken");
  CHECK(outcome.diagnostics.http_status == 500);
}

TEST_CASE("an image that is removed in the meantime is left out") {
  const std::string part = GENERATE("json", "history");
  FakeEngine engine;
  serve_layers(engine, 3);
  engine.on("GET /images/" + id_of(0) + "/" + part,
            error("404 Not Found", R"({"message":"No such image"})"));
  const SurveyOutcome outcome = survey(engine);
  REQUIRE_FALSE(outcome.ec);
  REQUIRE(outcome.survey.images.size() == 2);
  CHECK(outcome.survey.images[0].image.id == id_of(1));
  CHECK(outcome.survey.images[1].image.id == id_of(2));
  CHECK(outcome.survey.images[0].history);
}

TEST_CASE("what the engine will not tell of an image is missing, and nothing else") {
  const auto [part, reply] = GENERATE(table<std::string, Reply>({
      {"json", error("500 Internal Server Error", R"({"message":"broken"})")},
      {"history", error("500 Internal Server Error", R"({"message":"nil pointer"})")},
      {"json", images("[]")},
      {"history", images("{}")},
      {"json", images("\"" + std::string(5 * 1024 * 1024, 'x') + "\"")},
      {"history", images("\"" + std::string(5 * 1024 * 1024, 'x') + "\"", Framing::one_chunk)},
  }));
  CAPTURE(part);
  FakeEngine engine;
  serve_layers(engine, 3);
  engine.on("GET /images/" + id_of(0) + "/" + part, reply);
  const SurveyOutcome outcome = survey(engine);
  REQUIRE_FALSE(outcome.ec);
  REQUIRE(outcome.survey.images.size() == 3);
  CHECK(outcome.survey.images[0].layers.has_value() == (part == "history"));
  CHECK_FALSE(outcome.survey.images[0].history);
  CHECK(outcome.survey.images[1].layers);
  CHECK(outcome.survey.images[1].history);
  CHECK(outcome.survey.images[2].layers);
  // The others are asked once the first has not helped.
  CHECK(outcome.survey.images[2].history.has_value() == (part == "history"));
}

TEST_CASE("an ID that is no part of a path is not asked about") {
  FakeEngine engine;
  serve_layers(engine, 0);
  const std::string id = GENERATE("", "../info", "a?b", "a b", "a\\r\\nb");
  engine.on("GET /images/json", images("[{\"Id\":\"x" + id + "\"}]"));
  const SurveyOutcome outcome = survey(engine);
  REQUIRE_FALSE(outcome.ec);
  if (id.empty()) {
    CHECK(outcome.survey.images.empty());  // asked, and not found
    return;
  }
  REQUIRE(outcome.survey.images.size() == 1);
  CHECK_FALSE(outcome.survey.images[0].layers);
  CHECK(asked(engine, "/images/x") == 0);
}

TEST_CASE("the build cache is asked for where it is wanted, alone where that is possible") {
  const auto [api, path] = GENERATE(table<std::string, std::string>(
      {{"1.41", "GET /v1.41/system/df "}, {"1.42", "GET /v1.42/system/df?type=build-cache "}}));
  FakeEngine engine;
  serve_layers(engine, 2);
  engine.on("GET /version", images(podman_version));
  engine.on("HEAD /_ping", ping(api));
  engine.on("GET /system/df",
            images(R"({"BuildCache":[{"Shared":true,"Size":5},{"Shared":false,"Size":7}]})"));
  const SurveyOutcome outcome = survey(engine, {.build_cache = dkrls::AskBuildCache::always});
  REQUIRE_FALSE(outcome.ec);
  CHECK(outcome.survey.shared_build_cache == 5);
  CHECK(asked(engine, path) == 1);
  CHECK(outcome.survey.images.size() == 2);
}

TEST_CASE("a build cache that is dear to ask for is asked for only where that is insisted on") {
  const auto [api, times] = GENERATE(table<std::string, int>({{"1.41", 0}, {"1.42", 1}}));
  FakeEngine engine;
  serve_layers(engine, 2);
  engine.on("HEAD /_ping", ping(api));
  engine.on("GET /system/df", images(R"({"BuildCache":[{"Shared":true,"Size":5}]})"));
  const SurveyOutcome outcome = survey(engine, {.build_cache = dkrls::AskBuildCache::if_cheap});
  REQUIRE_FALSE(outcome.ec);
  CHECK(outcome.survey.shared_build_cache.has_value() == (times == 1));
  CHECK(asked(engine, "/system/df") == times);
}

TEST_CASE("a build cache that the engine will not tell of is not known") {
  FakeEngine engine;
  serve_layers(engine, 1);
  engine.on("GET /system/df", error("500 Internal Server Error",
                                    R"({"message":"a disk usage operation is already running"})"));
  const SurveyOutcome outcome = survey(engine, {.build_cache = dkrls::AskBuildCache::always});
  REQUIRE_FALSE(outcome.ec);
  CHECK(outcome.survey.shared_build_cache == std::nullopt);
  CHECK(outcome.survey.images[0].layers);
}

TEST_CASE("the build cache is asked for while the images are listed") {
  FakeEngine engine;
  serve_layers(engine, 2);
  engine.on("GET /version", images(podman_version));
  engine.on("GET /images/json", Reply().wait().send(http_response("200 OK", "[]")));
  engine.on("GET /system/df", Reply().wait().send(http_response("200 OK", "{}")));
  RunningContext context;
  Diagnostics diagnostics;
  auto done = client_of(engine).async_survey_disk(context.get().get_executor(),
                                                  {.build_cache = dkrls::AskBuildCache::always},
                                                  diagnostics, asio::use_future);
  engine.await_waiting(2);
  engine.release();
  CHECK(done.get().shared_build_cache == 0);
}

TEST_CASE("behind ssh even the build cache is asked for over one connection") {
  const StandIns stand_ins;
  FakeEngine engine;
  serve_layers(engine, 20);
  engine.on("GET /system/df", images("{}"));
  stand_ins.write("ssh", relay_to(engine));
  const SurveyOutcome outcome = survey(ssh_client(), {.build_cache = dkrls::AskBuildCache::always});
  CHECK_FALSE(outcome.ec);
  CHECK(outcome.survey.shared_build_cache == 0);
  CHECK(outcome.survey.images.size() == 20);
  CHECK(engine.connections() == 1);
}

TEST_CASE("progress is told after each image") {
  FakeEngine engine;
  serve_layers(engine, 20);
  std::vector<std::size_t> told;
  const SurveyOutcome outcome =
      survey(engine, {.progress = [&](std::size_t asked_so_far, std::size_t all) {
               told.push_back(asked_so_far);
               CHECK(all == 20);
             }});
  REQUIRE(told.size() == 20);
  CHECK(std::is_sorted(told.begin(), told.end()));
  CHECK(told.back() == 20);
}

TEST_CASE("a survey of an engine that hangs up in the middle fails") {
  FakeEngine engine;
  serve_layers(engine, 20);
  engine.on("GET /images/" + id_of(0) + "/history",
            Reply().send("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n[{\"Size\":1").close());
  const SurveyOutcome outcome = survey(engine);
  CHECK(outcome.ec == Errc::truncated_answer);
  CHECK(outcome.survey == DiskSurvey());
  engine.await_idle();
}

TEST_CASE("a survey fails when the engine is silent about one image for too long") {
  FakeEngine engine;
  serve_layers(engine, 20);
  engine.on("GET /images/" + id_of(7) + "/json", Reply().wait());
  const SurveyOutcome outcome = survey(client_of(engine, std::chrono::seconds(1)));
  CHECK(outcome.ec == Errc::timed_out);
  engine.release();
  engine.await_idle();
}

TEST_CASE("a survey can be cancelled in every way, and all its connections are closed") {
  const auto type = GENERATE(asio::cancellation_type::terminal, asio::cancellation_type::partial,
                             asio::cancellation_type::total);
  FakeEngine engine;
  serve_layers(engine, 20);
  for (std::size_t n = 0; n < 20; ++n)
    engine.on("GET /images/" + id_of(n) + "/json", Reply().wait());
  std::optional<error_code> result;
  Diagnostics diagnostics;
  asio::cancellation_signal signal;
  {
    RunningContext context;
    asio::post(context.get(), [&] {
      client_of(engine).async_survey_disk(
          context.get().get_executor(), {}, diagnostics,
          asio::bind_cancellation_slot(signal.slot(),
                                       [&](error_code ec, const DiskSurvey&) { result = ec; }));
    });
    engine.await_waiting(8);
    asio::post(context.get(), [&] { signal.emit(type); });
  }
  CHECK(result == asio::error::operation_aborted);
  engine.release();
  engine.await_idle();
}

TEST_CASE("a survey whose engine refuses to say what it is fails with the engine's words") {
  FakeEngine engine;
  serve_layers(engine, 1);
  engine.on("GET /info", error("403 Forbidden", R"({"message":"not allowed"})"));
  const SurveyOutcome outcome = survey(engine);
  CHECK(outcome.ec == Errc::engine_error);
  CHECK(outcome.diagnostics.message == "not allowed");
  CHECK_THROWS_AS(client_of(engine).survey_disk(), dkrls::Error);
}
