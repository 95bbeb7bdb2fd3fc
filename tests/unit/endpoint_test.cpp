// SPDX-License-Identifier: MIT
#include <dkrls/endpoint.hpp>
#include <random>

#include "catch.hpp"

using dkrls::Endpoint;
using dkrls::Errc;
using dkrls::parse_endpoint;
using dkrls::SshEndpoint;
using dkrls::TcpEndpoint;
using dkrls::UnixEndpoint;

namespace {

struct Row {
  std::string_view text;
  Endpoint endpoint;
  std::string_view printed;
};

void check(const Row& row) {
  CAPTURE(row.text);
  const auto parsed = parse_endpoint(row.text);
  REQUIRE(parsed.has_value());
  CHECK(*parsed == row.endpoint);
  CHECK(to_string(*parsed) == row.printed);
  CHECK(parse_endpoint(to_string(*parsed)).value() == *parsed);
}

void check_refusal(std::string_view text, Errc code = Errc::invalid_endpoint) {
  CAPTURE(text);
  const auto parsed = parse_endpoint(text);
  REQUIRE_FALSE(parsed.has_value());
  CHECK(parsed.error().code == code);
  CHECK_FALSE(parsed.error().message.empty());
}

}  // namespace

TEST_CASE("the default endpoint is Docker's own socket") {
  CHECK(Endpoint() == Endpoint(UnixEndpoint{"/var/run/docker.sock"}));
  CHECK(to_string(Endpoint()) == "unix:///var/run/docker.sock");
}

TEST_CASE("a Unix socket is named by any path") {
  const Row table[] = {
      {"unix://", UnixEndpoint{}, "unix:///var/run/docker.sock"},
      {"unix:///run/podman/podman.sock", UnixEndpoint{"/run/podman/podman.sock"},
       "unix:///run/podman/podman.sock"},
      {"unix:///tmp/a b", UnixEndpoint{"/tmp/a b"}, "unix:///tmp/a b"},
      {"unix:///a:b@c?d#e%20", UnixEndpoint{"/a:b@c?d#e%20"}, "unix:///a:b@c?d#e%20"},
      {"unix://relative.sock", UnixEndpoint{"relative.sock"}, "unix://relative.sock"},
      {" unix:///x.sock\t\r\n", UnixEndpoint{"/x.sock"}, "unix:///x.sock"},
  };
  for (const Row& row : table)
    check(row);
}

TEST_CASE("a TCP endpoint has a host and a port, both of which may be left out") {
  const Row table[] = {
      {"tcp://", TcpEndpoint{}, "tcp://localhost:2375"},
      {"tcp://:", TcpEndpoint{}, "tcp://localhost:2375"},
      {"tcp:///", TcpEndpoint{}, "tcp://localhost:2375"},
      {"tcp://:5555", TcpEndpoint{"localhost", 5555, ""}, "tcp://localhost:5555"},
      {":5555", TcpEndpoint{"localhost", 5555, ""}, "tcp://localhost:5555"},
      {"tcp://h", TcpEndpoint{"h", 2375, ""}, "tcp://h:2375"},
      {"tcp://h:", TcpEndpoint{"h", 2375, ""}, "tcp://h:2375"},
      {"tcp://h:1", TcpEndpoint{"h", 1, ""}, "tcp://h:1"},
      {"tcp://h:65535", TcpEndpoint{"h", 65535, ""}, "tcp://h:65535"},
      {"tcp://h:02376", TcpEndpoint{"h", 2376, ""}, "tcp://h:2376"},
      {"h", TcpEndpoint{"h", 2375, ""}, "tcp://h:2375"},
      {"docker.example.com:2376", TcpEndpoint{"docker.example.com", 2376, ""},
       "tcp://docker.example.com:2376"},
      {"192.0.2.1", TcpEndpoint{"192.0.2.1", 2375, ""}, "tcp://192.0.2.1:2375"},
      {"\ttcp://compose_service_1:80 ", TcpEndpoint{"compose_service_1", 80, ""},
       "tcp://compose_service_1:80"},
      {"unix", TcpEndpoint{"unix", 2375, ""}, "tcp://unix:2375"},
      {"unix:99", TcpEndpoint{"unix", 99, ""}, "tcp://unix:99"},
  };
  for (const Row& row : table)
    check(row);
}

