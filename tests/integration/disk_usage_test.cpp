// SPDX-License-Identifier: MIT

// The disk usage of an engine: what is asked, over how many connections, and what may go wrong.

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <dkrls/detail/net/socket_transport.hpp>
#include <optional>

#include "catch.hpp"
#include "client_support.hpp"
#include "running_context.hpp"
#include "ssh_support.hpp"

namespace {

namespace asio = boost::asio;
using namespace dkrls_test;
using dkrls::Diagnostics;
using dkrls::DiskUsage;
using dkrls::DiskUsageRequest;
using dkrls::Errc;
using dkrls::error_code;
using dkrls::Figure;
using dkrls::LowerBoundReason;

const std::string docker_version = R"({"Version":"20.10.24","Components":[{"Name":"Engine"}]})";
const std::string podman_version = R"({"Version":"5.4.2","Components":[{"Name":"Podman Engine"}]})";
const std::string overlay2 = R"({"Driver":"overlay2"})";

/// Makes an engine that has `count` images of two layers each, "base" with 10 bytes below another
/// with 5.
void serve_layers(FakeEngine& engine, std::size_t count, std::size_t size = 15) {
  std::vector<ListedImage> listed;
  for (std::size_t n = 0; n < count; ++n) {
    const std::string id = id_of(n);
    listed.push_back({.id = id,
                      .tags = Texts{"app:" + std::to_string(n)},
                      .size = static_cast<std::int64_t>(size)});
    engine.on("GET /images/" + id + "/json",
              images("{\"Size\":" + std::to_string(size - 15) +
                     ",\"RootFS\":{\"Layers\":[\"base\",\"" + id + "\"]}}"));
    engine.on("GET /images/" + id + "/history",
              images(R"([{"Size":0,"CreatedBy":"CMD x"},{"Size":5},{"Size":10}])"));
  }
  engine.on("GET /images/json", images(image_list_json(listed)));
  engine.on("GET /containers/json", images("[]"));
  engine.on("GET /version", images(docker_version));
  engine.on("GET /info", images(overlay2));
}

struct UsageOutcome {
  error_code ec;
  Diagnostics diagnostics;
  DiskUsage usage;
};

UsageOutcome usage_of(const dkrls::DockerClient& client, const DiskUsageRequest& request = {}) {
  UsageOutcome outcome;
  outcome.usage = client.disk_usage(request, outcome.ec, outcome.diagnostics);
  return outcome;
}

UsageOutcome usage_of(const FakeEngine& engine, const DiskUsageRequest& request = {}) {
  return usage_of(client_of(engine), request);
}

Figure exactly(std::uint64_t bytes) {
  return {bytes, std::nullopt};
}

/// How often something was asked whose request line contains `text`.
std::ptrdiff_t asked(const FakeEngine& engine, const std::string& text) {
  const std::vector<Request> requests = engine.requests();
  return std::count_if(requests.begin(), requests.end(), [&](const Request& request) {
    return request.line.find(text) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("figures come from the layers and the history of each image") {
  FakeEngine engine;
  serve_layers(engine, 2);
  engine.on("GET /containers/json", images(R"([{"ImageID":")" + id_of(1) + "\"}]"));
  const UsageOutcome outcome = usage_of(engine);
  REQUIRE_FALSE(outcome.ec);
  CHECK(outcome.usage.shared_build_cache() == std::nullopt);
  const std::vector<dkrls::Image> all = outcome.usage.images();
  REQUIRE(all.size() == 2);
  for (std::size_t n : {0U, 1U}) {
    CHECK(all[n].id == id_of(n));
    CHECK(all[n].containers == n);
    CHECK(outcome.usage.unique(id_of(n)) == exactly(5));
  }
  CHECK(outcome.usage.on_disk() == exactly(20));
  CHECK(outcome.usage.unused() == exactly(5));
  CHECK(asked(engine, "GET /v1.41/images/json?all=1 ") == 1);
  CHECK(asked(engine, "/images/sha256:") == 4);
  CHECK(asked(engine, "/system/df") == 0);
}

TEST_CASE("images of a disk usage have labels if they were asked for") {
  const bool labels = GENERATE(false, true);
  FakeEngine engine;
  serve_layers(engine, 0);
  engine.on("GET /images/json",
            images(image_list_json({{.id = id_of(0), .labels = {{"a", "b"}}}})));
  engine.on("GET /images/" + id_of(0) + "/json", images("{\"RootFS\":{}}"));
  engine.on("GET /images/" + id_of(0) + "/history", images("[]"));
  const UsageOutcome outcome = usage_of(engine, {.labels = labels});
  REQUIRE(outcome.usage.images().size() == 1);
  CHECK(outcome.usage.images()[0].labels.has_value() == labels);
}

TEST_CASE("the store is known by what the engine reports of itself") {
  // An image may be bigger than its layers on each store but the first.
  const auto [version, info, size, unique,
              on_disk] = GENERATE(table<std::string, std::string, std::size_t, Figure, Figure>({
      {docker_version, overlay2, 15, exactly(5), exactly(20)},
      {docker_version,
       R"({"Driver":"overlayfs","DriverStatus":[["driver-type","io.containerd.snapshotter.v1"]]})",
       17, Figure{5, LowerBoundReason::blobs}, Figure{20, LowerBoundReason::blobs}},
      {podman_version, R"({"Driver":"overlay"})", 17, exactly(7), exactly(24)},
  }));
  FakeEngine engine;
  serve_layers(engine, 2, size);
  engine.on("GET /version", images(version));
  engine.on("GET /info", images(info));
  const DiskUsage usage = usage_of(engine).usage;
  CHECK(usage.unique(id_of(0)) == unique);
  CHECK(usage.on_disk() == on_disk);
}

TEST_CASE("an engine without images is surveyed over two connections") {
  FakeEngine engine;
  serve_layers(engine, 0);
  const UsageOutcome outcome = usage_of(engine);
  CHECK_FALSE(outcome.ec);
  CHECK(outcome.usage.images().empty());
  CHECK(engine.connections() == 2);
}

TEST_CASE("many images are asked about over eight connections that are kept") {
  FakeEngine engine;
  serve_layers(engine, 100);
  const UsageOutcome outcome = usage_of(engine);
  REQUIRE_FALSE(outcome.ec);
  CHECK(outcome.usage.on_disk() == exactly(510));
  CHECK(engine.connections() == 8);
  CHECK(asked(engine, "/json HTTP") == 100);
  CHECK(asked(engine, "/history ") == 100);
}

TEST_CASE("images are asked about at the same time") {
  FakeEngine engine;
  serve_layers(engine, 8);
  for (std::size_t n = 0; n < 8; ++n)
    engine.on("GET /images/" + id_of(n) + "/json",
              Reply().wait().send(http_response("200 OK", R"({"RootFS":{}})")));
  RunningContext context;
  Diagnostics diagnostics;
  auto done = client_of(engine).async_disk_usage(context.get().get_executor(), {}, diagnostics,
                                                 asio::use_future);
  engine.await_waiting(8);
  engine.release();
  CHECK(done.get().images().size() == 8);
}

TEST_CASE("the store is asked for while the images are listed") {
  FakeEngine engine;
  serve_layers(engine, 2);
  engine.on("GET /version",
            Reply().wait().send(http_response("200 OK", R"({"Version":"28.2.2"})")));
  engine.on("GET /images/json", Reply().wait().send(http_response("200 OK", "[]")));
  RunningContext context;
  Diagnostics diagnostics;
  auto done = client_of(engine).async_disk_usage(context.get().get_executor(), {}, diagnostics,
                                                 asio::use_future);
  engine.await_waiting(2);
  engine.release();
  CHECK(done.get().images().empty());
}

TEST_CASE("the first failure is reported, of the list and of the store") {
  const std::string path = GENERATE("/version", "/info", "/images/json");
  FakeEngine engine;
  serve_layers(engine, 2);
  engine.on("GET " + path, error("500 Internal Server Error", R"({"message":"broken"})"));
  const UsageOutcome outcome = usage_of(engine);
  CHECK(outcome.ec == Errc::engine_error);
  CHECK(outcome.diagnostics.message == "broken");
  CHECK(outcome.diagnostics.http_status == 500);
}

TEST_CASE("an image that is removed meanwhile is left out") {
  const std::string part = GENERATE("json", "history");
  FakeEngine engine;
  serve_layers(engine, 3);
  engine.on("GET /images/" + id_of(0) + "/" + part,
            error("404 Not Found", R"({"message":"No such image"})"));
  const UsageOutcome outcome = usage_of(engine);
  REQUIRE_FALSE(outcome.ec);
  REQUIRE(outcome.usage.images().size() == 2);
  CHECK(outcome.usage.images()[0].id == id_of(1));
  CHECK(outcome.usage.images()[1].id == id_of(2));
  CHECK(outcome.usage.on_disk() == exactly(20));
}

TEST_CASE("what the engine refuses to report of an image is unknown, and nothing else") {
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
  const DiskUsage usage = usage_of(engine).usage;
  REQUIRE(usage.images().size() == 3);
  // Without its history the other images show what is in the base. Without its layers it may share
  // as many bytes as it has.
  const bool no_layers = part == "json";
  const Figure unknown = {0, LowerBoundReason::unknown_layers};
  CHECK(usage.unique(id_of(0)) == (no_layers ? unknown : exactly(5)));
  CHECK(usage.unique(id_of(1)) == (no_layers ? unknown : exactly(5)));
  CHECK(usage.on_disk() ==
        (no_layers ? Figure{20, LowerBoundReason::unknown_layers} : exactly(25)));
}

TEST_CASE("an inspection that is too long is unknown with a warning") {
  FakeEngine engine;
  serve_layers(engine, 1);
  engine.on("GET /images/" + id_of(0) + "/json",
            images("\"" + std::string(4 * 1024 * 1024, 'x') + "\""));
  std::string warnings;
  const dkrls::Logger logger(dkrls::LogLevel::warning,
                             [&](dkrls::LogLevel, std::string_view text) { warnings += text; });
  const dkrls::DockerClient client(
      {.endpoint = dkrls::UnixEndpoint{engine.path()}, .logger = logger});
  CHECK_FALSE(usage_of(client).ec);
  CHECK(warnings == "the answer to GET /images/" + id_of(0) + "/json has 4 MiB or more");
}

TEST_CASE("whichever connection fails, the diagnostics have what it knows about the failure") {
  FakeEngine engine;
  serve_layers(engine, 1);
  engine.on("GET /info", Reply().send("SSH-2.0-OpenSSH_9.2p1\r\n").close());
  const UsageOutcome outcome = usage_of(engine);
  CHECK(outcome.ec == Errc::malformed_answer);
  CHECK(outcome.diagnostics.message == "SSH-2.0-OpenSSH_9.2p1");
}

TEST_CASE("the explanation of a transport is reported, whichever connection has it") {
  class ClosedTunnel final : public dkrls::Transport {
   public:
    asio::awaitable<void> connect() override {
      throw boost::system::system_error(Errc::proxy_failed);
      co_return;
    }
    asio::awaitable<std::size_t> read_some(asio::mutable_buffer, error_code&) override {
      co_return 0;
    }
    asio::awaitable<void> write(asio::const_buffer, error_code&) override { co_return; }
    void cancel() override {}
    asio::awaitable<std::string> explain_failure() override { co_return "one tunnel is enough"; }
  };
  FakeEngine engine;
  serve_layers(engine, 1);
  int made = 0;
  dkrls::ClientOptions options{.endpoint = dkrls::TcpEndpoint{"localhost", 2376}};
  options.tls.emplace();
  options.tls_connector = [&](const asio::any_io_executor& executor,
                              const auto&...) -> std::unique_ptr<dkrls::Transport> {
    if (++made == 1)
      return std::make_unique<dkrls::detail::UnixTransport>(executor,
                                                            dkrls::UnixEndpoint{engine.path()});
    return std::make_unique<ClosedTunnel>();
  };
  const UsageOutcome outcome = usage_of(dkrls::DockerClient(options));
  CHECK(outcome.ec == Errc::proxy_failed);
  CHECK(outcome.diagnostics.message == "one tunnel is enough");
}

TEST_CASE("an ID that is no part of a path is not asked about") {
  FakeEngine engine;
  serve_layers(engine, 0);
  const std::string id = GENERATE("", "../info", "a?b", "a b", "a\\r\\nb");
  engine.on("GET /images/json", images("[{\"Id\":\"x" + id + "\"}]"));
  const UsageOutcome outcome = usage_of(engine);
  REQUIRE_FALSE(outcome.ec);
  if (id.empty()) {
    CHECK(outcome.usage.images().empty());  // asked, and not found
    return;
  }
  REQUIRE(outcome.usage.images().size() == 1);
  CHECK(outcome.usage.on_disk() == Figure{0, LowerBoundReason::unknown_layers});
  CHECK(asked(engine, "/images/x") == 0);
}

TEST_CASE("the build cache is asked for on request, and nothing else from API 1.42 on") {
  const auto [api, path] = GENERATE(table<std::string, std::string>(
      {{"1.41", "GET /v1.41/system/df "}, {"1.42", "GET /v1.42/system/df?type=build-cache "}}));
  FakeEngine engine;
  serve_layers(engine, 2);
  engine.on("GET /version", images(podman_version));
  engine.on("HEAD /_ping", ping(api));
  engine.on("GET /system/df",
            images(R"({"BuildCache":[{"Shared":true,"Size":5},{"Shared":false,"Size":7}]})"));
  const UsageOutcome outcome = usage_of(engine, {.build_cache = true});
  REQUIRE_FALSE(outcome.ec);
  CHECK(outcome.usage.shared_build_cache() == 5);
  CHECK(asked(engine, path) == 1);
  CHECK(outcome.usage.images().size() == 2);
}

TEST_CASE("a build cache that the engine refuses to report is unknown") {
  FakeEngine engine;
  serve_layers(engine, 1);
  engine.on("GET /system/df", error("500 Internal Server Error",
                                    R"({"message":"a disk usage operation is already running"})"));
  const UsageOutcome outcome = usage_of(engine, {.build_cache = true});
  REQUIRE_FALSE(outcome.ec);
  CHECK(outcome.usage.shared_build_cache() == std::nullopt);
  CHECK(outcome.usage.on_disk() == exactly(15));
}

TEST_CASE("the build cache is asked for while the images are listed") {
  FakeEngine engine;
  serve_layers(engine, 2);
  engine.on("GET /version", images(podman_version));
  engine.on("GET /images/json", Reply().wait().send(http_response("200 OK", "[]")));
  engine.on("GET /system/df", Reply().wait().send(http_response("200 OK", "{}")));
  RunningContext context;
  Diagnostics diagnostics;
  auto done = client_of(engine).async_disk_usage(
      context.get().get_executor(), {.build_cache = true}, diagnostics, asio::use_future);
  engine.await_waiting(2);
  engine.release();
  CHECK(done.get().shared_build_cache() == 0);
}

TEST_CASE("through ssh everything is asked over one connection") {
  const StandIns stand_ins;
  FakeEngine engine;
  serve_layers(engine, 20);
  engine.on("GET /system/df", images("{}"));
  stand_ins.write("ssh", relay_to(engine));
  const UsageOutcome outcome = usage_of(ssh_client(), {.build_cache = true});
  CHECK_FALSE(outcome.ec);
  CHECK(outcome.usage.shared_build_cache() == 0);
  CHECK(outcome.usage.images().size() == 20);
  CHECK(engine.connections() == 1);
}

TEST_CASE("progress is reported after each image") {
  FakeEngine engine;
  serve_layers(engine, 20);
  std::vector<std::size_t> told;
  const UsageOutcome outcome =
      usage_of(engine, {.progress = [&](std::size_t asked_so_far, std::size_t all) {
                 told.push_back(asked_so_far);
                 CHECK(all == 20);
               }});
  REQUIRE(told.size() == 20);
  CHECK(std::is_sorted(told.begin(), told.end()));
  CHECK(told.back() == 20);
}

TEST_CASE("if the engine hangs up in the middle, that fails") {
  FakeEngine engine;
  serve_layers(engine, 20);
  engine.on("GET /images/" + id_of(0) + "/history",
            Reply().send("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n[{\"Size\":1").close());
  const UsageOutcome outcome = usage_of(engine);
  // The connection is reset instead if requests were sent ahead that the engine has not read.
  CHECK((outcome.ec == Errc::truncated_answer ||
         outcome.ec == boost::system::errc::connection_reset));
  CHECK(outcome.usage.images().empty());
  engine.await_idle();
}

TEST_CASE("if the engine is silent about one image for too long, that fails") {
  FakeEngine engine;
  serve_layers(engine, 20);
  engine.on("GET /images/" + id_of(7) + "/json", Reply().wait());
  const UsageOutcome outcome = usage_of(client_of(engine, std::chrono::seconds(1)));
  CHECK(outcome.ec == Errc::timed_out);
  engine.release();
  engine.await_idle();
}

TEST_CASE("a disk usage can be cancelled in every way, and all its connections are closed") {
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
      client_of(engine).async_disk_usage(
          context.get().get_executor(), {}, diagnostics,
          asio::bind_cancellation_slot(signal.slot(),
                                       [&](error_code ec, const DiskUsage&) { result = ec; }));
    });
    engine.await_waiting(8);
    asio::post(context.get(), [&] { signal.emit(type); });
  }
  CHECK(result == asio::error::operation_aborted);
  engine.release();
  engine.await_idle();
}

