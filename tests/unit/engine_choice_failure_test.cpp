// SPDX-License-Identifier: MIT
#include <dkrls/engine_choice.hpp>

#include "catch.hpp"
#include "temporary_directory.hpp"
#include "variables.hpp"

using dkrls::choose_engine;
using dkrls::EngineRequest;
using dkrls::Errc;
using dkrls_test::environment_of;
using dkrls_test::TemporaryDirectory;
using dkrls_test::Variables;

namespace {

struct Failure {
  dkrls::error_code code;
  std::string message;
};

/// Returns the error of the choice. Both forms of choose_engine() must agree.
Failure failure_of(const EngineRequest& request, const Variables& variables) {
  dkrls::Diagnostics diagnostics;
  Failure failure;
  const dkrls::EngineChoice choice =
      choose_engine(request, environment_of(variables), failure.code, diagnostics);
  failure.message = diagnostics.message;
  CHECK(failure.code.failed());
  CHECK(choice.named_by == "the default");
  CHECK_THROWS_AS(choose_engine(request, environment_of(variables)), dkrls::Error);
  try {
    (void)choose_engine(request, environment_of(variables));
  } catch (const dkrls::Error& error) {
    CHECK(error.code() == failure.code);
    CHECK(error.diagnostics().message == failure.message);
  }
  return failure;
}

}  // namespace

TEST_CASE("a host and a context together are refused before anything is read") {
  const Failure failure =
      failure_of({.host = "unix:///x", .context = "default"}, {{"DOCKER_CONFIG", "/dev/null"}});
  CHECK(failure.code == Errc::conflicting_engines);
  CHECK(failure.message == "--host and --context both name an engine; give one of them");
}

TEST_CASE("the error for an invalid host describes the fault") {
  const TemporaryDirectory directory;
  const auto said = [&](const EngineRequest& request, Variables variables, Errc code) {
    variables["DOCKER_CONFIG"] = directory.path();
    const Failure failure = failure_of(request, variables);
    CHECK(failure.code == code);
    return failure.message;
  };
  CHECK(said({}, {{"DOCKER_HOST", "/var/run/docker.sock"}}, Errc::invalid_endpoint) ==
        "DOCKER_HOST is \"/var/run/docker.sock\", which is no endpoint: a socket is written "
        "unix:///path/of/the.sock");
  CHECK(said({}, {{"DOCKER_HOST", "fd://"}}, Errc::unsupported_endpoint)
            .starts_with("DOCKER_HOST is \"fd://\", which is not supported: "));
  CHECK(said({.host = "ssh://-oProxyCommand=id"}, {}, Errc::invalid_endpoint)
            .starts_with("--host is \"ssh://-oProxyCommand=id\", which is no endpoint: "));
  // An unset variable in --host "$ENGINE" must not lead to another engine.
  CHECK(said({.host = ""}, {{"DOCKER_HOST", "unix:///x"}}, Errc::invalid_endpoint)
            .starts_with("--host is \"\", which is no endpoint: "));
  CHECK(said({.host = " "}, {}, Errc::invalid_endpoint).starts_with("--host is \" \""));
}