TEST_CASE("IPv6 addresses stand in brackets, and may name an interface") {
  const Row table[] = {
      {"tcp://[::1]", TcpEndpoint{"::1", 2375, ""}, "tcp://[::1]:2375"},
      {"tcp://[::1]:", TcpEndpoint{"::1", 2375, ""}, "tcp://[::1]:2375"},
      {"tcp://[::1]:99", TcpEndpoint{"::1", 99, ""}, "tcp://[::1]:99"},
      {"[2001:DB8::7]:99/p", TcpEndpoint{"2001:DB8::7", 99, "/p"}, "tcp://[2001:DB8::7]:99/p"},
      {"tcp://[::ffff:192.0.2.1]", TcpEndpoint{"::ffff:192.0.2.1", 2375, ""},
       "tcp://[::ffff:192.0.2.1]:2375"},
      {"tcp://[fe80::1%eth0]:1", TcpEndpoint{"fe80::1%eth0", 1, ""}, "tcp://[fe80::1%25eth0]:1"},
      {"tcp://[fe80::1%25eth0]:1", TcpEndpoint{"fe80::1%eth0", 1, ""}, "tcp://[fe80::1%25eth0]:1"},
      {"tcp://[fe80::1%25]:1", TcpEndpoint{"fe80::1%25", 1, ""}, "tcp://[fe80::1%2525]:1"},
      {"ssh://me@[::1]:22", SshEndpoint{"me", "::1", 22, ""}, "ssh://me@[::1]:22"},
  };
  for (const Row& row : table)
    check(row);
  for (const std::string_view text :
       {"tcp://::1", "tcp://::1:99", "::1", "tcp://[::1", "tcp://::1]", "tcp://[]", "tcp://[]:1",
        "tcp://[::1]x", "tcp://[::1]x:1", "tcp://[h]:1", "tcp://[1.2.3.4]", "tcp://[::1::]",
        "tcp://[fe80::1%]", "tcp://[fe80::1%e/0]", "tcp://[fe80::1%e;0]", "tcp://[[::1]]",
        "ssh://::1", "ssh://[h]"})
    check_refusal(text);
}

TEST_CASE("a TCP endpoint may have a path, which goes into requests unchanged") {
  const Row table[] = {
      {"tcp://h:1/prefix", TcpEndpoint{"h", 1, "/prefix"}, "tcp://h:1/prefix"},
      {"tcp://h/a/b%20c/@:~", TcpEndpoint{"h", 2375, "/a/b%20c/@:~"}, "tcp://h:2375/a/b%20c/@:~"},
      {"tcp://h:1/", TcpEndpoint{"h", 1, ""}, "tcp://h:1"},
      {"tcp://h:1/a//", TcpEndpoint{"h", 1, "/a"}, "tcp://h:1/a"},
      {"h:1/a@b", TcpEndpoint{"h", 1, "/a@b"}, "tcp://h:1/a@b"},
  };
  for (const Row& row : table)
    check(row);
  for (const std::string_view text : {"tcp://h/a b", "tcp://h/a\r\nX: y", "tcp://h/%", "tcp://h/%2",
                                      "tcp://h/%zz", "tcp://h/\xc3\xa9", "tcp://h/a\"b",
                                      "tcp://h/?q=1", "tcp://h?q=1", "tcp://h/#f", "tcp://h:1#f"})
    check_refusal(text);
}

TEST_CASE("ssh has a host, and optionally a user, a port and a remote socket") {
  const Row table[] = {
      {"ssh://h", SshEndpoint{"", "h", 0, ""}, "ssh://h"},
      {"ssh://h/", SshEndpoint{"", "h", 0, ""}, "ssh://h"},
      {"ssh://h:", SshEndpoint{"", "h", 0, ""}, "ssh://h"},
      {"ssh://@h", SshEndpoint{"", "h", 0, ""}, "ssh://h"},
      {"ssh://me@h:22", SshEndpoint{"me", "h", 22, ""}, "ssh://me@h:22"},
      {"ssh://me@h/run/user/1000/docker.sock",
       SshEndpoint{"me", "h", 0, "/run/user/1000/docker.sock"},
       "ssh://me@h/run/user/1000/docker.sock"},
      {"ssh://my.alias_1+x", SshEndpoint{"", "my.alias_1+x", 0, ""}, "ssh://my.alias_1+x"},
      {"ssh://me%40corp@h", SshEndpoint{"me@corp", "h", 0, ""}, "ssh://me%40corp@h"},
      {"ssh://me@corp@h", SshEndpoint{"me@corp", "h", 0, ""}, "ssh://me%40corp@h"},
      {"ssh://CORP%5cme@h", SshEndpoint{"CORP\\me", "h", 0, ""}, "ssh://CORP%5Cme@h"},
      {"ssh://j%C3%B6rg@h", SshEndpoint{"j\xc3\xb6rg", "h", 0, ""}, "ssh://j%C3%B6rg@h"},
      {"ssh://h/a%20b%25%3F%23'", SshEndpoint{"", "h", 0, "/a b%?#'"}, "ssh://h/a%20b%25%3F%23'"},
      {"ssh://h/a@b:c", SshEndpoint{"", "h", 0, "/a@b:c"}, "ssh://h/a@b:c"},
  };
  for (const Row& row : table)
    check(row);
  for (const std::string_view text :
       {"ssh://", "ssh:///", "ssh://:22", "ssh://me@", "ssh://me:secret@h", "ssh://me:@h",
        "ssh://:secret@h", "ssh://h?q", "ssh://h/s?q", "ssh://h#f", "ssh://h:0", "ssh://h:65536",
        "ssh://h:ssh", "ssh://h/%", "ssh://h/%0a", "ssh://h/a\tb", "ssh://%zz@h"})
    check_refusal(text);
}

