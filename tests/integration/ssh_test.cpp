// SPDX-License-Identifier: MIT

// Engines behind a fake ssh.

#include <algorithm>
#include <csignal>

#include "catch.hpp"
#include "ssh_support.hpp"

namespace {

using namespace dkrls_test;
using dkrls::Errc;
using dkrls::SshEndpoint;
using Clock = std::chrono::steady_clock;

/// Returns the result of a listing with this script as ssh.
Outcome list_with(std::string_view script,
                  std::chrono::seconds timeout = std::chrono::seconds(10)) {
  const StandIns stand_ins;
  stand_ins.write("ssh", script);
  Outcome outcome = list(ssh_client({.host = "host"}, timeout));
  CHECK(has_no_children());
  return outcome;
}

}  // namespace

TEST_CASE("an engine behind ssh is listed") {
  const StandIns stand_ins;
  FakeEngine engine;
  const Framing framing =
      GENERATE(Framing::content_length, Framing::one_chunk, Framing::chunks_of_2048);
  engine.on("GET /images/json", images(many_images_json(10'000), framing));
  stand_ins.write("ssh", relay_to(engine));
  const Outcome outcome = list(ssh_client());
  CHECK_FALSE(outcome.ec);
  CHECK(outcome.diagnostics.message.empty());
  CHECK(outcome.images.size() == 10'000);
  CHECK(engine.requests().front().headers["Host"] == "docker");
  CHECK(engine.connections() == 1);
  CHECK(has_no_children());
}

TEST_CASE("ssh is run with the arguments that docker gives it") {
  struct Case {
    SshEndpoint endpoint;
    std::vector<std::string> arguments;
  };
  // The first four are those of docker 28.2.2. Docker 28 does not quote, docker 29 does.
  const std::vector<Case> cases = {
      {{.host = "host"},
       {"-o ConnectTimeout=30", "-T", "--", "host", "docker", "system", "dial-stdio"}},
      {{.user = "me", .host = "host", .socket_path = "/run/user/1000/docker.sock"},
       {"-o ConnectTimeout=30", "-T", "-l", "me", "--", "host", "docker", "--host",
        "unix:///run/user/1000/docker.sock", "system", "dial-stdio"}},
      {{.user = "me", .host = "::1", .port = 22, .socket_path = "/"},
       {"-o ConnectTimeout=30", "-T", "-l", "me", "-p", "22", "--", "::1", "docker", "--host",
        "unix:///", "system", "dial-stdio"}},
      {{.user = "me", .host = "host", .port = 2222},
       {"-o ConnectTimeout=30", "-T", "-l", "me", "-p", "2222", "--", "host", "docker", "system",
        "dial-stdio"}},
      {{.host = "host", .socket_path = "/my dir/$(id)/it's.sock"},
       {"-o ConnectTimeout=30", "-T", "--", "host", "docker", "--host",
        "'unix:///my dir/$(id)/it'\\''s.sock'", "system", "dial-stdio"}},
  };
  for (const Case& c : cases) {
    const StandIns stand_ins;
    FakeEngine engine;
    stand_ins.write("ssh", relay_to(engine));
    CHECK_FALSE(list(ssh_client(c.endpoint)).ec);
    CHECK(stand_ins.lines("arguments") == c.arguments);
  }
}

TEST_CASE("a shell reads the path of the socket as it was written") {
  const StandIns stand_ins;
  FakeEngine engine;
  stand_ins.write("docker", relay_to(engine));
  stand_ins.write("ssh", "while [[ $1 != -- ]]; do shift; done\nshift 2\nexec bash -c \"$*\"");
  const std::string path = GENERATE("/run/docker.sock", "/my dir/$(id)/it's.sock", "/`id`;id|id&",
                                    "/~/*/?/[a]/{b,c}/\\/#/!");
  CHECK_FALSE(list(ssh_client({.host = "host", .socket_path = path})).ec);
  CHECK(stand_ins.lines("arguments") ==
        std::vector<std::string>{"--host", "unix://" + path, "system", "dial-stdio"});
}

TEST_CASE("ssh runs in the environment of the program and with signals as they are at first") {
  const StandIns stand_ins;
  const SetVariable agent("SSH_AUTH_SOCK", "/nonexistent/agent");
  FakeEngine engine;
  stand_ins.write("ssh", "env > $HERE/environment; grep ^Sig /proc/self/status > $HERE/signals\n" +
                             relay_to(engine));
  sigset_t terminate;
  sigset_t before;
  sigemptyset(&terminate);
  sigaddset(&terminate, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &terminate, &before);
  const auto of_pipes = std::signal(SIGPIPE, SIG_IGN);
  CHECK_FALSE(list(ssh_client()).ec);
  std::signal(SIGPIPE, of_pipes);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  const std::vector<std::string> environment = stand_ins.lines("environment");
  CHECK(std::count(environment.begin(), environment.end(), "SSH_AUTH_SOCK=/nonexistent/agent") ==
        1);
  const std::string signals = stand_ins.read("signals");
  const auto set_behind = [&](const std::string& name) {
    const std::size_t found = signals.find(name + ":\t");
    REQUIRE(found != std::string::npos);
    return std::stoull(signals.substr(found + name.size() + 2), nullptr, 16);
  };
  CHECK(set_behind("SigBlk") == 0);
  CHECK((set_behind("SigIgn") >> (SIGPIPE - 1) & 1) == 0);
}

TEST_CASE("a host or user that looks like an option never reaches ssh") {
  const StandIns stand_ins;
  stand_ins.write("ssh", record);
  const SshEndpoint endpoint = GENERATE(values<SshEndpoint>(
      {{.host = "-oProxyCommand=id"}, {.host = ""}, {.user = "-x", .host = "host"}}));
  CHECK(list(ssh_client(endpoint)).ec == Errc::invalid_endpoint);
  CHECK(stand_ins.read("arguments").empty());
  CHECK(dkrls::parse_endpoint("ssh://-oProxyCommand=id").has_error());
}

TEST_CASE("the message of a failing ssh is the reason") {
  const Outcome outcome = list_with(
      "echo 'me@host: Permission denied (publickey).' >&2\n"
      "echo >&2\nexit 255");
  CHECK(outcome.ec == Errc::ssh_failed);
  CHECK(outcome.diagnostics.message == "me@host: Permission denied (publickey).");
  CHECK(outcome.images.empty());
}

TEST_CASE("the client waits for the message of an ssh that fails late") {
  const Outcome outcome =
      list_with("exec < /dev/null > /dev/null; sleep 0.2; echo late >&2; exit 255");
  CHECK(outcome.ec == Errc::ssh_failed);
  CHECK(outcome.diagnostics.message == "late");
}

TEST_CASE("only the end of a long message of ssh is kept") {
  const Outcome outcome = list_with(megabyte_of_words + "echo denied >&2; exit 255");
  CHECK(outcome.ec == Errc::ssh_failed);
  CHECK(outcome.diagnostics.message == std::string(4096 - 7, 'x') + "denied");
}

TEST_CASE("a verbose ssh does not block the answer") {
  const StandIns stand_ins;
  FakeEngine engine;
  engine.on("GET /images/json", images(many_images_json(1'000), Framing::chunks_of_2048));
  const std::string words =
      GENERATE(values<std::string>({megabyte_of_words, "{ " + megabyte_of_words + "} &\n"}));
  stand_ins.write("ssh", words + relay_to(engine));
  const Outcome outcome = list(ssh_client());
  CHECK_FALSE(outcome.ec);
  CHECK(outcome.diagnostics.message.empty());
  CHECK(outcome.images.size() == 1'000);
  CHECK(has_no_children());
}

TEST_CASE("the timeout ends an ssh that writes to stderr without end") {
  const Outcome outcome = list_with("exec yes >&2", std::chrono::seconds(1));
  CHECK(outcome.ec == Errc::timed_out);
  CHECK(outcome.diagnostics.message.ends_with("y\ny"));
  CHECK(outcome.diagnostics.message.size() <= 4096);
}

TEST_CASE("what a shell prints before the engine's answer is shown") {
  const Outcome outcome = list_with(
      "echo 'Welcome to the build host!'; echo 'Be nice.'\n"
      "printf 'HTTP/1.1 200 OK\\r\\nApi-Version: 1.41\\r\\nContent-Length: 0\\r\\n\\r\\n'; sleep "
      "1");
  CHECK(outcome.ec == Errc::malformed_answer);
  CHECK(outcome.diagnostics.message == "Welcome to the build host!");
}

TEST_CASE("an ssh that ends at once and in silence is an error") {
  const std::string script = GENERATE("exit 0", "exit 255", "kill -KILL $$");
  const Outcome outcome = list_with(script);
  CHECK(outcome.ec == Errc::ssh_failed);
  CHECK(outcome.diagnostics.message == "ssh ended without a word");
}

TEST_CASE("without ssh the error names the missing program") {
  const StandIns none(StandIns::Others::hidden);
  const Outcome outcome = list(ssh_client());
  CHECK(outcome.ec == Errc::ssh_failed);
  CHECK(outcome.diagnostics.message == "there is no program \"ssh\" in PATH");
}

TEST_CASE("the timeout ends an ssh that hangs, even if it ignores signals") {
  const std::string script =
      GENERATE("exec sleep 60", "trap '' TERM; echo 'still trying' >&2; exec sleep 60");
  const auto begin = Clock::now();
  const Outcome outcome = list_with(script, std::chrono::seconds(1));
  const auto elapsed = Clock::now() - begin;
  CHECK(outcome.ec == Errc::timed_out);
  CHECK(elapsed >= std::chrono::milliseconds(900));
  CHECK(elapsed < std::chrono::seconds(5));
  const std::string said = script.starts_with("trap") ? "still trying" : "";
  CHECK(outcome.diagnostics.message == said);
}

TEST_CASE("an ssh that dies in the engine's answer is an error with its last words") {
  const auto [length, message] = GENERATE(table<std::string, std::string>({
      {"Content-Length: 99\\r\\n", ""},
      {"", "the list of images ends at byte 2; "},
  }));
  const Outcome outcome = list_with(
      "read -r _; while read -r line && [[ $line != $'\\r' ]]; do :; done\n"
      "printf 'HTTP/1.1 200 OK\\r\\nApi-Version: 1.41\\r\\nContent-Length: 0\\r\\n\\r\\n'\n"
      "while read -r line && [[ $line != $'\\r' ]]; do :; done\n"
      "printf 'HTTP/1.1 200 OK\\r\\n" +
      length +
      "\\r\\n[{'\n"
      "echo 'Connection to host closed by remote host.' >&2; exit 255");
  CHECK(outcome.ec == Errc::truncated_answer);
  CHECK(outcome.diagnostics.message == message + "Connection to host closed by remote host.");
  CHECK(outcome.images.empty());
}

TEST_CASE("an engine behind ssh that hangs up in its answer is no failure of ssh") {
  const StandIns stand_ins;
  FakeEngine engine;
  stand_ins.write("ssh", relay_to(engine));
  engine.on("GET /images/json",
            Reply().send("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n[{").close());
  const Outcome outcome = list(ssh_client());
  CHECK(outcome.ec == Errc::truncated_answer);
  CHECK(outcome.diagnostics.message == "");
}

TEST_CASE("messages of ssh do not disturb a successful listing") {
  const StandIns stand_ins;
  FakeEngine engine;
  serve_example(engine);
  stand_ins.write("ssh",
                  "echo 'Warning: added to the list of known hosts' >&2\n" + relay_to(engine));
  const Outcome outcome = list(ssh_client());
  CHECK(is_example(outcome.images));
  CHECK(outcome.diagnostics.message.empty());
  engine.on("GET /images/json", error("500 Oops", "{\"message\":\"no\"}"));
  CHECK(list(ssh_client()).diagnostics.message == "no");
}

TEST_CASE("a process in the background that keeps ssh's stderr open delays nothing") {
  const StandIns stand_ins;
  const auto begin = Clock::now();
  stand_ins.write("ssh",
                  "sleep 60 < /dev/null > /dev/null &\necho $! > $HERE/background\n"
                  "echo failed >&2; exit 255");
  const Outcome outcome = list(ssh_client());
  CHECK(outcome.ec == Errc::ssh_failed);
  CHECK(outcome.diagnostics.message == "failed");
  CHECK(Clock::now() - begin < std::chrono::seconds(5));
  ::kill(std::stoi(stand_ins.read("background")), SIGKILL);
}

TEST_CASE("a connection through ssh that the engine closes is opened again") {
  const StandIns stand_ins;
  FakeEngine engine;
  serve_example(engine);
  engine.on(
      "HEAD /_ping",
      Reply().send("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nConnection: close\r\n\r\n").close());
  stand_ins.write("ssh", relay_to(engine));
  CHECK(is_example(list(ssh_client()).images));
  CHECK(engine.connections() == 2);
  CHECK(has_no_children());
}

TEST_CASE("a survey through ssh is one login") {
  const StandIns stand_ins;
  FakeEngine engine;
  engine.on("GET /images/json", images(many_images_json(20)));
  engine.on("GET /containers/json", images("[]"));
  engine.on("GET /version", images(R"({"Version":"20.10.24"})"));
  engine.on("GET /info", images(R"({"Driver":"overlay2"})"));
  for (const dkrls::Image& image : list(engine).images) {
    engine.on("GET /images/" + image.id + "/json", images("{}"));
    engine.on("GET /images/" + image.id + "/history", images("[]"));
  }
  const std::size_t connections = engine.connections();
  stand_ins.write("ssh", relay_to(engine));
  CHECK(ssh_client().disk_usage().images().size() == 20);
  CHECK(engine.connections() == connections + 1);
  CHECK(has_no_children());
}