TEST_CASE("the host of a context is named with its file") {
  const TemporaryDirectory directory;
  const std::string meta = directory.write(
      "contexts/meta/1/meta.json", R"({"Name":"x","Endpoints":{"docker":{"Host":"http://h"}}})");
  const Failure failure = failure_of({.context = "x"}, {{"DOCKER_CONFIG", directory.path()}});
  CHECK(failure.code == Errc::invalid_endpoint);
  CHECK(failure.message.starts_with("\"Host\" of context \"x\" (--context) in " + meta +
                                    " is \"http://h\", which is no endpoint: "));
}

TEST_CASE("the error for a missing context names the source of its name") {
  const TemporaryDirectory directory;
  const std::string config = directory.write("config.json", R"({"currentContext":"gone"})");
  const std::string tail =
      " is not in " + directory.path() + "/contexts; the contexts there are: default";
  const Variables variables = {{"DOCKER_CONFIG", directory.path()}};
  const struct {
    EngineRequest request;
    std::string docker_context, message;
  } table[] = {
      {{}, "", "context \"gone\" (currentContext of " + config + ")" + tail},
      {{}, "lost", "context \"lost\" (DOCKER_CONTEXT)" + tail},
      {{.context = "nosuch"}, "lost", "context \"nosuch\" (--context)" + tail},
  };
  for (const auto& row : table) {
    Variables all = variables;
    all["DOCKER_CONTEXT"] = row.docker_context;
    const Failure failure = failure_of(row.request, all);
    CHECK(failure.code == Errc::no_such_context);
    CHECK(failure.message == row.message);
  }
}

TEST_CASE("a broken config.json is a failure if it might name another engine") {
  const TemporaryDirectory directory;
  const std::string text = GENERATE("{\n]", "{\n// comment\n}");
  const std::string config = directory.write("config.json", text);
  const std::string variable = GENERATE("DOCKER_TLS_VERIFY", "DOCKER_CUSTOM_HEADERS");
  const Failure failure =
      failure_of({.context = ""}, {{"DOCKER_CONFIG", directory.path()}, {variable, "X=1"}});
  CHECK(failure.code == Errc::invalid_docker_config);
  CHECK(failure.message.starts_with(config + " is broken: no JSON at line 2"));
}

TEST_CASE("a broken config.json is a warning if a flag or a variable names the engine") {
  const TemporaryDirectory directory;
  const std::string file = directory / "config.json";
  const auto [text, problem] = GENERATE(table<std::string, std::string>({
      {"", "cannot read FILE: "},  // a directory
      {"{\n]", "FILE is broken: no JSON at line 2"},
      {"\xef\xbb\xbf{}", "FILE is broken: no JSON at line 1"},
      {"// comment\n{}", "FILE is broken: no JSON at line 1"},
      {R"({"HttpHeaders": 5})", "FILE is broken: \"HttpHeaders\" is no object"},
  }));
  CAPTURE(text);
  if (text.empty())
    std::filesystem::create_directory(file);
  else
    directory.write("config.json", text);
  directory.write("contexts/meta/1/meta.json",
                  R"({"Name":"x","Endpoints":{"docker":{"Host":"unix:///x"}}})");
  const struct {
    EngineRequest request;
    Variables variables;
  } table[] = {
      {{.host = "unix:///x"}, {}},
      {{.context = "x"}, {}},
      {{}, {{"DOCKER_HOST", "unix:///x"}}},
      {{}, {{"DOCKER_CONTEXT", "x"}}},
  };
  for (const auto& row : table) {
    Variables variables = row.variables;
    variables["DOCKER_CONFIG"] = directory.path();
    const dkrls::EngineChoice choice = choose_engine(row.request, environment_of(variables));
    CHECK(to_string(choice.endpoint) == "unix:///x");
    const std::size_t at = problem.find("FILE");
    const std::string named = std::string(problem).replace(at, 4, file);
    CHECK(choice.warning.starts_with(named));
    CHECK(choice.warning.ends_with("; going on without its \"HttpHeaders\""));
  }
}

TEST_CASE("a good config.json is no reason for a warning") {
  const TemporaryDirectory directory;
  directory.write("config.json", "{}");
  const Variables variables = {{"DOCKER_CONFIG", directory.path()}};
  CHECK(choose_engine({.host = "unix:///x"}, environment_of(variables)).warning.empty());
  CHECK(choose_engine({}, environment_of(variables)).warning.empty());
}

TEST_CASE("one header in two spellings is refused, as by docker") {
  const TemporaryDirectory directory;
  const std::string config =
      directory.write("config.json", R"({"HttpHeaders": {"X-One": "1", "Y": "2", "x-one": "3"}})");
  const Failure failure = failure_of({.host = "unix:///x"}, {{"DOCKER_CONFIG", directory.path()}});
  CHECK(failure.code == Errc::invalid_docker_config);
  CHECK(failure.message == "\"HttpHeaders\" of " + config +
                               " has one header twice, as \"X-One\" and \"x-one\"; keep one of "
                               "them");
}

TEST_CASE("a proxy that cannot be used is a failure for the engines that need it only") {
  const TemporaryDirectory directory;
  Variables variables = {{"DOCKER_CONFIG", directory.path()}, {"HTTP_PROXY", "socks5://proxy:1"}};
  CHECK(failure_of({.host = "tcp://engine.example"}, variables).code == Errc::invalid_environment);
  for (const std::string host :
       {"tcp://localhost", "tcp://127.0.0.1", "unix:///x", "ssh://engine.example"})
    CHECK_FALSE(choose_engine({.host = host}, environment_of(variables)).proxy);
  variables["NO_PROXY"] = "engine.example";
  CHECK_FALSE(choose_engine({.host = "tcp://engine.example"}, environment_of(variables)).proxy);
}

TEST_CASE("a config.json that cannot be read is a failure with the system's reason") {
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory / "config.json");
  const Failure failure = failure_of({}, {{"DOCKER_CONFIG", directory.path()}});
  CHECK(failure.code == boost::system::errc::is_a_directory);
  CHECK(failure.message.starts_with("cannot read " + directory.path() + "/config.json: "));
}

TEST_CASE("TLS without a CA is a failure that names the file and the variable") {
  const TemporaryDirectory directory;
  for (const std::string name : {"DOCKER_TLS", "DOCKER_TLS_VERIFY"}) {
    const Variables variables = {
        {"DOCKER_CONFIG", directory.path()}, {"DOCKER_HOST", "tcp://h"}, {name, "1"}};
    const Failure failure = failure_of({}, variables);
    CHECK(failure.code == boost::system::errc::no_such_file_or_directory);
    CHECK(failure.message == "there is no " + directory.path() + "/ca.pem, which TLS needs (" +
                                 name + "); name its directory with DOCKER_CERT_PATH");
  }
}

TEST_CASE("the error for invalid headers names their source") {
  const TemporaryDirectory directory;
  const std::string config =
      directory.write("config.json", R"({"HttpHeaders": {"X": "a\r\nY: b"}})");
  Variables variables = {{"DOCKER_CONFIG", directory.path()}};
  Failure failure = failure_of({}, variables);
  CHECK(failure.code == Errc::invalid_docker_config);
  CHECK(failure.message == "\"HttpHeaders\" of " + config +
                               " cannot be sent: \"X\" has a control character in its value");

  variables["DOCKER_CUSTOM_HEADERS"] = "X 1=1";
  failure = failure_of({}, variables);
  CHECK(failure.code == Errc::invalid_environment);
  CHECK(failure.message ==
        "DOCKER_CUSTOM_HEADERS cannot be sent: \"X 1\" is no name of an HTTP header");

  // docker reads the first line and drops the others.
  variables["DOCKER_CUSTOM_HEADERS"] = "X=1\nY=2";
  CHECK(failure_of({}, variables).code == Errc::invalid_environment);
  variables["DOCKER_CUSTOM_HEADERS"] = "X";
  CHECK(failure_of({}, variables).code == Errc::invalid_environment);
}

TEST_CASE("an invalid DOCKER_API_VERSION is refused") {
  const TemporaryDirectory directory;
  for (const std::string text : {"1", "1.", ".41", "vv1.41", "V1.41", "1.41.0", "1.-1", "latest",
                                 "v", " 1.41", "1.41\n", "99999999999.1"}) {
    CAPTURE(text);
    const Failure failure =
        failure_of({}, {{"DOCKER_CONFIG", directory.path()}, {"DOCKER_API_VERSION", text}});
    CHECK(failure.code == Errc::invalid_environment);
    CHECK(failure.message == "DOCKER_API_VERSION is \"" + text +
                                 "\", which is no version; give one such as 1.41, or unset it");
  }
}
