// SPDX-License-Identifier: MIT
#include <dkrls/detail/docker_files/podman_service.hpp>

#include "catch.hpp"
#include "temporary_directory.hpp"
#include "variables.hpp"

using dkrls_test::environment_of;
using dkrls_test::TemporaryDirectory;
using dkrls_test::Variables;

namespace {

/// The endpoint and the variable that names it; empty if there is none.
std::string service(const Variables& variables) {
  const auto found = dkrls::detail::podman_service(environment_of(variables));
  return found ? to_string(found->endpoint) + " " + found->named_by : "";
}

/// As podman 5 writes it.
constexpr std::string_view connections = R"({"Connection":{"Default":"machine","Connections":{
  "machine":{"URI":"ssh://core@127.0.0.1:41957/run/user/1000/podman/podman.sock",
             "Identity":"/home/me/.ssh/machine","IsMachine":true},
  "local":{"URI":"unix:///run/user/1000/podman/podman.sock"},
  "port":{"URI":"tcp://engine.example:8080"},
  "none":{}}},"Farm":{}})";

}  // namespace

TEST_CASE("CONTAINER_HOST names podman's service") {
  CHECK(service({{"CONTAINER_HOST", "unix:///p.sock"}}) == "unix:///p.sock CONTAINER_HOST");
  CHECK(service({{"CONTAINER_HOST", "tcp://h:1"}}) == "tcp://h:1 CONTAINER_HOST");
  CHECK(service({{"CONTAINER_HOST", "ssh://core@h/p.sock"}}).empty());
  CHECK(service({{"CONTAINER_HOST", "nonsense://"}}).empty());
  CHECK(service({{"CONTAINER_HOST", ""}}).empty());
  CHECK(service({}).empty());
}

TEST_CASE("CONTAINER_CONNECTION names a connection of podman's file") {
  const TemporaryDirectory home;
  home.write(".config/containers/podman-connections.json", connections);
  const auto connection = [&](const std::string& name) {
    return service({{"HOME", home.path()}, {"CONTAINER_CONNECTION", name}});
  };
  CHECK(connection("local") == "unix:///run/user/1000/podman/podman.sock CONTAINER_CONNECTION");
  CHECK(connection("port") == "tcp://engine.example:8080 CONTAINER_CONNECTION");
  for (const char* const name : {"machine", "none", "nosuch", ""})
    CHECK(connection(name).empty());
  CHECK(service({{"HOME", "/nonexistent"},
                 {"XDG_CONFIG_HOME", home / ".config"},
                 {"CONTAINER_CONNECTION", "local"}}) ==
        "unix:///run/user/1000/podman/podman.sock CONTAINER_CONNECTION");
  CHECK(service({{"HOME", home.path()},
                 {"CONTAINER_HOST", "unix:///p.sock"},
                 {"CONTAINER_CONNECTION", "local"}}) == "unix:///p.sock CONTAINER_HOST");
}

TEST_CASE("a file of podman's connections that cannot be read names none") {
  const std::string text =
      GENERATE("", "[]", "{", R"({"Connection":5})", R"({"Connection":{"Connections":[]}})",
               R"({"Connection":{"Connections":{"local":{"URI":5}}}})");
  CAPTURE(text);
  const TemporaryDirectory home;
  home.write(".config/containers/podman-connections.json", text);
  CHECK(service({{"HOME", home.path()}, {"CONTAINER_CONNECTION", "local"}}).empty());
}
