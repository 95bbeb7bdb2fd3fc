// SPDX-License-Identifier: MIT

// Which engine the command uses, and what it prints about that.

#include <filesystem>
#include <fstream>
#include <iterator>

#include "catch.hpp"
#include "certificates.hpp"
#include "client_support.hpp"
#include "fixed_answer.hpp"
#include "process.hpp"
#include "relay.hpp"
#include "ssh_support.hpp"

namespace {

using namespace dkrls_test;

std::string read_data(const std::string& name) {
  std::ifstream file(TEST_DATA_DIR "/data/" + name + ".json");
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Makes an engine answer requests for its version and information.
void introduce(FakeEngine& engine, const std::string& version, const std::string& info) {
  engine.on("GET /_ping", ping("1.41"));
  engine.on("GET /version", images(read_data(version)));
  engine.on("GET /info", images(read_data(info)));
}

/// A user with an empty home directory.
struct User {
  User() { std::filesystem::create_directories(directory / "run/podman"); }

  Finished run(const std::vector<std::string>& arguments,
               const std::vector<std::string>& variables = {}) const {
    return run_under({}, arguments, variables);
  }

  /// Runs the command under another one, such as timeout(1).
  Finished run_under(std::vector<std::string> words, const std::vector<std::string>& arguments,
                     std::vector<std::string> variables = {}) const {
    for (const char* const name :
         {"DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH",
          "DOCKER_API_VERSION", "DOCKER_CUSTOM_HEADERS", "TMPDIR", "XDG_CONFIG_HOME", "COLIMA_HOME",
          "LIMA_HOME", "CONTAINER_HOST", "CONTAINER_CONNECTION", "HTTP_PROXY", "HTTPS_PROXY",
          "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"})
      if (std::none_of(variables.begin(), variables.end(), [&](const std::string& variable) {
            return variable.starts_with(std::string(name) + "=");
          }))
        variables.push_back(std::string(name) + "=");
    variables.push_back("HOME=" + directory.path());
    variables.push_back("XDG_RUNTIME_DIR=" + directory.path() + "/run");
    words.emplace_back(DKR_LS);
    words.insert(words.end(), arguments.begin(), arguments.end());
    return run_process(std::move(words), std::move(variables));
  }

  std::string rootless() const { return directory / "run/docker.sock"; }
  std::string podman() const { return directory / "run/podman/podman.sock"; }

  /// Writes a context as docker does.
  void add_context(const std::string& name, const std::string& host) const {
    directory.write(".docker/contexts/meta/" + std::string(64, 'a') + "/meta.json",
                    R"({"Name":")" + name + R"(","Metadata":{},"Endpoints":{"docker":{"Host":")" +
                        host + R"(","SkipTLSVerify":false}}})");
  }

  TemporaryDirectory directory;
};

/// True if this machine has engines at the places that the command tries; then it prints a note.
bool has_engines() {
  for (const char* const path : {"/var/run/docker.sock", "/run/podman/podman.sock"})
    if (std::filesystem::exists(path)) {
      WARN("left out: there is " << path);
      return true;
    }
  return false;
}

std::string version_line() {
  return "dkr-ls    " + run_process({DKR_LS, "--version"}).out.substr(7);
}

}  // namespace

TEST_CASE("version leaves out what the engine does not report") {
  const User user;
  FakeEngine engine;
  engine.on("GET /info", images("{}"));
  const auto [version, lines] = GENERATE(table<std::string, std::string>({
      {R"({"Version":"1.12.6"})", "engine    Docker Engine 1.12.6\n"},
      {R"({"Version":"1.12.6","Os":"linux"})", "engine    Docker Engine 1.12.6, linux\n"},
      {R"({"Version":"1.12.6","Arch":"arm64"})", "engine    Docker Engine 1.12.6, arm64\n"},
      {R"({"Version":"1.12.6","ApiVersion":"1.24"})",
       "engine    Docker Engine 1.12.6\nAPI       up to 1.24\n"},
  }));
  engine.on("GET /version", images(version));
  const Finished finished = user.run({"version"}, {"DOCKER_HOST=" + engine.url()});
  CHECK(finished.out == version_line() + lines + "images    not known\nendpoint  " + engine.url() +
                            ", named by: DOCKER_HOST\n");
  CHECK(finished.err.empty());
  CHECK(finished.status == 0);
}