TEST_CASE("if the engine refuses to report its store, byte counts are lower bounds") {
  FakeEngine engine;
  serve_layers(engine, 1);
  engine.on("GET /info", error("403 Forbidden", R"({"message":"not allowed"})"));
  const UsageOutcome outcome = usage_of(engine);
  CHECK_FALSE(outcome.ec);
  CHECK(outcome.usage.images().size() == 1);
  CHECK(outcome.usage.on_disk().reason == LowerBoundReason::blobs);
}

TEST_CASE("unique bytes alone come with the list if its shared sizes are exact") {
  // Engines before API 1.42 and containerd's store are inspected, and so are intermediate images.
  const auto [api, info, parent,
              requests] = GENERATE(table<std::string, std::string, std::string, std::ptrdiff_t>({
      {"1.42", overlay2, "", 0},
      {"1.41", overlay2, "", 4},
      {"1.42", overlay2, id_of(1), 2},
      {"1.42",
       R"({"Driver":"overlayfs","DriverStatus":[["driver-type","io.containerd.snapshotter.v1"]]})",
       "", 4},
  }));
  CAPTURE(api, info, parent);
  FakeEngine engine;
  serve_layers(engine, 2);
  engine.on("HEAD /_ping", ping(api));
  engine.on("GET /info", images(info));
  engine.on("GET /images/json",
            images(image_list_json({{.id = id_of(0),
                                     .tags = Texts{"app:1"},
                                     .size = 15,
                                     .parent_id = parent,
                                     .shared_size = 10},
                                    {.id = id_of(1), .size = 15, .shared_size = 10}})));
  const DiskUsage usage = usage_of(engine, {.only_unique = true}).usage;
  CHECK(usage.unique(id_of(0)).bytes == (parent.empty() ? 5 : 15));
  CHECK(asked(engine, "/images/sha256:") == requests);
  CHECK(asked(engine, "shared-size=1") == (api == "1.42" ? 1 : 0));
}

