// SPDX-License-Identifier: MIT
#include <dkrls/engine_choice.hpp>

#include <filesystem>

#include "catch.hpp"
#include "temporary_directory.hpp"
#include "variables.hpp"

using dkrls::choose_engine;
using dkrls::EngineChoice;
using dkrls::EngineRequest;
using dkrls::HeaderFields;
using dkrls::TlsOptions;
using dkrls_test::environment_of;
using dkrls_test::TemporaryDirectory;
using dkrls_test::Variables;

namespace {

/// Files that docker itself wrote: the contexts remote (the current one), sshctx and skip.
const std::string recorded = TEST_DATA_DIR "/data/docker-config";
const std::string recorded_tls =
    recorded +
    "/contexts/tls/b71199ebd070b36beab7317920c2c2f1d777df8d05e5527d8458fda57cb17a7a/docker";
const std::string current = "context \"remote\" (currentContext of " + recorded + "/config.json)";

struct Row {
  EngineRequest request;
  Variables variables;
  std::string endpoint;
  std::string named_by;
};

void check(const Row& row, const std::string& config_directory) {
  Variables variables = row.variables;
  variables.try_emplace("DOCKER_CONFIG", config_directory);
  std::string said;
  for (const auto& [name, value] : row.variables)
    said.append(name).append("=").append(value).append(" ");
  CAPTURE(row.request.host, row.request.context, said);
  const EngineChoice choice = choose_engine(row.request, environment_of(variables));
  CHECK(to_string(choice.endpoint) == row.endpoint);
  CHECK(choice.named_by == row.named_by);
  CHECK(choice.is_default == (row.named_by == "the default"));
}

EngineChoice choose(const Variables& variables, const EngineRequest& request = {}) {
  return choose_engine(request, environment_of(variables));
}

const std::string default_socket = "unix:///var/run/docker.sock";

}  // namespace

TEST_CASE("the first of option, variable and configuration names the engine, as with docker") {
  const std::string host = "unix:///host";
  const std::string other = "unix:///other";
  const std::string remote = "tcp://127.0.0.1:2376";
  const std::string ssh = "ssh://u@h";
  const std::string skip = "tcp://h:2376";
  const Row table[] = {
      {{}, {}, remote, current},
      {{}, {{"DOCKER_CONTEXT", "sshctx"}}, ssh, "context \"sshctx\" (DOCKER_CONTEXT)"},
      {{}, {{"DOCKER_CONTEXT", ""}}, remote, current},
      {{}, {{"DOCKER_HOST", host}}, host, "DOCKER_HOST"},
      {{}, {{"DOCKER_HOST", ""}}, remote, current},
      {{}, {{"DOCKER_HOST", host}, {"DOCKER_CONTEXT", "sshctx"}}, host, "DOCKER_HOST"},
      {{}, {{"DOCKER_HOST", host}, {"DOCKER_CONTEXT", "nosuch"}}, host, "DOCKER_HOST"},
      {{.host = other}, {}, other, "--host"},
      {{.host = other}, {{"DOCKER_HOST", host}}, other, "--host"},
      {{.host = other}, {{"DOCKER_HOST", "nonsense://"}}, other, "--host"},
      {{.host = other}, {{"DOCKER_CONTEXT", "sshctx"}}, other, "--host"},
      {{.host = "h"}, {}, "tcp://h:2375", "--host"},
      {{.context = "skip"}, {}, skip, "context \"skip\" (--context)"},
      {{.context = "skip"}, {{"DOCKER_HOST", host}}, skip, "context \"skip\" (--context)"},
      {{.context = "skip"}, {{"DOCKER_CONTEXT", "sshctx"}}, skip, "context \"skip\" (--context)"},
      {{.context = ""}, {}, remote, current},
      {{.context = ""}, {{"DOCKER_CONTEXT", "sshctx"}}, ssh, "context \"sshctx\" (DOCKER_CONTEXT)"},
      {{.host = other, .context = ""}, {}, other, "--host"},
  };
  for (const Row& row : table)
    check(row, recorded);
}