TEST_CASE("version shows what /version reports, even if a proxy refuses /info") {
  const User user;
  FakeEngine engine;
  introduce(engine, "version-docker-26.1.5-containerd", "info-docker-26.1.5-containerd");
  engine.on("GET /info", error("403 Forbidden", "<html>\nnot for you</html>"));
  const Finished finished = user.run({"version"}, {"DOCKER_HOST=" + engine.url()});
  CHECK(finished.out == version_line() +
                            "engine    Docker Engine 26.1.5+dfsg1, linux/amd64\n"
                            "API       1.24 to 1.45\n"
                            "images    not known\n"
                            "endpoint  " +
                            engine.url() + ", named by: DOCKER_HOST\n");
  CHECK(finished.err == "WARNING: GET /info was refused (403): Forbidden\n");
  CHECK(finished.status == 0);
}

TEST_CASE("version prints the client and the engine") {
  const User user;
  FakeEngine engine;
  introduce(engine, "version-docker-26.1.5-containerd", "info-docker-26.1.5-containerd");
  const Finished finished = user.run({"version"}, {"DOCKER_HOST=" + engine.url()});
  CHECK(finished.out == version_line() +
                            "engine    Docker Engine 26.1.5+dfsg1, linux/amd64\n"
                            "API       1.24 to 1.45\n"
                            "images    overlayfs, in the containerd image store\n"
                            "endpoint  " +
                            engine.url() + ", named by: DOCKER_HOST\n");
  CHECK(finished.err.empty());
  CHECK(finished.status == 0);
}

TEST_CASE("version names a found engine") {
  if (has_engines())
    return;
  const User user;
  FakeEngine engine(user.podman());
  introduce(engine, "version-podman-5.4.2", "info-podman-5.4.2");
  const Finished finished = user.run({"version"});
  CHECK(finished.out == version_line() +
                            "engine    Podman Engine 5.4.2, linux/amd64\n"
                            "API       1.24 to 1.41\n"
                            "images    overlay, a graph driver\n"
                            "endpoint  " +
                            engine.url() + ", named by: found: rootless podman\n");
  CHECK(finished.err.empty());
  CHECK(finished.status == 0);
}

TEST_CASE("version without an engine prints the tried sockets and succeeds") {
  if (has_engines())
    return;
  const User user;
  FakeEngine broken(user.rootless());
  broken.on("GET /_ping", error("503 Service Unavailable", "not now"));
  const Finished finished = user.run({"version"});
  CHECK(finished.out ==
        version_line() +
            "engine    none; tried\n"
            "          unix:///var/run/docker.sock (the default): No such file or directory\n"
            "          unix://" +
            user.rootless() + " (rootless Docker): no answer\n");
  CHECK(finished.err.empty());
  CHECK(finished.status == 0);
}

TEST_CASE("version fails if an engine is found and does not describe itself") {
  if (has_engines())
    return;
  const User user;
  FakeEngine engine(user.rootless());
  engine.on("GET /_ping", ping("1.41"));
  engine.on("GET /version", error("500 Oops", R"({"message":"not now"})"));
  const Finished finished = user.run({"version"});
  CHECK(finished.out == version_line());
  CHECK(finished.err ==
        "Error: the engine at " + engine.url() + " answered GET /version with 500: not now\n");
  CHECK(finished.status == 1);
}