namespace {

const std::string containerd_info =
    R"({"Driver":"overlayfs","DriverStatus":[["driver-type","io.containerd.snapshotter.v1"]]})";

const std::string one = id_of(0);
const std::string two = id_of(1);
const std::string amd64 =
    "?platform=%7B%22os%22%3A%22linux%22%2C%22architecture%22%3A%22amd64%22%7D";
const std::string arm64 =
    "?platform=%7B%22os%22%3A%22linux%22%2C%22architecture%22%3A%22arm64%22%7D";

/// A manifest of the list with 7 bytes, for a platform.
std::string manifest(const std::string& architecture, std::size_t unpacked) {
  return R"({"ID":"sha256:m-)" + architecture + R"(","Available":true,"Kind":"image","Size":)" +
         R"({"Content":7},"ImageData":{"Platform":{"os":"linux","architecture":")" + architecture +
         R"("},"Size":{"Unpacked":)" + std::to_string(unpacked) + "}}}";
}

/// Makes an engine with containerd's store that has an image for one platform, `one`, and one
/// for two platforms, `two`. They have a layer in common.
void serve_platforms(FakeEngine& engine, const std::string& api = "1.55") {
  serve_layers(engine, 2);
  engine.on("HEAD /_ping", ping(api));
  engine.on("GET /info", images(containerd_info));
  engine.on("GET /system/df", images(R"({"LayersSize":4711})"));
  const std::string index =
      R"("Descriptor":{"mediaType":"application/vnd.oci.image.index.v1+json","size":3})";
  engine.on(
      "GET /images/json",
      images(R"([{"Id":")" + one + R"(","RepoTags":["one:1"],"Size":22,"SharedSize":10,)" + index +
             R"(,"Manifests":[)" + manifest("amd64", 15) + R"(]},{"Id":")" + two +
             R"(","RepoTags":["two:1"],"Size":29,"SharedSize":10,)" + index + R"(,"Manifests":[)" +
             manifest("amd64", 15) + "," + manifest("arm64", 0) + "]}]"));
}

}  // namespace

