// SPDX-License-Identifier: MIT

// Which engine is found if nothing names one.

#include <dkrls/locate_engine.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <deque>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include "catch.hpp"
#include "client_support.hpp"
#include "running_context.hpp"
#include "temporary_directory.hpp"
#include "variables.hpp"

namespace {

namespace asio = boost::asio;
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

  std::string profile(const std::string& name) const {
    const std::string directory = directory_ / ("home/.colima/" + name);
    std::filesystem::create_directories(directory);
    return directory + "/docker.sock";
  }

  dkrls::Environment environment(Variables variables = {}) const {
    variables.emplace("HOME", directory_ / "home");
    variables.emplace("XDG_RUNTIME_DIR", directory_ / "run");
    return environment_of(std::move(variables));
  }

  LocatedEngine locate(const dkrls::EngineRequest& request = {}, Variables variables = {}) {
    ec = {};
    diagnostics = {};
    return dkrls::locate_engine(request, environment(std::move(variables)),
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

TEST_CASE("the search waits for all silent engines at the same time, two seconds") {
  if (has_engines())
    return;
  Home home;
  std::deque<FakeEngine> silent;
  for (const std::string& path :
       {home.rootless(), home.profile("a"), home.profile("b"), home.profile("c")})
    silent.emplace_back(path).on("GET /_ping", Reply().wait());
  std::optional<FakeEngine> answering;
  const bool answers = GENERATE(false, true);
  if (answers)
    answering.emplace(home.podman()).on("GET /_ping", ping("1.41"));
  const auto begin = std::chrono::steady_clock::now();
  const LocatedEngine engine = home.locate();
  const auto elapsed = std::chrono::steady_clock::now() - begin;
  CHECK_FALSE(home.ec);
  CHECK(path_of(engine) == (answers ? home.podman() : default_socket));
  REQUIRE(engine.tried.size() == 4);
  CHECK(engine.tried[0].starts_with("unix://" + home.rootless()));  // in the order of the places
  CHECK(engine.tried[3].starts_with("unix://" + home.profile("c")));
  CHECK(elapsed >= std::chrono::milliseconds(1900));
  CHECK(elapsed < std::chrono::seconds(4));
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

TEST_CASE("endpoints have one identity if they are equal or lead to the same socket") {
  const TemporaryDirectory directory;
  const FakeEngine engine(directory / "engine.sock");
  const FakeEngine other(directory / "other.sock");
  std::filesystem::create_symlink(engine.path(), directory / "link.sock");
  const auto same = [](const std::string& a, const std::string& b) {
    return dkrls::engine_identity(dkrls::parse_endpoint(a).value()) ==
           dkrls::engine_identity(dkrls::parse_endpoint(b).value());
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

TEST_CASE("every form of locate_engine finds the same engine") {
  Home home;
  const auto environment = home.environment({{"DOCKER_HOST", "tcp://127.0.0.1:1"}});
  const dkrls::ClientOptions options = {.timeout = std::chrono::seconds(10)};
  const auto check = [](const LocatedEngine& engine) {
    CHECK(to_string(engine.options.endpoint) == "tcp://127.0.0.1:1");
    CHECK(engine.options.timeout == std::chrono::seconds(10));
    CHECK(engine.named_by == "DOCKER_HOST");
    CHECK(engine.named);
  };
  check(dkrls::locate_engine({}, environment, options));
  check(dkrls::async_locate_engine({}, environment, options, asio::use_future).get());

  asio::io_context context;
  std::optional<LocatedEngine> located;
  std::optional<LocatedEngine> awaited;
  dkrls::Diagnostics diagnostics;
  dkrls::async_locate_engine(context.get_executor(), {}, environment, options, diagnostics,
                             [&](dkrls::error_code ec, LocatedEngine engine) {
                               CHECK_FALSE(ec);
                               located = std::move(engine);
                             });
  const auto locate = [&]() -> asio::awaitable<void> {
    const dkrls::EngineRequest request;  // named: g++ 12 would destroy a braced temporary twice
    awaited =
        co_await dkrls::async_locate_engine(request, environment, options, asio::use_awaitable);
  };
  asio::co_spawn(context, locate,
                 [](const std::exception_ptr& exception) { CHECK_FALSE(exception); });
  CHECK_FALSE(located);  // never from within the initiating function
  context.run();
  REQUIRE(located);
  REQUIRE(awaited);
  check(*located);
  check(*awaited);
}

TEST_CASE("every form of locate_engine fails with the code and the sentence") {
  Home home;
  const dkrls::EngineRequest both = {.host = "tcp://127.0.0.1:1", .context = "remote"};
  const auto check = [](const auto& locate) {
    try {
      locate();
      FAIL("nothing was thrown");
    } catch (const dkrls::Error& error) {
      CHECK(error.code() == Errc::conflicting_engines);
      CHECK(error.diagnostics().message.find("--host and --context") != std::string::npos);
    }
  };
  check([&] { dkrls::locate_engine(both, home.environment()); });
  check([&] { dkrls::async_locate_engine(both, home.environment(), {}, asio::use_future).get(); });

  asio::io_context context;
  std::optional<dkrls::error_code> code;
  dkrls::Diagnostics diagnostics;
  dkrls::async_locate_engine(context.get_executor(), both, home.environment(), {}, diagnostics,
                             [&](dkrls::error_code ec, const LocatedEngine&) { code = ec; });
  context.run();
  CHECK(code == Errc::conflicting_engines);
  CHECK(diagnostics.message.find("--host and --context") != std::string::npos);
}

TEST_CASE("a search for an engine can be cancelled") {
  if (has_engines())
    return;
  Home home;
  FakeEngine silent(home.rootless());
  FakeEngine other(home.podman());
  for (FakeEngine* const engine : {&silent, &other})
    engine->on("GET /_ping", Reply().wait());
  asio::cancellation_signal signal;
  dkrls::error_code code;
  const auto begin = std::chrono::steady_clock::now();
  {
    RunningContext context;
    asio::post(context.get(), [&] {
      dkrls::async_locate_engine(
          {}, home.environment(), {},
          asio::bind_executor(
              context.get(),
              asio::bind_cancellation_slot(
                  signal.slot(), [&](const std::exception_ptr& exception, const LocatedEngine&) {
                    try {
                      std::rethrow_exception(exception);
                    } catch (const dkrls::Error& error) {
                      code = error.code();
                    }
                  })));
    });
    silent.await_waiting();
    other.await_waiting();
    asio::post(context.get(), [&] { signal.emit(asio::cancellation_type::total); });
  }
  CHECK(code == asio::error::operation_aborted);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(1900));
  for (FakeEngine* const engine : {&silent, &other}) {
    engine->release();
    engine->await_idle();
  }
}

TEST_CASE("what a logger throws while candidates are tried ends a search") {
  if (has_engines())
    return;
  const Home home;
  FakeEngine engine(home.podman());
  engine.on("GET /_ping", ping("1.41"));
  const dkrls::Logger logger(dkrls::LogLevel::debug, [](dkrls::LogLevel, std::string_view) {
    throw boost::system::system_error(Errc::timed_out);
  });
  try {
    (void)dkrls::locate_engine({}, home.environment(), {.logger = logger});
    FAIL("no error");
  } catch (const dkrls::Error&) {
    FAIL("taken for a failure of the engine");
  } catch (const boost::system::system_error& error) {
    CHECK(error.code() == Errc::timed_out);
  }
}

TEST_CASE("a located engine has the logger of the options") {
  FakeEngine engine;
  const dkrls::Logger logger(dkrls::LogLevel::debug, [](dkrls::LogLevel, std::string_view) {
    throw std::runtime_error("the log is full");
  });
  const LocatedEngine located =
      dkrls::locate_engine({.host = engine.url()}, environment_of({}), {.logger = logger});
  CHECK_THROWS_WITH(located.options.logger.log(dkrls::LogLevel::debug, ""), "the log is full");
  CHECK_THROWS_WITH(dkrls::DockerClient(located.options).list_images(), "the log is full");
}

TEST_CASE("what the environment throws ends every form of locate_engine") {
  const dkrls::Environment broken = [](std::string_view) -> std::optional<std::string> {
    throw std::runtime_error("no environment");
  };
  CHECK_THROWS_WITH(dkrls::locate_engine({}, broken), "no environment");
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  CHECK_THROWS_WITH(dkrls::locate_engine({}, broken, {}, ec, diagnostics), "no environment");
  CHECK_THROWS_WITH(dkrls::async_locate_engine({}, broken, {}, asio::use_future).get(),
                    "no environment");
  asio::io_context context;
  dkrls::async_locate_engine(context.get_executor(), {}, broken, {}, diagnostics,
                             [&](dkrls::error_code code, const LocatedEngine&) { ec = code; });
  context.run();
  CHECK(ec == Errc::callback_failed);
  CHECK(diagnostics.message == "no environment");
}
