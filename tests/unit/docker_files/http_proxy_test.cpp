// SPDX-License-Identifier: MIT
#include <dkrls/detail/docker_files/http_proxy.hpp>

#include "catch.hpp"
#include "variables.hpp"

using dkrls::Errc;
using dkrls::Error;
using dkrls::HttpProxy;
using dkrls::TcpEndpoint;
using dkrls::detail::choose_http_proxy;
using dkrls::detail::is_excluded;
using dkrls_test::environment_of;
using dkrls_test::Variables;

namespace {

const TcpEndpoint engine = {.host = "engine.example", .port = 2375};

std::optional<HttpProxy> choose(Variables variables, bool tls = false,
                                const TcpEndpoint& endpoint = engine) {
  return choose_http_proxy(endpoint, tls, environment_of(std::move(variables)));
}

std::string refusal_of(const std::string& value) {
  try {
    choose({{"HTTP_PROXY", value}});
  } catch (const Error& error) {
    CHECK(error.code() == Errc::invalid_environment);
    return error.diagnostics().message;
  }
  return {};
}

}  // namespace

TEST_CASE("HTTP_PROXY is for connections without TLS, HTTPS_PROXY for those with it") {
  const Variables both = {{"HTTP_PROXY", "http://plain:3128"}, {"HTTPS_PROXY", "http://tls:3129"}};
  CHECK(choose(both) == HttpProxy{"plain", 3128, "", "HTTP_PROXY"});
  CHECK(choose(both, true) == HttpProxy{"tls", 3129, "", "HTTPS_PROXY"});
  CHECK_FALSE(choose({{"HTTPS_PROXY", "http://tls:3129"}}));
  CHECK_FALSE(choose({{"HTTP_PROXY", "http://plain:3128"}}, true));
  CHECK_FALSE(choose({}));
  CHECK_FALSE(choose({{"ALL_PROXY", "http://plain:3128"}}));
}

TEST_CASE("the variables of proxies may be written in small letters, capitals come first") {
  CHECK(choose({{"http_proxy", "http://a:1"}}) == HttpProxy{"a", 1, "", "http_proxy"});
  CHECK(choose({{"https_proxy", "http://a:1"}}, true) == HttpProxy{"a", 1, "", "https_proxy"});
  CHECK(choose({{"HTTP_PROXY", "http://A:1"}, {"http_proxy", "http://a:1"}})->host == "A");
  CHECK(choose({{"HTTP_PROXY", ""}, {"http_proxy", "http://a:1"}})->host == "a");
  CHECK_FALSE(choose({{"HTTP_PROXY", "http://a:1"}, {"no_proxy", "engine.example"}}));
  CHECK(choose({{"HTTP_PROXY", "http://a:1"}, {"NO_PROXY", "x"}, {"no_proxy", "engine.example"}}));
}

TEST_CASE("a proxy is a URL, whose scheme and port may be missing") {
  const auto parsed = [](const std::string& value) { return choose({{"HTTP_PROXY", value}}); };
  CHECK(parsed("http://proxy") == HttpProxy{"proxy", 80, "", "HTTP_PROXY"});
  CHECK(parsed("proxy:3128") == HttpProxy{"proxy", 3128, "", "HTTP_PROXY"});
  CHECK(parsed("HTTP://proxy:3128/") == HttpProxy{"proxy", 3128, "", "HTTP_PROXY"});
  CHECK(parsed(" 10.0.0.1:3128 ") == HttpProxy{"10.0.0.1", 3128, "", "HTTP_PROXY"});
  CHECK(parsed("http://[::1]") == HttpProxy{"::1", 80, "", "HTTP_PROXY"});
  CHECK(parsed("http://[::1]:3128") == HttpProxy{"::1", 3128, "", "HTTP_PROXY"});
  CHECK(parsed("http://me:p%40ss@proxy:3128") == HttpProxy{"proxy", 3128, "me:p@ss", "HTTP_PROXY"});
  CHECK(to_string(*parsed("http://me:secret@[::1]:3128")) == "http://[::1]:3128");
}

TEST_CASE("a proxy that cannot be used is refused, and its password is not shown") {
  const std::string remedy = "; give http://HOST:PORT, or list the engine's host in NO_PROXY";
  CHECK(refusal_of("socks5://me:secret@proxy:1080") ==
        "HTTP_PROXY names a proxy of the kind socks5://, which is not supported" + remedy);
  CHECK(refusal_of("https://proxy") ==
        "HTTP_PROXY names a proxy of the kind https://, which is not supported" + remedy);
  for (const char* const value :
       {"http://", ":3128", "http://me:secret@", "http://pro xy:3128", "http://proxy:99999"})
    CHECK(refusal_of(value) == "HTTP_PROXY does not name a proxy" + remedy);
  CHECK(refusal_of("http://me:%zz@proxy") ==
        "HTTP_PROXY has a user or password that is not percent-encoded" + remedy);
}

TEST_CASE("this machine is never reached by a proxy") {
  const std::string host =
      GENERATE("localhost", "LocalHost", "127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1");
  CAPTURE(host);
  CHECK_FALSE(choose({{"HTTP_PROXY", "http://a:1"}}, false, {.host = host}));
  CHECK_FALSE(choose({{"HTTPS_PROXY", "socks5://a:1"}}, true, {.host = host}));
}

TEST_CASE("NO_PROXY excludes what Go's net/http excludes") {
  struct Case {
    std::string no_proxy, host;
    bool excluded;
  };
  const Case c = GENERATE(values<Case>({
      {"", "engine.example", false},
      {"*", "engine.example", true},
      {"example", "engine.example", true},
      {".example", "engine.example", true},
      {"*.example", "engine.example", true},
      {"engine.example", "engine.example", true},
      {"ENGINE.Example", "engine.example", true},
      {"engine.example", "Engine.EXAMPLE", true},
      {"engine.example", "other.example", false},
      {"engine.example", "big-engine.example", false},
      {".engine.example", "engine.example", false},
      {"*.engine.example", "engine.example", false},
      {"ine.example", "engine.example", false},
      {"a, engine.example ,b", "engine.example", true},
      {",,", "engine.example", false},
      {"engine.example:2375", "engine.example", true},
      {"engine.example:2376", "engine.example", false},
      {":2375", "engine.example", false},
      {"10.0.0.1", "10.0.0.1", true},
      {"10.0.0.1:2375", "10.0.0.1", true},
      {"10.0.0.1:80", "10.0.0.1", false},
      {"10.0.0.1", "10.0.0.12", false},
      {"10.0.0.0/8", "10.9.9.9", true},
      {"10.0.0.0/8", "11.0.0.1", false},
      {"10.0.0.0/9", "10.128.0.1", false},
      {"10.0.0.0/33", "10.0.0.1", false},
      {"10.0.0.0/x", "10.0.0.1", false},
      {"10.0.0.0/8", "engine.example", false},
      {"0.0.0.0/0", "8.8.8.8", true},
      {"0.0.0.0/0", "fe80::1", false},
      {"fe80::1", "fe80::1", true},
      {"[fe80::1]:2375", "fe80::1", true},
      {"[fe80::1]:80", "fe80::1", false},
      {"fe80::/10", "fe80::1", true},
      {"fe80::/10", "fec0::1", false},
      {"FE80::1", "fe80:0::1", true},
  }));
  CAPTURE(c.no_proxy, c.host);
  CHECK(is_excluded({.host = c.host, .port = 2375}, c.no_proxy) == c.excluded);
}