TEST_CASE("on containerd's store each platform of an image is inspected") {
  FakeEngine engine;
  serve_platforms(engine);
  const UsageOutcome outcome = usage_of(engine);
  REQUIRE_FALSE(outcome.ec);
  CHECK(asked(engine, "GET /v1.55/images/json?all=1&shared-size=1&manifests=1 ") == 1);
  CHECK(asked(engine, "GET /v1.55/images/" + one + "/json ") == 1);
  CHECK(asked(engine, "GET /v1.55/images/" + one + "/history" + amd64 + " ") == 1);
  for (const std::string part : {"json", "history"})
    for (const std::string& platform : {amd64, arm64})
      CHECK(asked(engine, "GET /v1.55/images/" + two + "/" + part + platform + " ") == 1);
  CHECK(asked(engine, "/images/sha256:") == 6);
  CHECK(asked(engine, "/system/df") == 0);
  // Exact if it had no layer in common with a platform that is packed.
  CHECK(outcome.usage.unique(one) == Figure{15, LowerBoundReason::blobs});
}

TEST_CASE("before API 1.49 the layers of an image for several platforms are unknown") {
  FakeEngine engine;
  serve_platforms(engine, "1.48");
  const UsageOutcome outcome = usage_of(engine);
  REQUIRE_FALSE(outcome.ec);
  CHECK(asked(engine, "/images/" + two + "/") == 0);
  CHECK(asked(engine, "/images/" + one + "/") == 2);
  // Up to 15 unpacked bytes may be those of the other image. The index is not.
  CHECK(outcome.usage.unique(one) == Figure{3, LowerBoundReason::unknown_layers});
}

