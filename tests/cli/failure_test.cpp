// SPDX-License-Identifier: MIT

// Engines that cannot be asked: one line that says why and what to do.

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <dkrls/endpoint.hpp>

#include "catch.hpp"
#include "cli_support.hpp"
#include "temporary_directory.hpp"

namespace {

using namespace dkrls_test;

/// Checks that both listings fail with exactly this one line.
void check_failure(const Arguments& flags, const FakeEngine& engine, const std::string& error) {
  for (const char* command : {"tags", "repos"}) {
    Arguments arguments = flags;
    arguments.insert(arguments.begin(), command);
    CAPTURE(arguments);
    const Finished finished = run_dkr_ls(arguments, engine);
    CHECK(finished.out.empty());
    CHECK(finished.err == "Error: " + error + "\n");
    CHECK(finished.status == 1);
  }
}

/// The same for an engine that answers with `reply`.
void check_failure(Reply reply, const std::string& error) {
  FakeEngine engine;
  engine.on("GET /images/json", std::move(reply));
  check_failure({"--timeout", "1"}, engine, replaced(error, "ENGINE", engine.url()));
}

Finished run_with_docker_host(const std::string& docker_host, Arguments arguments) {
  arguments.insert(arguments.begin(), DKR_LS);
  return run_process(std::move(arguments), {"DOCKER_HOST=" + docker_host});
}

}  // namespace

TEST_CASE("a missing socket is named, with the ways to another") {
  const FakeEngine engine;
  const std::string url = engine.url() + ".missing";
  check_failure({"-H", url}, engine,
                "no engine at " + url +
                    ": there is no such socket; start Docker, or name the engine with --host, "
                    "--context or DOCKER_HOST");
}

TEST_CASE("a socket that nobody listens at is named") {
  const FakeEngine engine;
  const std::string path = engine.path() + ".stale";
  boost::asio::io_context context;
  boost::asio::local::stream_protocol::acceptor(context, path).close();
  check_failure({"-H", "unix://" + path}, engine,
                "no engine at unix://" + path +
                    ": the socket is there but nobody listens; start Docker (\"systemctl start "
                    "docker\")");
}

TEST_CASE("a path that is no socket's is named") {
  const FakeEngine engine;
  const std::string url = "unix:///" + std::string(200, 'x');
  check_failure({"-H", url}, engine, "cannot ask the engine at " + url + ": File name too long");
}

TEST_CASE("the engine's own words are passed on, in one line") {
  check_failure(error("500 Internal Server Error", "{\"message\":\"the disk is on fire\"}\n"),
                "the engine at ENGINE answered GET /images/json with 500: the disk is on fire");
  check_failure(error("502 Bad Gateway", "<html>\n<h1>Bad Gateway</h1>\n</html>\n"),
                "the engine at ENGINE answered GET /images/json with 502: Bad Gateway");
  check_failure(error("403 Forbidden", "not for you\nask somebody else\n"),
                "the engine at ENGINE refused GET /images/json (403): not for you");
  check_failure(error("404 Not Found", ""),
                "the engine at ENGINE refused GET /images/json (404): Not Found");
  check_failure(error("500 Oops", "{\"message\":\"\\u001b[31mred\\u001b[0m\\u202e\\r\\nblue\"}"),
                "the engine at ENGINE answered GET /images/json with 500: "
                "\\x1b[31mred\\x1b[0m\\u202e");
}

TEST_CASE("an error without any words gets those of its status") {
  check_failure(error("500 ", ""),
                "the engine at ENGINE answered GET /images/json with 500: Internal Server Error");
}

TEST_CASE("what is not an engine is told from one") {
  check_failure(Reply().send("SSH-2.0-OpenSSH_9.2p1\r\n").close(),
                "what listens at ENGINE does not speak HTTP as an engine does (it begins with "
                "\"SSH-2.0-OpenSSH_9.2p1\"); is this the address of a Docker engine?");
  check_failure(
      images("<html></html>"),
      "the answer from ENGINE is not an image list (not JSON: syntax error at byte 0); is "
      "this the address of a Docker engine?");
  check_failure(images("{\"message\":\"hello\"}"),
                "the answer from ENGINE is not an image list (not a list of images at byte 0); is "
                "this the address of a Docker engine?");
  check_failure(
      images(""),
      "the answer from ENGINE is not an image list (an empty answer); is this the address of "
      "a Docker engine?");
}

TEST_CASE("a refusal of the ping is reported as that") {
  FakeEngine engine;
  engine.on("HEAD /_ping", error("403 Forbidden", ""));
  engine.on("GET /_ping", error("403 Forbidden", "not for you\n"));
  check_failure({}, engine,
                "the engine at " + engine.url() + " refused GET /_ping (403): not for you");
}

TEST_CASE("a directory or a file in the place of the socket is named as that") {
  const FakeEngine engine;
  const TemporaryDirectory directory;
  check_failure({"-H", "unix://" + directory.path()}, engine,
                "no engine at unix://" + directory.path() +
                    ": that is a directory, not a socket; Docker makes one if a container mounts a "
                    "socket that is not there: remove it and start Docker");
  const std::string file = directory.write("docker.sock", "");
  check_failure({"-H", "unix://" + file}, engine,
                "no engine at unix://" + file +
                    ": that is a file, not a socket; name the engine's socket with --host or "
                    "DOCKER_HOST");
}