TEST_CASE("version fails if a named engine does not answer") {
  const User user;
  const std::string socket = user.directory / "missing.sock";
  const Finished finished = GENERATE(true, false)
                                ? user.run({"--host", "unix://" + socket, "version"})
                                : user.run({"version"}, {"DOCKER_HOST=unix://" + socket});
  CHECK(finished.out == version_line());
  CHECK(finished.err.starts_with("Error: no engine at unix://" + socket + ": "));
  CHECK(finished.status == 1);
}

TEST_CASE("with several engines and none named, the error asks to choose one") {
  if (has_engines())
    return;
  const User user;
  FakeEngine rootless(user.rootless());
  FakeEngine podman(user.podman());
  for (FakeEngine* const engine : {&rootless, &podman})
    engine->on("GET /_ping", ping("1.41"));
  const std::string command = GENERATE("version", "tags", "repos");
  const Finished finished = user.run({command});
  CHECK(finished.out == (command == "version" ? version_line() : ""));
  CHECK(finished.err == "Error: several engines are running and none is named: " + rootless.url() +
                            " (rootless Docker), " + podman.url() +
                            " (rootless podman); choose one with --host or DOCKER_HOST\n");
  CHECK(finished.status == 1);
}

TEST_CASE("an interrupt ends the command while it searches for an engine") {
  if (has_engines())
    return;
  const User user;
  FakeEngine silent(user.rootless());
  silent.on("GET /_ping", Reply().wait());
  const std::string command = GENERATE("version", "tags");
  const auto begin = std::chrono::steady_clock::now();
  const Finished finished =
      user.run_under({"timeout", "--preserve-status", "--signal", "INT", "0.5"}, {command});
  CHECK(finished.status == 130);
  CHECK(finished.out == (command == "version" ? version_line() : ""));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(1900));
}

TEST_CASE("a context names the engine, by flag, by variable and by config.json") {
  const User user;
  FakeEngine engine;
  user.add_context("remote", engine.url());
  Finished finished = user.run({"--context", "remote", "repos"});
  CHECK(finished.status == 0);
  finished = user.run({"repos", "-c", "remote"}, {"DOCKER_HOST=unix:///nonexistent/docker.sock"});
  CHECK(finished.status == 0);
  finished = user.run({"repos"}, {"DOCKER_HOST=", "DOCKER_CONTEXT=remote"});
  CHECK(finished.status == 0);
  user.directory.write(".docker/config.json", R"({"currentContext":"remote"})");
  finished = user.run({"repos"});
  CHECK(finished.status == 0);
  CHECK(finished.out == "REPOSITORY\n");
  CHECK(engine.connections() == 4);
}

TEST_CASE("a context that does not exist is a failure that names it") {
  const User user;
  const Finished finished = user.run({"--context", "nosuch", "tags"});
  CHECK(finished.status == 1);
  CHECK(finished.out.empty());
  CHECK(finished.err.starts_with("Error: "));
  CHECK(finished.err.find("nosuch") != std::string::npos);
}

TEST_CASE("the log says which engine was chosen and why") {
  const User user;
  const FakeEngine engine;
  user.add_context("remote", engine.url());
  Finished finished = user.run({"--log-level", "debug", "repos", "--context", "remote"});
  CHECK(finished.err.find("the engine is " + engine.url() + ", named by: context \"remote\"") !=
        std::string::npos);
  finished = user.run({"--log-level", "debug", "repos"}, {"DOCKER_HOST=" + engine.url()});
  CHECK(finished.err.find("the engine is " + engine.url() + ", named by: DOCKER_HOST") !=
        std::string::npos);
}