TEST_CASE("an image for several platforms stays if the engine has no content for one, or for all") {
  const std::string gone = GENERATE(std::string(), amd64, arm64);
  FakeEngine engine;
  serve_platforms(engine);
  engine.on("GET /images/" + two + "/json", [gone](const Request& request) {
    return request.line.find("/json" + gone) != std::string::npos
               ? error("404 Not Found", R"({"message":"no platform"})")
               : images(R"({"RootFS":{"Layers":["base","top"]}})");
  });
  const UsageOutcome outcome = usage_of(engine);
  REQUIRE_FALSE(outcome.ec);
  CHECK(outcome.usage.images().size() == 2);
  CHECK(outcome.usage.on_disk().reason == LowerBoundReason::unknown_layers);
}

TEST_CASE("two manifests for one platform are not inspected: the answer could be about the other") {
  FakeEngine engine;
  serve_platforms(engine);
  engine.on("GET /images/json",
            images(R"([{"Id":")" + one +
                   R"(","RepoTags":["one:1"],"Size":44,"SharedSize":10,)"
                   R"("Manifests":[)" +
                   manifest("amd64", 15) + "," + manifest("amd64", 15) + "]}]"));
  const UsageOutcome outcome = usage_of(engine);
  CHECK(asked(engine, "/images/sha256:") == 0);
  CHECK(outcome.usage.on_disk().reason == LowerBoundReason::unknown_layers);
}

