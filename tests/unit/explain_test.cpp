// SPDX-License-Identifier: MIT
#include <dkrls/explain.hpp>
#include <dkrls/terminal_text.hpp>

#include "catch.hpp"
#include "temporary_directory.hpp"

using dkrls::ClientOptions;
using dkrls::Diagnostics;
using dkrls::Errc;
using dkrls::Error;
using dkrls::error_code;
using dkrls::explain;

namespace {

namespace errc = boost::system::errc;

const std::string socket_url = "unix:///nonexistent/docker.sock";
const std::string tcp_url = "tcp://build:2375";

const dkrls::RemedyWords words_of_ship = {.engine = "--ship, --dock or DOCKER_HOST",
                                          .address = "--ship or DOCKER_HOST",
                                          .timeout = "--patience HOURS",
                                          .program = "ship"};

ClientOptions options_of(const std::string& url) {
  return {.endpoint = dkrls::parse_endpoint(url).value(), .timeout = std::chrono::seconds(7)};
}

/// Returns the diagnostics of an operation that failed.
Diagnostics failed_at(const std::string& url, Diagnostics diagnostics = {}) {
  diagnostics.endpoint = url;
  return diagnostics;
}

/// Explains the failure of an operation of a client.
std::string explained(const error_code& ec, const std::string& url, Diagnostics diagnostics = {}) {
  return explain(ec, failed_at(url, std::move(diagnostics)), options_of(url));
}

}  // namespace

TEST_CASE("a failed connection is explained, with what the user can do") {
  CHECK(explained(make_error_code(errc::no_such_file_or_directory), socket_url) ==
        "no engine at " + socket_url +
            ": there is no such socket; start Docker, or name the engine with DOCKER_HOST");
  CHECK(explained(make_error_code(errc::permission_denied), socket_url) ==
        "permission denied at " + socket_url +
            ": run as root, or join the socket's group (\"usermod -aG docker $USER\") and log in "
            "again");
  CHECK(explained(make_error_code(errc::connection_refused), tcp_url) ==
        "no engine at " + tcp_url +
            ": nobody listens at that port; start the engine there, or correct the port");
  CHECK(explained(make_error_code(errc::connection_reset), tcp_url) ==
        "the engine at " + tcp_url + " broke the connection off (Connection reset by peer); try " +
            "again");
  CHECK(explained(make_error_code(errc::too_many_files_open), tcp_url) ==
        "cannot ask the engine at " + tcp_url + ": Too many open files");
}

TEST_CASE("what is at the path of a socket is explained if nobody listens") {
  const dkrls_test::TemporaryDirectory directory;
  const error_code refused = make_error_code(errc::connection_refused);
  const std::string file = directory.write("docker.sock", "");
  CHECK(explained(refused, "unix://" + file) ==
        "no engine at unix://" + file +
            ": that is a file, not a socket; name the engine's socket with DOCKER_HOST");
  CHECK(explained(refused, "unix://" + directory.path()).find(": that is a directory,") !=
        std::string::npos);
  CHECK(explained(refused, "unix://@name")
            .ends_with(": nobody listens at that name; start Docker, "
                       "or correct the name"));
  CHECK(explained(refused, socket_url)
            .ends_with(": the socket is there but nobody listens; start Docker (\"systemctl start "
                       "docker\")"));
}

TEST_CASE("an answer that is of no use is explained") {
  CHECK(explained(Errc::timed_out, tcp_url) ==
        "the engine at " + tcp_url + " was silent for 7 s; try again");
  CHECK(explained(Errc::truncated_answer, tcp_url, {.message = "at byte 11"}) ==
        "the engine at " + tcp_url +
            " hung up before its answer was complete (at byte 11); try again");
  CHECK(explained(Errc::malformed_answer, tcp_url, {.message = "SSH-2.0"}) ==
        "what listens at " + tcp_url +
            " does not speak HTTP as an engine does (it begins with \"SSH-2.0\"); is this the "
            "address of a Docker engine?");
  CHECK(explained(Errc::malformed_answer, "ssh://me@host", {.message = "Welcome"})
            .starts_with("ssh to ssh://me@host printed \"Welcome\" before the engine's answer; "));
  CHECK(explained(Errc::engine_error, tcp_url, {500, "no space\nleft", "GET /info"}) ==
        "the engine at " + tcp_url + " answered GET /info with 500: no space");
  CHECK(explained(Errc::engine_error, tcp_url, {403, "not for you", "GET /info"}) ==
        "the engine at " + tcp_url + " refused GET /info (403): not for you");
  CHECK(explained(Errc::engine_too_old, tcp_url, {.message = "it speaks 1.12"}) ==
        "the engine at " + tcp_url + " is too old: it speaks 1.12; upgrade Docker");
  CHECK(explained(Errc::engine_too_new, tcp_url, {.message = "1.90, please"}) ==
        "the engine at " + tcp_url + " is too new for this dkrls (1.90, please); upgrade dkrls");
}