TEST_CASE("if nothing names an engine, the default is chosen") {
  const TemporaryDirectory directory;
  const Row table[] = {
      {{}, {}, default_socket, "the default"},
      {{}, {{"DOCKER_HOST", ""}, {"DOCKER_CONTEXT", ""}}, default_socket, "the default"},
      {{}, {{"DOCKER_HOST", " \t"}}, default_socket, "the default"},
  };
  for (const Row& row : table) {
    check(row, directory.path());
    check(row, directory / "nowhere");
  }
  // docker stops at a blank DOCKER_HOST as well.
  check(Row{{}, {{"DOCKER_HOST", " "}, {"DOCKER_CONTEXT", "skip"}}, default_socket, "the default"},
        recorded);
}

TEST_CASE("the context \"default\" means DOCKER_HOST or the default, and is in no store") {
  const TemporaryDirectory directory;
  directory.write("contexts/meta/1/meta.json",
                  R"({"Name":"default","Endpoints":{"docker":{"Host":"unix:///wrong"}}})");
  const std::string config = directory.write("config.json", R"({"currentContext":"default"})");
  const Row table[] = {
      {{}, {}, default_socket, "context \"default\" (currentContext of " + config + ")"},
      {{}, {{"DOCKER_CONTEXT", "default"}}, default_socket, "context \"default\" (DOCKER_CONTEXT)"},
      {{.context = "default"}, {}, default_socket, "context \"default\" (--context)"},
      {{.context = "default"}, {{"DOCKER_HOST", "unix:///x"}}, "unix:///x", "DOCKER_HOST"},
      {{.context = "default"},
       {{"DOCKER_TLS", "1"}, {"DOCKER_CERT_PATH", recorded_tls}},
       "tcp://localhost:2376",
       "the default with DOCKER_TLS"},
  };
  for (const Row& row : table)
    check(row, directory.path());
}

TEST_CASE("the configuration is in DOCKER_CONFIG, else in HOME") {
  const TemporaryDirectory directory;
  directory.write(".docker/config.json", R"({"currentContext":"x"})");
  directory.write(".docker/contexts/meta/1/meta.json",
                  R"({"Name":"x","Endpoints":{"docker":{"Host":"unix:///home"}}})");
  const std::string& home = directory.path();
  CHECK(to_string(choose({{"HOME", home}}).endpoint) == "unix:///home");
  CHECK(choose({{"HOME", home}}).named_by ==
        "context \"x\" (currentContext of " + home + "/.docker/config.json)");
  CHECK(to_string(choose({{"HOME", home}, {"DOCKER_CONFIG", ""}}).endpoint) == "unix:///home");
  CHECK(to_string(choose({{"HOME", home}, {"DOCKER_CONFIG", recorded}}).endpoint) ==
        "tcp://127.0.0.1:2376");
}

TEST_CASE("a context without a host means the default socket") {
  const TemporaryDirectory directory;
  directory.write("contexts/meta/1/meta.json", R"({"Name":"x","Endpoints":{"docker":{}}})");
  check(Row{{.context = "x"}, {}, default_socket, "context \"x\" (--context)"}, directory.path());
}

TEST_CASE("a context has its own TLS settings, and the TLS variables are ignored") {
  const TlsOptions files{true, recorded_tls + "/ca.pem", recorded_tls + "/cert.pem",
                         recorded_tls + "/key.pem"};
  Variables variables = {{"DOCKER_CONFIG", recorded}};
  CHECK(choose(variables).tls == files);
  CHECK(choose(variables, {.context = "skip"}).tls == TlsOptions{.verify = false});
  CHECK_FALSE(choose(variables, {.context = "sshctx"}).tls);

  variables.insert({{"DOCKER_TLS_VERIFY", "1"}, {"DOCKER_CERT_PATH", "/nowhere"}});
  CHECK(choose(variables).tls == files);
  CHECK(choose(variables, {.context = "skip"}).tls == TlsOptions{.verify = false});
}

TEST_CASE("a context of a Unix socket has no TLS, even with a TLS directory") {
  const TemporaryDirectory directory;
  directory.write("contexts/tls/1/docker/ca.pem", "");
  directory.write("contexts/meta/1/meta.json",
                  R"({"Name":"x","Endpoints":{"docker":{"Host":"unix:///x",
                     "SkipTLSVerify":true}}})");
  CHECK_FALSE(choose({{"DOCKER_CONFIG", directory.path()}}, {.context = "x"}).tls);
}