TEST_CASE("a platform without all its content is not inspected") {
  FakeEngine engine;
  serve_platforms(engine);
  engine.on("GET /images/json",
            images(R"([{"Id":")" + one +
                   R"(","RepoTags":["one:1"],"Size":22,"SharedSize":10,)"
                   R"("Manifests":[{"ID":"sha256:m","Available":false,"Kind":"image",)"
                   R"("Size":{"Content":7}}]}])"));
  const UsageOutcome outcome = usage_of(engine);
  CHECK(asked(engine, "/images/sha256:") == 0);
  CHECK(outcome.usage.images().size() == 1);
  CHECK(outcome.usage.on_disk().reason == LowerBoundReason::unknown_layers);
}

TEST_CASE(
    "shared sizes come with the list from API 1.55 on, and images are inspected all the same") {
  FakeEngine engine;
  serve_platforms(engine);
  engine.on("GET /images/json", images(R"([{"Id":")" + one +
                                       R"(","RepoTags":["one:1"],"Size":22,"SharedSize":10,)"
                                       R"("Manifests":[)" +
                                       manifest("amd64", 15) + "]}]"));
  const UsageOutcome outcome = usage_of(engine, {.only_unique = true});
  CHECK(outcome.usage.unique(one) == exactly(12));
  CHECK(asked(engine, "/images/sha256:") == 2);
}