TEST_CASE("an abstract socket that nobody listens at is named") {
  const FakeEngine engine;
  check_failure({"-H", "unix://@dkrls-test/nobody"}, engine,
                "no engine at unix://@dkrls-test/nobody: nobody listens at that name; start "
                "Docker, or correct the name");
}

TEST_CASE("a proxy that fails is named, with its variable") {
  const Finished finished = run_process({DKR_LS, "tags", "-H", "tcp://engine.example:2375"},
                                        {"HTTP_PROXY=http://me:pw@127.0.0.1:1"});
  CHECK(finished.err ==
        "Error: no way to tcp://engine.example:2375 by the proxy http://127.0.0.1:1 (HTTP_PROXY): "
        "it cannot be reached: Connection refused; correct the variable, or list the engine's host "
        "in NO_PROXY\n");
  CHECK(finished.status == 1);
  const Finished refused = run_process({DKR_LS, "tags", "-H", "tcp://engine.example:2375"},
                                       {"HTTP_PROXY=socks5://127.0.0.1:1"});
  CHECK(refused.err ==
        "Error: HTTP_PROXY names a proxy of the kind socks5://, which is not supported; give "
        "http://HOST:PORT, or list the engine's host in NO_PROXY\n");
}

TEST_CASE("a broken config.json is one warning if a flag names the engine") {
  FakeEngine engine;
  engine.on("GET /images/json", images(example_listing_json(present())));
  const TemporaryDirectory directory;
  const std::string config = directory.write("config.json", "// comment\n{}");
  const Finished finished =
      run_process({DKR_LS, "tags", "-H", engine.url()}, {"DOCKER_CONFIG=" + directory.path()});
  CHECK(finished.status == 0);
  CHECK(finished.err.starts_with("WARNING: " + config + " is broken: no JSON at line 1"));
  CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
  CHECK(run_process({DKR_LS, "tags"}, {"DOCKER_CONFIG=" + directory.path()}).status == 1);
}

TEST_CASE("an answer that is cut lists nothing") {
  const std::string answer = http_response("200 OK", example_listing_json(present()));
  check_failure(Reply().send(answer.substr(0, answer.size() / 2)).close(),
                "the engine at ENGINE hung up before its answer was complete; try again");
  check_failure(
      Reply().send("HTTP/1.0 200 OK\r\n\r\n[{\"Id\":\"a\"}").close(),
      "the engine at ENGINE hung up before its answer was complete (the list of images ends "
      "at byte 11); try again");
  check_failure(Reply().send(answer.substr(0, answer.size() / 2)).reset(),
                "the engine at ENGINE broke the connection off (Connection reset by peer); try "
                "again");
}

TEST_CASE("a silent engine is given up after the timeout") {
  const std::string error =
      "the engine at ENGINE was silent for 1 s; try again, or wait longer with --timeout SECONDS "
      "(0: "
      "for ever)";
  const auto start = std::chrono::steady_clock::now();
  check_failure(Reply().wait(), error);
  check_failure(Reply().send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[").wait(), error);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("an engine that is too old or too new is told which version is missing") {
  FakeEngine engine;
  engine.on("HEAD /_ping", ping("1.12"));
  check_failure(
      {}, engine,
      "the engine at " + engine.url() +
          " is too old: it speaks API 1.12 at most, at least 1.24 is needed; upgrade Docker");
  engine.on("HEAD /_ping", ping("1.99"));
  engine.on("GET /images/json",
            error("400 Bad Request", "{\"message\":\"at least 1.90, please\"}"));
  check_failure({}, engine,
                "the engine at " + engine.url() +
                    " is too new for this dkr-ls (at least 1.90, please); upgrade dkr-ls");
}

TEST_CASE("a DOCKER_HOST that cannot be used is named, and no default is asked instead") {
  const std::string host = GENERATE("/var/run/docker.sock", "gopher://x", "ssh://-oProxyCommand=x",
                                    "tcp://[::1", "fd://");
  const Finished finished = run_with_docker_host(host, {"tags"});
  CHECK(finished.out.empty());
  CHECK(finished.err.starts_with("Error: DOCKER_HOST is \"" + host + "\", which is "));
  CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
  CHECK(finished.status == 1);
}

TEST_CASE("what --host names counts more than DOCKER_HOST") {
  const ExampleEngine engine;
  const Finished finished = run_with_docker_host("gopher://x", {"-H", engine.url(), "repos"});
  CHECK(finished.out.starts_with("REPOSITORY\nnginx\n"));
  CHECK(finished.status == 0);
}

TEST_CASE("an empty DOCKER_HOST and none mean the default socket") {
  // Whatever there may be at that socket: what is asked is said before.
  const Arguments arguments = {DKR_LS, "--log-level=DEBUG", "--timeout=1", "repos"};
  const std::string chosen = "DEBUG: the engine is unix:///var/run/docker.sock, named by: ";
  const std::vector<std::string> nowhere = {"HOME=/nonexistent", "XDG_RUNTIME_DIR=/nonexistent"};
  CHECK(run_process(arguments, {"DOCKER_HOST=", nowhere[0], nowhere[1]})
            .err.starts_with(chosen + "the default\n"));
  CHECK(run_process(arguments, nowhere).err.starts_with(chosen + "the default\n"));
  CHECK(run_process({DKR_LS, "--log-level=DEBUG", "--timeout=1", "-H", "unix://", "repos"}, nowhere)
            .err.starts_with(chosen + "--host\n"));
}
