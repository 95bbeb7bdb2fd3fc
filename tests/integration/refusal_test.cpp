// SPDX-License-Identifier: MIT

// Engines behind a proxy that refuses some requests: what is known is shown, and one warning says
// what is not and why.

#include "catch.hpp"
#include "client_support.hpp"
#include "example_layers.hpp"
#include "process.hpp"

namespace {

using namespace dkrls_test;
using dkrls::Errc;
using dkrls::Figure;
using dkrls::LowerBoundReason;

constexpr std::uint64_t all_layers = 22'100'000 + 322'000'000 + 69'200'000 +
                                     (133'000'000 - 69'200'000) + (317'000'000 - 69'200'000) +
                                     (540'000'000 - 69'200'000) + (661'000'000 - 540'000'000) +
                                     (902'000'000 - 661'000'000);

/// The example engine, and a proxy's refusals.
class RefusingEngine : public FakeEngine {
 public:
  RefusingEngine() {
    serve_example(*this);
    serve_example_layers(*this);
  }

  void refuse(const std::string& route) {
    on(route, error("403 Forbidden", "not for you\nask somebody else\n"));
  }

  void refuse_inspections() {
    for (const ExampleImage& each : example_listing)
      for (const char* const path : {"/json", "/history"})
        refuse("GET /images/" + full_id(each) + path);
  }
};

/// What a client reported, and its warnings.
struct Answer {
  std::vector<std::string> warnings;
  dkrls::DockerClient client;

  explicit Answer(const FakeEngine& engine)
      : client({.endpoint = dkrls::UnixEndpoint{engine.path()},
                .timeout = std::chrono::seconds(10),
                .logger = {dkrls::LogLevel::warning,
                           [this](dkrls::LogLevel, std::string_view message) {
                             warnings.emplace_back(message);
                           }}}) {}
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;
};

const std::vector<std::string> no_warnings = {};

std::vector<std::string> refused(const std::string& request) {
  return {request + " was refused (403): not for you"};
}

Finished run(const FakeEngine& engine, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), DKR_LS);
  return run_process(std::move(arguments), {"DOCKER_HOST=" + engine.url()});
}

const std::string containers_warning =
    "WARNING: GET /containers/json was refused (403): not for you\n";

}  // namespace

TEST_CASE("refused containers leave the count unknown if it is optional, else they are an error") {
  RefusingEngine engine;
  engine.refuse("GET /containers/json");
  Answer answer(engine);
  const auto images = answer.client.list_images({.containers = true, .containers_optional = true});
  CHECK(is_example(images));
  for (const dkrls::Image& image : images)
    CHECK_FALSE(image.containers);
  CHECK(answer.warnings == refused("GET /containers/json"));

  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  answer.client.list_images({.containers = true}, ec, diagnostics);
  CHECK(ec == Errc::engine_error);
  CHECK(diagnostics.request == "GET /containers/json");
}