TEST_CASE("an image for several platforms is inspected once more for the time of its tag") {
  const bool has_content = GENERATE(true, false);  // for the platform of the host
  FakeEngine engine;
  serve_platforms(engine);
  const std::string answer = R"({"Os":"linux","RootFS":{"Layers":["base"]},)"
                             R"("Metadata":{"LastTagTime":"2026-01-02T00:00:00Z"}})";
  for (const std::string& id : {one, two})
    engine.on("GET /images/" + id + "/json", [=](const Request& request) {
      return !has_content && request.line.find(two + "/json ") != std::string::npos
                 ? error("404 Not Found", R"({"message":"no platform"})")
                 : images(answer);
    });
  const DiskUsage usage = usage_of(engine, {.tagged = true}).usage;
  CHECK(asked(engine, "/images/sha256:") == 7);
  REQUIRE(usage.images().size() == 2);
  CHECK(usage.images()[0].tagged.has_value());
  CHECK(usage.images()[1].tagged.has_value() == has_content);
}

TEST_CASE("containerd's store is asked for its own total on request, and a graph driver is not") {
  const bool on_containerd = GENERATE(true, false);
  FakeEngine engine;
  serve_platforms(engine);
  if (!on_containerd)
    engine.on("GET /info", images(overlay2));
  const UsageOutcome outcome = usage_of(engine, {.layers_size = true});
  REQUIRE_FALSE(outcome.ec);
  CHECK(outcome.usage.layers_size() ==
        (on_containerd ? std::optional<std::uint64_t>(4711) : std::nullopt));
  CHECK(asked(engine, "GET /v1.55/system/df?type=image ") == (on_containerd ? 1 : 0));
}
