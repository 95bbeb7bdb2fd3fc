// Which engine is found if nothing names one.

#include <dkrls/locate_engine.hpp>

#include <boost/asio/local/stream_protocol.hpp>
#include <filesystem>

#include "catch.hpp"
#include "client_support.hpp"
#include "temporary_directory.hpp"
#include "variables.hpp"

namespace {

using namespace dkrls_test;
using dkrls::Errc;
using dkrls::LocatedEngine;
using dkrls::UnixEndpoint;
using Local = boost::asio::local::stream_protocol;

constexpr const char* default_socket = "/var/run/docker.sock";

/// A user's sockets in temporary directories, and the result of locate_engine() for them.
class Home {
 public:
  Home() {
    std::filesystem::create_directories(directory_ / "run/podman");
    std::filesystem::create_directories(directory_ / "home/.colima/default");
  }

  std::string rootless() const { return directory_ / "run/docker.sock"; }
  std::string podman() const { return directory_ / "run/podman/podman.sock"; }
  std::string colima() const { return directory_ / "home/.colima/default/docker.sock"; }

  LocatedEngine locate(const dkrls::EngineRequest& request = {}, Variables variables = {}) {
    variables.emplace("HOME", directory_ / "home");
    variables.emplace("XDG_RUNTIME_DIR", directory_ / "run");
    ec = {};
    diagnostics = {};
    return dkrls::locate_engine(request, environment_of(std::move(variables)),
                                {.timeout = std::chrono::seconds(10)}, ec, diagnostics);
  }

  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;

 private:
  TemporaryDirectory directory_;
};

/// True if this machine has engines at places that no variable changes; then it prints a note.
bool has_engines() {
  for (const char* const path : {default_socket, "/run/podman/podman.sock"})
    if (std::filesystem::exists(path)) {
      WARN("left out: there is " << path);
      return true;
    }
  return false;
}

const std::string& path_of(const LocatedEngine& engine) {
  return std::get<UnixEndpoint>(engine.options.endpoint).path;
}

}  // namespace

TEST_CASE("a named engine is used without a search") {
  Home home;
  const FakeEngine other(home.rootless());
  LocatedEngine engine = home.locate({.host = "unix:///nonexistent/engine.sock"});
  CHECK_FALSE(home.ec);
  CHECK(engine.named);
  CHECK(engine.named_by == "--host");
  CHECK(path_of(engine) == "/nonexistent/engine.sock");
  CHECK(engine.tried.empty());
  engine = home.locate({}, {{"DOCKER_HOST", std::string("unix://") + default_socket}});
  CHECK(engine.named);
  CHECK(engine.named_by == "DOCKER_HOST");
  CHECK(path_of(engine) == default_socket);
  CHECK(other.connections() == 0);
}

TEST_CASE("locate_engine keeps the options that do not depend on the engine") {
  Home home;
  const LocatedEngine engine =
      home.locate({.host = "tcp://127.0.0.1:1"},
                  {{"DOCKER_API_VERSION", "1.41"}, {"DOCKER_CUSTOM_HEADERS", "X-Team=a"}});
  CHECK_FALSE(home.ec);
  CHECK(engine.options.timeout == std::chrono::seconds(10));
  CHECK(engine.options.api_version == "1.41");
  CHECK(engine.options.headers == dkrls::HeaderFields{{"X-Team", "a"}});
}

TEST_CASE("two named engines are refused as by choose_engine") {
  Home home;
  home.locate({.host = "tcp://127.0.0.1:1", .context = "remote"});
  CHECK(home.ec == Errc::conflicting_engines);
  CHECK_FALSE(home.diagnostics.message.empty());
}

TEST_CASE("if no engine is named or found, the default is returned") {
  if (has_engines())
    return;
  Home home;
  const LocatedEngine engine = home.locate();
  CHECK_FALSE(home.ec);
  CHECK_FALSE(engine.named);
  CHECK(engine.named_by == "the default");
  CHECK(path_of(engine) == default_socket);
  CHECK(engine.tried.empty());
}

TEST_CASE("the only engine that answers is used, and its source is reported") {
  if (has_engines())
    return;
  Home home;
  FakeEngine rootless(home.rootless());
  serve_example(rootless);
  rootless.on("GET /_ping", ping("1.41"));
  const LocatedEngine engine = home.locate();
  CHECK_FALSE(home.ec);
  CHECK_FALSE(engine.named);
  CHECK(engine.named_by == "found: rootless Docker");
  CHECK(path_of(engine) == home.rootless());
  CHECK(is_example(list(dkrls::DockerClient(engine.options)).images));
}