TEST_CASE("each failure of a transport is explained by itself") {
  const struct {
    Errc code;
    std::string begins, ends;
  } table[] = {
      {Errc::proxy_failed, "no way to " + tcp_url + ": reason; ", "NO_PROXY"},
      {Errc::tls_failed, "no trusted connection to " + tcp_url + ": reason; ", "of the context"},
      {Errc::tls_not_spoken, "what listens at " + tcp_url + " does not speak TLS; ", "the port"},
      {Errc::tls_expected, "the engine at " + tcp_url + " wants TLS; ", "the certificates"},
      {Errc::ssh_failed, "ssh did not reach the engine at " + tcp_url + ": reason; ",
       "without a question"},
      {Errc::tls_unavailable, "cannot ask the engine at " + tcp_url + ": ", " (reason)"},
  };
  for (const auto& [code, begins, ends] : table) {
    const std::string text = explained(code, tcp_url, {.message = "reason"});
    CAPTURE(text);
    CHECK(text.starts_with(begins));
    CHECK(text.ends_with(ends));
  }
}

TEST_CASE("the proxy of the options is part of the place") {
  ClientOptions options = options_of(tcp_url);
  options.proxy = dkrls::HttpProxy{.host = "proxy", .port = 3128, .named_by = "HTTP_PROXY"};
  CHECK(explain(Errc::proxy_failed, failed_at(tcp_url, {.message = "reason"}), options)
            .starts_with("no way to " + tcp_url +
                         " by the proxy http://proxy:3128 (HTTP_PROXY): reason; "));
}

TEST_CASE("a located engine adds the places that were tried") {
  dkrls::LocatedEngine engine;
  engine.options = options_of(socket_url);
  engine.tried = {"unix:///a (podman)", "unix:///b (colima)"};
  CHECK(explain(make_error_code(errc::no_such_file_or_directory), failed_at(socket_url), engine) ==
        "no engine at " + socket_url +
            ": there is no such socket (nor does one answer at unix:///a (podman), unix:///b "
            "(colima)); start Docker, or name the engine with DOCKER_HOST");
}

TEST_CASE("a program can name its own settings") {
  const auto explained_by_ship = [](const error_code& ec, const std::string& url) {
    return explain(ec, failed_at(url), options_of(url), words_of_ship);
  };
  CHECK(explained_by_ship(make_error_code(errc::no_such_file_or_directory), socket_url)
            .ends_with("name the engine with --ship, --dock or DOCKER_HOST"));
  CHECK(explained_by_ship(Errc::timed_out, tcp_url)
            .ends_with("; try again, or wait longer with --patience HOURS"));
  CHECK(explained_by_ship(Errc::engine_too_new, tcp_url).ends_with("; upgrade ship"));
  CHECK(
      explain(Error(Errc::ambiguous_engine, {.message = "unix:///a, unix:///b"}), words_of_ship) ==
      "several engines are running and none is named: unix:///a, unix:///b; choose one with "
      "--ship or DOCKER_HOST");
}

TEST_CASE("an Error is explained by what it knows") {
  CHECK(explain(Error(make_error_code(errc::no_such_file_or_directory), failed_at(socket_url))) ==
        "no engine at " + socket_url +
            ": there is no such socket; start Docker, or name the engine with DOCKER_HOST");
  CHECK(explain(Error(Errc::timed_out, failed_at(tcp_url))) ==
        "the engine at " + tcp_url + " was silent for too long; try again");
}

TEST_CASE("an Error that is not about an engine is its message, or the text of its code") {
  CHECK(explain(Error(Errc::invalid_age, {.message = "give a number of days"})) ==
        "give a number of days");
  CHECK(explain(Error(Errc::timed_out, {})) == "the engine did not answer in time");
}

TEST_CASE("a failure to choose an engine is not taken for that of the default engine") {
  const std::string sentence = "cannot read /x/config.json: Permission denied";
  CHECK(explain(make_error_code(errc::permission_denied), {.message = sentence},
                dkrls::LocatedEngine()) == sentence);
}

TEST_CASE("an explanation is one printable line, and quotes 400 bytes at most") {
  const std::string evil = "\x1b[31m\nred\xff";
  for (const Errc code : {Errc::engine_error, Errc::ssh_failed, Errc::malformed_answer,
                          Errc::unexpected_answer, Errc::no_such_context}) {
    CAPTURE(static_cast<int>(code));
    CHECK(dkrls::is_printable(explained(code, tcp_url, {.message = evil})));
    CHECK(dkrls::is_printable(explain(Error(code, {.message = evil}))));
  }
  // A character of two bytes is not cut.
  std::string long_message;
  for (int i = 0; i < 201; ++i)
    long_message += i == 100 ? "|\u00e4" : "\u00e4";
  CHECK(explained(Errc::engine_error, tcp_url, {500, "x" + long_message, "GET /"}).size() < 500);
  const std::string cut = explained(Errc::ssh_failed, tcp_url, {.message = long_message + "."});
  CHECK(cut.find("\\x") == std::string::npos);
  CHECK(cut.find("...") != std::string::npos);
  CHECK(cut.find("\u00e4.; \"ssh HOST") != std::string::npos);
}