TEST_CASE("neither a host nor a user can become an option of ssh or a command") {
  for (const std::string_view text : {"ssh://-oProxyCommand=id",
                                      "ssh://-oProxyCommand=touch%20x",
                                      "ssh://me@-oProxyCommand=id",
                                      "ssh://-oProxyCommand=id@h",
                                      "ssh://%2doProxyCommand=id@h",
                                      "ssh://-@h",
                                      "ssh://-:22",
                                      "ssh://%2doProxyCommand=id",
                                      "ssh://$(id)",
                                      "ssh://`id`",
                                      "ssh://h;id",
                                      "ssh://h|id",
                                      "ssh://h%0aid",
                                      "ssh://$(id)@h",
                                      "ssh://`id`@h",
                                      "ssh://a;b@h",
                                      "ssh://a%20-x@h",
                                      "ssh://a%0ab@h",
                                      "ssh://a%00b@h",
                                      "ssh://a%5c@h",
                                      "ssh://a'b@h",
                                      "ssh://h h",
                                      "tcp://-oProxyCommand=id",
                                      "-oProxyCommand=id",
                                      "-h"})
    check_refusal(text);
}

TEST_CASE("ports are numbers from 1 to 65535") {
  for (const std::string_view text :
       {"tcp://h:0", "tcp://h:65536", "tcp://h:99999999999999999999", "tcp://h:-1", "tcp://h:+1",
        "tcp://h:1x", "tcp://h:x", "tcp://h: 1", "tcp://h:1:2", "h:http", "tcp://[::1]:0"})
    check_refusal(text);
  CHECK(parse_endpoint("tcp://h:0").error().message.find("65535") != std::string::npos);
}

TEST_CASE("an invalid host name is refused") {
  for (const std::string_view text :
       {"tcp://a b", "tcp://h\x01", "tcp://h\x7f", "tcp://h\"", "tcp://h\\x", "tcp://h%41",
        "tcp://j\xc3\xb6rg", "tcp://me@h", "tcp://me:secret@h:1", "tcp://@h", "a,b", "h\nX"})
    check_refusal(text);
}

TEST_CASE("texts that docker misreads are refused with a remedy") {
  for (const std::string_view text : {"/var/run/docker.sock", "./docker.sock", "../docker.sock"}) {
    check_refusal(text);
    CHECK(parse_endpoint(text).error().message.find("unix:///") != std::string::npos);
  }
  for (const std::string_view text :
       {"unix:", "unix:/x", "tcp:/h", "ssh:/h", "http:/h", "https:", "fd:", "npipe:/x"}) {
    check_refusal(text);
    CHECK(parse_endpoint(text).error().message.find("slashes") != std::string::npos);
  }
  for (const std::string_view text : {"http://h:2375", "https://h:2376"}) {
    check_refusal(text);
    CHECK(parse_endpoint(text).error().message.find("tcp://") != std::string::npos);
  }
}

TEST_CASE("other text is not an endpoint") {
  using namespace std::string_view_literals;
  for (const std::string_view text :
       {""sv, " "sv, "\r\n"sv, "://"sv, ":///x"sv, "UNIX:///x"sv, "TCP://h"sv, "Ssh://h"sv,
        "xunix:///x"sv, "un ix:///x"sv, "gopher://x"sv, "tcp://tcp://h"sv, "unix://tcp://h"sv,
        "unix:///tmp/unix://x"sv, "tcp://h/tcp://h"sv, "unix:///a\0b"sv, "tcp://h\0"sv})
    check_refusal(text);
}

TEST_CASE("endpoints of other systems have an error of their own") {
  for (const std::string_view text :
       {"npipe://", "npipe:////./pipe/docker_engine", "fd://", "fd://3", " fd:// "})
    check_refusal(text, Errc::unsupported_endpoint);
}

TEST_CASE("a printed endpoint parses to the same endpoint") {
  std::mt19937 random(1);  // NOLINT(bugprone-random-generator-seed): the same texts every time
  constexpr std::string_view pieces[] = {
      "unix://", "tcp://", "ssh://", "://", ":",   "/", "//", "@",   "[",     "]",           "::1",
      "%",       "%25",    "%40",    "%2f", "%c3", "a", "-",  "h.x", "2375",  "0",           "99",
      " ",       "?",      "#",      "\\",  "=",   "~", "%",  "é",   "[::1]", "fe80::1%eth0"};
  std::uniform_int_distribution<std::size_t> piece(0, std::size(pieces) - 1);
  std::uniform_int_distribution<int> length(0, 7);
  int accepted = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text(pieces[std::uniform_int_distribution<std::size_t>(0, 3)(random) % 3]);
    for (int more = length(random); more > 0; --more)
      text += pieces[piece(random)];
    const auto parsed = parse_endpoint(text);
    if (!parsed)
      continue;
    ++accepted;
    const auto again = parse_endpoint(to_string(*parsed));
    if (!again || *again != *parsed)
      FAIL(text << " becomes " << to_string(*parsed));
    if (to_string(*again) != to_string(*parsed))
      FAIL(text << " is printed in two ways");
  }
  CHECK(accepted > 10'000);
}