TEST_CASE("sockets without an answer are skipped and reported") {
  if (has_engines())
    return;
  Home home;
  boost::asio::io_context context;
  Local::acceptor(context, home.colima()).close();  // the socket exists without a server
  FakeEngine broken(home.podman());
  broken.on("GET /_ping", error("503 Service Unavailable", "not now"));
  // A fixed API version must not prevent the ping.
  const Variables variables = GENERATE(values<Variables>({{}, {{"DOCKER_API_VERSION", "1.41"}}}));
  {
    const LocatedEngine engine = home.locate({}, variables);
    CHECK_FALSE(home.ec);
    CHECK(path_of(engine) == default_socket);
    REQUIRE(engine.tried.size() == 2);
    CHECK(engine.tried[0].starts_with("unix://" + home.colima() + " (colima"));
    CHECK(engine.tried[1].starts_with("unix://" + home.podman() + " (rootless podman"));
  }
  FakeEngine rootless(home.rootless());
  rootless.on("GET /_ping", ping("1.41"));
  const LocatedEngine engine = home.locate({}, variables);
  CHECK(path_of(engine) == home.rootless());
}

TEST_CASE("if several engines answer, the error names them") {
  if (has_engines())
    return;
  Home home;
  FakeEngine rootless(home.rootless());
  FakeEngine podman(home.podman());
  for (FakeEngine* const engine : {&rootless, &podman})
    engine->on("GET /_ping", ping("1.41"));
  home.locate();
  CHECK(home.ec == Errc::ambiguous_engine);
  CHECK(home.diagnostics.message.starts_with("unix://" + home.rootless() + " (rootless Docker), "));
  CHECK(home.diagnostics.message.find("unix://" + home.podman() + " (rootless podman") !=
        std::string::npos);
}

TEST_CASE("the search waits at most two seconds for a silent engine") {
  if (has_engines())
    return;
  Home home;
  FakeEngine silent(home.rootless());
  silent.on("GET /_ping", Reply().wait());
  const auto begin = std::chrono::steady_clock::now();
  const LocatedEngine engine = home.locate();
  const auto elapsed = std::chrono::steady_clock::now() - begin;
  CHECK(path_of(engine) == default_socket);
  CHECK(engine.tried.size() == 1);
  CHECK(elapsed >= std::chrono::milliseconds(1900));
  CHECK(elapsed < std::chrono::seconds(5));
}

TEST_CASE("podman's own variables name a candidate") {
  if (has_engines())
    return;
  Home home;
  FakeEngine podman;
  podman.on("GET /_ping", ping("1.41"));
  LocatedEngine engine = home.locate({}, {{"CONTAINER_HOST", podman.url()}});
  CHECK_FALSE(home.ec);
  CHECK(engine.named_by == "found: podman (CONTAINER_HOST)");
  CHECK(path_of(engine) == podman.path());
  CHECK(engine.tried.empty());
  // The same socket where podman puts it is no second engine.
  std::filesystem::create_symlink(podman.path(), home.podman());
  engine = home.locate({}, {{"CONTAINER_HOST", podman.url()}});
  CHECK_FALSE(home.ec);
  CHECK(engine.named_by == "found: podman (CONTAINER_HOST)");
  // They name no engine if docker's do.
  engine = home.locate({}, {{"DOCKER_HOST", "unix:///x"}, {"CONTAINER_HOST", podman.url()}});
  CHECK(path_of(engine) == "/x");
}

TEST_CASE("the proxy of the environment goes into the options") {
  Home home;
  const LocatedEngine engine =
      home.locate({.host = "tcp://engine.example"}, {{"HTTP_PROXY", "http://proxy:3128"}});
  REQUIRE(engine.options.proxy);
  CHECK(to_string(*engine.options.proxy) == "http://proxy:3128");
}

TEST_CASE("no search if the default socket's path exists") {
  Home home;
  const FakeEngine rootless(home.rootless());
  home.locate({}, {{"DOCKER_TLS_VERIFY", "1"}, {"DOCKER_CERT_PATH", "/nonexistent"}});
  CHECK(rootless.connections() == 0);
}

TEST_CASE("endpoints are the same engine if they are equal or lead to the same socket") {
  const TemporaryDirectory directory;
  const FakeEngine engine(directory / "engine.sock");
  const FakeEngine other(directory / "other.sock");
  std::filesystem::create_symlink(engine.path(), directory / "link.sock");
  const auto same = [](const std::string& a, const std::string& b) {
    return dkrls::is_same_engine(dkrls::parse_endpoint(a).value(),
                                 dkrls::parse_endpoint(b).value());
  };
  CHECK(same(engine.url(), engine.url()));
  CHECK(same(engine.url(), "unix://" + (directory / "link.sock")));
  CHECK_FALSE(same(engine.url(), other.url()));
  CHECK(same("unix:///nonexistent/a", "unix:///nonexistent/a"));
  CHECK_FALSE(same("unix:///nonexistent/a", "unix:///nonexistent/b"));
  CHECK(same("tcp://a:2375", "a"));
  CHECK_FALSE(same("tcp://a:2375", "tcp://a:2376"));
  CHECK_FALSE(same("ssh://a", "ssh://me@a"));
}
