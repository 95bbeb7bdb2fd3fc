#include <dkrls/endpoint.hpp>
#include <map>

#include "catch.hpp"

using dkrls::Endpoint;
using dkrls::EndpointSource;
using dkrls::Errc;

namespace {

dkrls::Environment environment(std::map<std::string, std::string, std::less<>> variables) {
  return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
}

}  // namespace

TEST_CASE("the default endpoint is Docker's own socket") {
  CHECK(to_string(Endpoint()) == "unix:///var/run/docker.sock");
  CHECK(*dkrls::parse_endpoint("unix://") == Endpoint());
}

TEST_CASE("a Unix socket is named by its path, whatever is in it") {
  const struct {
    std::string_view text, path;
  } table[] = {
      {"unix:///run/podman/podman.sock", "/run/podman/podman.sock"},
      {"unix:///tmp/a b", "/tmp/a b"},
      {"unix:///tmp/a:b@c?d#e%20", "/tmp/a:b@c?d#e%20"},
      {"unix:///tmp/unix://x", "/tmp/unix://x"},
      {"unix://relative.sock", "relative.sock"},
      {" unix:///x.sock\t\r\n", "/x.sock"},
  };
  for (const auto& [text, path] : table) {
    CAPTURE(text);
    REQUIRE(dkrls::parse_endpoint(text).has_value());
    CHECK(dkrls::parse_endpoint(text)->path == path);
  }
}

TEST_CASE("an endpoint is printed as it is read") {
  const std::string text = "unix:///run/user/1000/docker.sock";
  CHECK(to_string(*dkrls::parse_endpoint(text)) == text);
}

TEST_CASE("endpoints that docker knows and this version does not are told from nonsense") {
  for (const std::string_view text : {"tcp://localhost:2375", "tcp://", "ssh://me@host",
                                      "npipe:////./pipe/docker_engine", "fd://", "\ttcp://h "}) {
    CAPTURE(text);
    CHECK(dkrls::parse_endpoint(text).error() == Errc::unsupported_endpoint);
  }
  for (const std::string_view text :
       {"", " ", "/var/run/docker.sock", "localhost:2375", "docker.sock", "unix:", "unix:/x",
        "unix", "://", ":///x", "UNIX:///x", "http://h", "https://h", "xunix:///x", "un ix:///x"}) {
    CAPTURE(text);
    CHECK(dkrls::parse_endpoint(text).error() == Errc::invalid_endpoint);
  }
}

TEST_CASE("the endpoint asked for wins over the environment, and that over the default") {
  const auto with_host = environment({{"DOCKER_HOST", "unix:///from-environment"}});
  const auto empty_host = environment({{"DOCKER_HOST", ""}});
  const auto nothing = environment({});

  const auto asked = dkrls::choose_endpoint("unix:///asked", with_host);
  CHECK(asked.text == "unix:///asked");
  CHECK(asked.source == EndpointSource::host_option);

  const auto from_environment = dkrls::choose_endpoint(std::nullopt, with_host);
  CHECK(from_environment.text == "unix:///from-environment");
  CHECK(from_environment.source == EndpointSource::docker_host);

  for (const auto& variables : {empty_host, nothing}) {
    const auto by_default = dkrls::choose_endpoint(std::nullopt, variables);
    CHECK(by_default.text == "unix:///var/run/docker.sock");
    CHECK(by_default.source == EndpointSource::default_endpoint);
  }
}

TEST_CASE("an empty endpoint that was asked for is not replaced by another") {
  const auto choice = dkrls::choose_endpoint("", environment({{"DOCKER_HOST", "unix:///x"}}));
  CHECK(choice.text.empty());
  CHECK(choice.source == EndpointSource::host_option);
}

TEST_CASE("no variable but DOCKER_HOST has a say") {
  std::vector<std::string> asked_for;
  (void)dkrls::choose_endpoint(std::nullopt, [&](std::string_view name) {
    asked_for.emplace_back(name);
    return std::nullopt;
  });
  CHECK(asked_for == std::vector<std::string>{"DOCKER_HOST"});
}