TEST_CASE("variables turn TLS on for tcp, with the files of DOCKER_CERT_PATH") {
  const TemporaryDirectory directory;
  const std::string ca = directory.write("certs/ca.pem", "");
  const std::string certs = directory / "certs";
  Variables variables = {{"DOCKER_CONFIG", directory.path()}, {"DOCKER_CERT_PATH", certs}};
  const auto tls = [&](const std::string& name, const std::string& value) {
    Variables all = variables;
    all[name] = value;
    return choose(all, {.host = "tcp://h"}).tls;
  };
  for (const std::string value : {"1", "0", "false", " "}) {
    CHECK(tls("DOCKER_TLS_VERIFY", value) == TlsOptions{true, ca, "", ""});
    CHECK(tls("DOCKER_TLS", value) == TlsOptions{false, ca, "", ""});
  }
  CHECK_FALSE(tls("DOCKER_TLS_VERIFY", ""));
  CHECK_FALSE(tls("DOCKER_TLS", ""));

  const std::string cert = directory.write("certs/cert.pem", "");
  CHECK(tls("DOCKER_TLS_VERIFY", "1") == TlsOptions{true, ca, "", ""});
  const std::string key = directory.write("certs/key.pem", "");
  CHECK(tls("DOCKER_TLS_VERIFY", "1") == TlsOptions{true, ca, cert, key});

  variables["DOCKER_TLS"] = "1";
  CHECK(tls("DOCKER_TLS_VERIFY", "1")->verify);
}

TEST_CASE("each named certificate file replaces the one of DOCKER_CERT_PATH") {
  const Variables variables{{"DOCKER_HOST", "tcp://h:1"},
                            {"DOCKER_CONFIG", "/nonexistent"},
                            {"DOCKER_CERT_PATH", recorded_tls},
                            {"DOCKER_TLS_VERIFY", "1"}};
  const std::string cert = recorded_tls + "/cert.pem";
  const std::string key = recorded_tls + "/key.pem";
  CHECK(choose(variables, {.certificates = {.ca = "/a"}}).tls == TlsOptions{true, "/a", cert, key});
  CHECK(choose(variables, {.certificates = {"/a", "/b", "/c"}}).tls ==
        TlsOptions{true, "/a", "/b", "/c"});

  Variables without_files = variables;
  without_files["DOCKER_CERT_PATH"] = "/nonexistent";
  CHECK(choose(without_files, {.certificates = {.ca = "/a"}}).tls ==
        TlsOptions{true, "/a", "", ""});

  Variables without_tls = variables;
  without_tls.erase("DOCKER_TLS_VERIFY");
  CHECK_FALSE(choose(without_tls, {.certificates = {.ca = "/a"}}).tls);
}

TEST_CASE("the names of contexts begin with \"default\"") {
  const std::vector<std::string> names = {"default", "remote", "skip", "sshctx"};
  CHECK(dkrls::context_names(environment_of({{"DOCKER_CONFIG", recorded}})) == names);
}

TEST_CASE("without DOCKER_CERT_PATH, certificates are beside config.json") {
  const TemporaryDirectory directory;
  const std::string ca = directory.write("ca.pem", "");
  const Variables variables = {{"DOCKER_CONFIG", directory.path()},
                               {"DOCKER_CERT_PATH", ""},
                               {"DOCKER_HOST", "tcp://h:2375"},
                               {"DOCKER_TLS_VERIFY", "1"}};
  const EngineChoice choice = choose(variables);
  CHECK(choice.tls == TlsOptions{true, ca, "", ""});
  CHECK(to_string(choice.endpoint) == "tcp://h:2375");
}

TEST_CASE("with TLS on and no host, the default is a port, and there is no search") {
  const TemporaryDirectory directory;
  directory.write("ca.pem", "");
  for (const std::string name : {"DOCKER_TLS", "DOCKER_TLS_VERIFY"}) {
    check(Row{{}, {{name, "1"}}, "tcp://localhost:2376", "the default with " + name},
          directory.path());
    CHECK(choose({{"DOCKER_CONFIG", directory.path()}, {name, "1"}}).tls.has_value());
  }
}

TEST_CASE("TLS is ignored for sockets and ssh, and its files are not read") {
  for (const std::string host : {"unix:///x", "ssh://h"})
    CHECK_FALSE(choose({{"DOCKER_CONFIG", "/nowhere"},
                        {"DOCKER_TLS_VERIFY", "1"},
                        {"DOCKER_CERT_PATH", "/nowhere"},
                        {"DOCKER_HOST", host}})
                    .tls);
}