TEST_CASE("an engine behind TLS is listed with the certificates of DOCKER_CERT_PATH") {
  const User user;
  const Authority authority(user.directory, "ca");
  const CertificateFiles server =
      authority.issue("server", {.alternative_names = "DNS:localhost,IP:127.0.0.1"});
  const CertificateFiles client = authority.issue("client");
  std::filesystem::rename(client.certificate, user.directory / "cert.pem");
  std::filesystem::rename(client.key, user.directory / "key.pem");
  FakeEngine engine;
  const Relay relay(engine.path(), {.identity = server, .client_authority = authority.file()});
  const std::vector<std::string> variables = {"DOCKER_HOST=" + relay.url(), "DOCKER_TLS_VERIFY=1",
                                              "DOCKER_CERT_PATH=" + user.directory.path()};
  Finished finished = user.run({"repos"}, variables);
  CHECK(finished.out == "REPOSITORY\n");
  CHECK(finished.err.empty());
  CHECK(finished.status == 0);

  std::filesystem::remove(user.directory / "cert.pem");
  std::filesystem::remove(user.directory / "key.pem");
  finished = user.run({"repos"}, variables);
  CHECK(finished.out.empty());
  CHECK(finished.err.starts_with("Error: no trusted connection to " + relay.url() + ": "));
  CHECK(finished.status == 1);

  finished = user.run({"repos"}, {"DOCKER_HOST=" + relay.url()});
  CHECK(finished.status == 1);
}

TEST_CASE("TLS to a plain port and plain HTTP to a TLS port are reported with the remedy") {
  const User user;
  const FixedAnswer plain("HTTP/1.1 400 Bad Request\r\n\r\n");
  const std::string port = std::to_string(plain.port());
  const std::string url = "tcp://127.0.0.1:" + port;
  const Authority authority(user.directory, "ca");
  Finished finished =
      user.run({"repos", "--host", url},
               {"DOCKER_TLS_VERIFY=1", "DOCKER_CERT_PATH=" + user.directory.path()});
  CHECK(finished.err == "Error: what listens at " + url +
                            " does not speak TLS; unset DOCKER_TLS_VERIFY and DOCKER_TLS, or "
                            "correct the port\n");
  CHECK(finished.status == 1);
  const FixedAnswer tls(std::string("\x15\x03\x01\x00\x02\x02\x46", 7));
  finished = user.run({"repos", "--host", "tcp://127.0.0.1:" + std::to_string(tls.port())});
  CHECK(finished.err.find("wants TLS; set DOCKER_TLS_VERIFY=1") != std::string::npos);
  CHECK(finished.status == 1);
}

TEST_CASE("an engine behind ssh is listed, and a failure of ssh prints its message") {
  const User user;
  const StandIns stand_ins;
  FakeEngine engine;
  stand_ins.write("ssh", relay_to(engine));
  Finished finished = user.run({"repos"}, {"DOCKER_HOST=ssh://me@host:2222"});
  CHECK(finished.out == "REPOSITORY\n");
  CHECK(finished.status == 0);
  stand_ins.write("ssh", "printf 'Permission \\e[31mdenied\\n' >&2; exit 255");
  finished = user.run({"repos", "--host", "ssh://host"});
  CHECK(finished.out.empty());
  CHECK(finished.err.starts_with("Error: ssh did not reach the engine at ssh://host: Permission "));
  CHECK(finished.err.find('\033') == std::string::npos);
  CHECK(finished.status == 1);
}

TEST_CASE("a verbose ssh does not block, and a failure prints its last words") {
  const User user;
  const StandIns stand_ins;
  FakeEngine engine;
  stand_ins.write("ssh", megabyte_of_words + relay_to(engine));
  Finished finished = user.run({"repos", "--host", "ssh://host", "--timeout", "10"});
  CHECK(finished.out == "REPOSITORY\n");
  CHECK(finished.err.empty());
  CHECK(finished.status == 0);
  // Cut between two letters.
  stand_ins.write("ssh", megabyte_of_words + "printf 'ä%.0s' {1..200} >&2; echo . >&2; exit 255");
  finished = user.run({"repos", "--host", "ssh://host"});
  std::string end;
  for (int i = 0; i < 199; ++i)
    end += "ä";
  CHECK(finished.err.starts_with("Error: ssh did not reach the engine at ssh://host: ..." + end +
                                 ".; "));
  CHECK(finished.status == 1);
}