TEST_CASE("an optional count that fails otherwise than by a refusal is an error") {
  RefusingEngine engine;
  const auto [reply, expected] = GENERATE(table<Reply, Errc>({
      {Reply().send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[").close(),
       Errc::truncated_answer},
      {error("500 Oops", "oops"), Errc::engine_error},
  }));
  engine.on("GET /containers/json", reply);
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  client_of(engine).list_images({.containers = true, .containers_optional = true}, ec, diagnostics);
  CHECK(ec == expected);
}

TEST_CASE("without containers nobody knows what may be removed, but what only an image holds") {
  RefusingEngine engine;
  Answer good(engine);
  const dkrls::DiskUsage all = good.client.disk_usage();
  CHECK(all.unused() == Figure{all_layers, {}});
  CHECK(good.warnings == no_warnings);

  engine.refuse("GET /containers/json");
  Answer answer(engine);
  const dkrls::DiskUsage usage = answer.client.disk_usage();
  const Figure unknown = {0, LowerBoundReason::unknown_containers};
  CHECK(usage.unused() == unknown);
  CHECK(usage.dangling() == unknown);
  CHECK(usage.freed_by({full_id(example_listing[0])}) == unknown);
  CHECK(usage.freed_by(std::vector<std::string_view>()) == Figure{0, {}});
  CHECK(usage.on_disk() == all.on_disk());
  CHECK(usage.repositories() == all.repositories());
  for (const ExampleImage& each : example_listing)
    CHECK(usage.unique(full_id(each)) == all.unique(full_id(each)));
  CHECK(answer.warnings == refused("GET /containers/json"));

  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  answer.client.disk_usage({.containers_required = true}, ec, diagnostics);
  CHECK(ec == Errc::engine_error);
  CHECK(diagnostics.request == "GET /containers/json");
}

TEST_CASE("without /info the store is unknown, and figures are lower bounds") {
  RefusingEngine engine;
  engine.refuse("GET /info");
  Answer answer(engine);
  const dkrls::DiskUsage usage = answer.client.disk_usage();
  CHECK(usage.on_disk() == Figure{all_layers, LowerBoundReason::blobs});
  CHECK(usage.unused().bytes <= all_layers);
  CHECK_FALSE(usage.unused().exact());
  CHECK(answer.warnings == refused("GET /info"));
}

TEST_CASE("without inspections figures are lower bounds, and one warning says why") {
  RefusingEngine engine;
  engine.refuse_inspections();
  Answer answer(engine);
  const dkrls::DiskUsage usage = answer.client.disk_usage();
  for (const ExampleImage& each : example_listing)
    CHECK(usage.unique(full_id(each)) == Figure{0, LowerBoundReason::unknown_layers});
  CHECK(answer.warnings.size() == 1);
  CHECK(answer.warnings.front().starts_with("GET /images/sha256:"));
  CHECK(answer.warnings.front().ends_with(" was refused (403): not for you"));
}

TEST_CASE("an image that is removed meanwhile is no reason for a warning") {
  RefusingEngine engine;
  const std::string route = "GET /images/" + full_id(example_listing[0]);
  for (const char* const path : {"/json", "/history"})
    engine.on(route + path, error("404 Not Found", "{\"message\":\"No such image\"}"));
  Answer answer(engine);
  CHECK(answer.client.disk_usage().images().size() == example_listing.size() - 1);
  CHECK(answer.warnings == no_warnings);
}

TEST_CASE("JSON lists images without their containers if these are refused") {
  RefusingEngine engine;
  engine.refuse("GET /containers/json");
  const Finished finished = run(engine, {"tags", "--format", "json"});
  CHECK(finished.status == 0);
  CHECK(std::count(finished.out.begin(), finished.out.end(), '\n') == 8);
  CHECK(finished.out.find("\"containers\":null") != std::string::npos);
  CHECK(finished.out.find("\"containers\":0") == std::string::npos);
  CHECK(finished.err == containers_warning);
}

TEST_CASE("a filter by containers is refused if these are, whatever else is shown") {
  RefusingEngine engine;
  engine.refuse("GET /containers/json");
  const std::string filter = GENERATE("--used", "--unused");
  for (const std::vector<std::string>& others :
       std::vector<std::vector<std::string>>{{}, {"--reclaim"}, {"--format", "json"}}) {
    std::vector<std::string> arguments = {"tags", filter};
    arguments.insert(arguments.end(), others.begin(), others.end());
    const Finished finished = run(engine, arguments);
    CHECK(finished.out.empty());
    CHECK(finished.err == "Error: the engine at " + engine.url() +
                              " refused GET /containers/json (403): not for you\n");
    CHECK(finished.status == 1);
  }
}

TEST_CASE("The flag --reclaim and du print N/A without containers") {
  RefusingEngine engine;
  engine.refuse("GET /containers/json");
  const Finished tags = run(engine, {"tags", "--reclaim", "--unique"});
  CHECK(tags.status == 0);
  CHECK(tags.err == containers_warning);
  CHECK(tags.out.ends_with("   N/A\n"));
  CHECK(tags.out.find("322MB") != std::string::npos);  // what only mysql holds
  const Finished du = run(engine, {"du"});
  CHECK(du.status == 0);
  CHECK(du.err == containers_warning);
  CHECK(du.out.find("N/A") != std::string::npos);
  const Finished json = run(engine, {"du", "--format", "json"});
  CHECK(json.out.find(R"("unused":{"bytes":0,"exact":false,"why":"unknown containers"})") !=
        std::string::npos);
}