TEST_CASE("headers of the configuration go with every request to any engine") {
  const TemporaryDirectory directory;
  directory.write("config.json",
                  R"({"HttpHeaders": {"X-From-Config": "cfg", "user-agent": "me"}})");
  const HeaderFields expected = {{"X-From-Config", "cfg"}};
  Variables variables = {{"DOCKER_CONFIG", directory.path()}};
  CHECK(choose(variables).headers == expected);
  CHECK(choose(variables, {.host = "tcp://h"}).headers == expected);
  variables["DOCKER_CUSTOM_HEADERS"] = "";
  CHECK(choose(variables).headers == expected);
  variables["DOCKER_CUSTOM_HEADERS"] = "X-Env=1,\"X-Two=a,b\",User-Agent=me";
  CHECK(choose(variables).headers == HeaderFields{{"X-Env", "1"}, {"X-Two", "a,b"}});
}

TEST_CASE("a proxy is on the way to tcp only, HTTPS_PROXY with TLS") {
  const TemporaryDirectory directory;
  directory.write("ca.pem", "");
  Variables variables = {{"DOCKER_CONFIG", directory.path()},
                         {"HTTP_PROXY", "http://plain:3128"},
                         {"HTTPS_PROXY", "http://tls:3128"}};
  const auto proxy_of = [&](const std::string& host) {
    return choose_engine({.host = host}, environment_of(variables)).proxy;
  };
  CHECK(proxy_of("tcp://engine.example")->host == "plain");
  CHECK_FALSE(proxy_of("unix:///x"));
  CHECK_FALSE(proxy_of("ssh://engine.example"));
  variables["DOCKER_TLS_VERIFY"] = "1";
  CHECK(proxy_of("tcp://engine.example")->host == "tls");
}

TEST_CASE("DOCKER_API_VERSION fixes the version") {
  const TemporaryDirectory directory;
  const auto version = [&](const std::string& text) {
    return choose({{"DOCKER_CONFIG", directory.path()}, {"DOCKER_API_VERSION", text}}).api_version;
  };
  CHECK_FALSE(choose({{"DOCKER_CONFIG", directory.path()}}).api_version);
  CHECK_FALSE(version(""));
  CHECK(version("1.41") == "1.41");
  CHECK(version("v1.41") == "1.41");
  CHECK(version("1.99") == "1.99");
}

TEST_CASE("contexts_with_engine() has default only if something names its engine") {
  const std::vector<std::string> others = {"remote", "skip", "sshctx"};
  const auto contexts = [&](Variables variables) {
    variables.emplace("DOCKER_CONFIG", recorded);
    dkrls::error_code ec;
    dkrls::Diagnostics diagnostics;
    auto names = dkrls::contexts_with_engine(environment_of(variables), ec, diagnostics);
    CHECK_FALSE(ec);
    return names;
  };
  std::vector<std::string> all = others;
  all.insert(all.begin(), "default");
  CHECK(contexts({{"DOCKER_HOST", "unix:///x"}}) == all);
  CHECK(contexts({{"DOCKER_TLS_VERIFY", "1"}}) == all);
  CHECK(contexts({{"DOCKER_TLS", "1"}}) == all);
  CHECK(contexts({{"DOCKER_CONTEXT", "default"}}) == all);
  const bool is_there = std::filesystem::exists("/var/run/docker.sock");
  CHECK(contexts({}) == (is_there ? all : others));
  CHECK(contexts({{"DOCKER_CONTEXT", "remote"}, {"DOCKER_HOST", ""}}) == (is_there ? all : others));
}

TEST_CASE("contexts_with_engine() reports a context that cannot be read, and returns the others") {
  const TemporaryDirectory directory;
  directory.write("contexts/meta/1/meta.json", R"({"Name":"a"})");
  directory.write("contexts/meta/2/meta.json", "{");
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  const auto names = dkrls::contexts_with_engine(
      environment_of({{"DOCKER_CONFIG", directory.path()}, {"DOCKER_HOST", "unix:///x"}}), ec,
      diagnostics);
  CHECK(names == std::vector<std::string>{"default", "a"});
  CHECK(ec == dkrls::Errc::invalid_docker_config);
  CHECK(diagnostics.message.find("contexts/meta/2/meta.json") != std::string::npos);
}
