// SPDX-License-Identifier: MIT
#include <dkrls/pattern.hpp>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::Image;
using dkrls::parse_pattern;
using dkrls::parse_reference;
using dkrls_test::named;
using dkrls_test::Texts;

namespace {

const std::string digest = "sha256:" + std::string(64, 'd');

/// True if a pattern matches the row "name", "name:tag" or "" of an image.
bool matches(std::string_view pattern, std::string_view row, const Image& image = named({})) {
  return parse_pattern(pattern).value().matches(image, parse_reference(row));
}

std::string problem(std::string_view text) {
  const auto parsed = parse_pattern(text);
  CAPTURE(text);
  REQUIRE(parsed.has_error());
  CHECK(parsed.error().code == dkrls::Errc::invalid_pattern);
  return parsed.error().message;
}

struct Case {
  std::string_view pattern, row;
  bool matches;
};

template <std::size_t size>
void check(const Case (&table)[size]) {
  for (const auto& [pattern, row, expected] : table) {
    CAPTURE(pattern, row);
    CHECK(matches(pattern, row) == expected);
  }
}

}  // namespace

TEST_CASE("a pattern without a tag matches every row of the name, digest-only ones included") {
  check({{"nginx", "nginx:alpine", true},
         {"nginx", "nginx:latest", true},
         {"nginx", "nginx", true},
         {"nginx", "nginx-extra:1", false},
         {"nginx", "org/nginx:1", false},
         {"nginx", "ngin:x", false},
         {"org/app", "org/app:1", true},
         {"org/app", "org/app", true},
         {"localhost:5000/x", "localhost:5000/x:1", true},
         {"localhost:5000/x", "localhost:5000/x", true}});
}

TEST_CASE("a pattern with a tag matches tagged rows only") {
  check({{"nginx:alpine", "nginx:alpine", true},
         {"nginx:alpine", "nginx:latest", false},
         {"nginx:alpine", "nginx", false},
         {"nginx:1.*", "nginx:1.27", true},
         {"nginx:1.*", "nginx:11", false},
         {"nginx:*", "nginx:latest", true},
         {"nginx:*", "nginx", false},
         {"*:latest", "nginx:latest", true},
         {"*:latest", "org/app:latest", false},
         {"**:latest", "org/app:latest", true},
         {"**:latest", "org/app", false},
         {"localhost:5000/x:1", "localhost:5000/x:1", true},
         {"localhost:5000/x:1", "localhost:5000/x:2", false}});
}

TEST_CASE("a pattern is tried on name:tag and on name, each as a whole, as docker does") {
  check({{"ng*", "nginx:1", true},
         {"*a", "nginx:alpha", true},  // as name:tag
         {"*a", "kafka:1", true},      // as name
         {"*a", "nginx:1", false},
         {"*", "nginx:1", true},
         {"*", "org/app:1", false},
         {"*/*", "org/app:1", true},
         {"ghcr.io/org/*", "ghcr.io/org/app:1", true},
         {"ghcr.io/org/*", "ghcr.io/org/a/b:1", false},
         {"ghcr.io/org/**", "ghcr.io/org/a/b:1", true},
         {"[nr]*", "redis:6", true},
         {"[^n]*", "nginx:1", false},
         {"ngin?", "nginx:1", true},
         {"v\\1", "v1:1", true}});
}

TEST_CASE("a trailing slash means everything below, and not the name itself") {
  check({{"app/", "app/web:1", true},
         {"app/", "app/web/api:1", true},
         {"app/", "app/web", true},
         {"app/", "app:1", false},
         {"app/", "application/x:1", false},
         {"app/", "other/app/x:1", false},
         {"localhost:5000/", "localhost:5000/x:1", true},
         {"localhost:5000/", "localhost:5001/x:1", false},
         {"ghcr.io/*/", "ghcr.io/org/app:1", true},
         {"ghcr.io/*/", "ghcr.io/app:1", false}});
}

TEST_CASE("names of Docker Hub may have any spelling") {
  for (const std::string_view name :
       {"nginx", "library/nginx", "docker.io/nginx", "docker.io/library/nginx",
        "index.docker.io/nginx", "index.docker.io/library/nginx"}) {
    for (const std::string_view shown :
         {"nginx:1", "docker.io/library/nginx:1", "library/nginx:1"}) {
      CAPTURE(name, shown);
      CHECK(matches(name, shown));
      CHECK(matches(std::string(name) + ":1", shown));
      CHECK_FALSE(matches(std::string(name) + ":2", shown));
    }
    for (const std::string_view other : {"nginx2:1", "org/nginx:1", "localhost/nginx:1",
                                         "localhost:5000/library/nginx:1", "quay.io/nginx:1"}) {
      CAPTURE(name, other);
      CHECK_FALSE(matches(name, other));
    }
  }
  check({{"docker.io/org/app", "org/app:1", true},
         {"docker.io/org/*", "org/app:1", true},
         {"docker.io/n*:1", "nginx:1", true},
         {"library/n*", "nginx:1", true},
         {"docker.io/a.b/x", "docker.io/a.b/x:1", true},
         {"docker.io/a.b/x", "a.b/x:1", false},  // another registry
         {"a.b/x", "docker.io/a.b/x:1", false}});
}

TEST_CASE("docker.io is all of Docker Hub, and library/ its official images") {
  for (const std::string_view hub :
       {"docker.io", "docker.io/", "index.docker.io", "docker.io/**"}) {
    CAPTURE(hub);
    CHECK(matches(hub, "nginx:1"));
    CHECK(matches(hub, "org/app"));
    CHECK(matches(hub, "docker.io/localhost/x:1"));
    CHECK_FALSE(matches(hub, "localhost/x:1"));
    CHECK_FALSE(matches(hub, "quay.io/org/app:1"));
    CHECK_FALSE(matches(hub, "docker.io.example.com/x:1"));
    CHECK_FALSE(matches(hub, ""));
  }
  for (const std::string_view official :
       {"library/", "docker.io/library/", "docker.io/library/*"}) {
    CAPTURE(official);
    CHECK(matches(official, "nginx:1"));
    CHECK_FALSE(matches(official, "org/app:1"));
    CHECK_FALSE(matches(official, "localhost/x:1"));
    CHECK_FALSE(matches(official, ""));
  }
}

TEST_CASE("two stars alone match rows without a name, too") {
  check({{"**", "", true},
         {"**", "<none>:<none>", true},
         {"**", "a/b:1", true},
         {"*", "", false},
         {"**/**", "", false},
         {"**:*", "", false}});
}

TEST_CASE("a name with a digest matches the rows of that name of the image that has it") {
  const Image image =
      named({"nginx:1", "mirror:1"}, {"nginx@" + digest, "docker.io/library/old@" + digest});
  CHECK(matches("nginx@" + digest, "nginx:1", image));
  CHECK(matches("docker.io/library/nginx@" + digest, "nginx:1", image));
  CHECK(matches("old@" + digest, "old@" + digest, image));
  CHECK(matches("nginx:1@" + digest, "nginx:1", image));
  CHECK(matches("n*@sha256:d*", "nginx:1", image));
  CHECK(matches("**@" + digest, "nginx:1", image));
  CHECK_FALSE(matches("nginx:2@" + digest, "nginx:1", image));
  CHECK_FALSE(matches("mirror@" + digest, "mirror:1", image));  // not known by it
  CHECK_FALSE(matches("nginx@" + digest, "mirror:1", image));
  CHECK_FALSE(matches("nginx@sha256:" + std::string(64, 'e'), "nginx:1", image));
  CHECK_FALSE(matches("**@*", "", named({})));
  // containerd's store and podman list digests among the tags.
  CHECK(matches("pinned@" + digest, "pinned", named({"pinned@" + digest})));
}

TEST_CASE("12 or more hex digits are an ID, whose image matches under every name") {
  Image image = named({"a:1"});
  image.id = "sha256:" + std::string(12, 'a') + std::string(52, 'b');
  const std::string start(12, 'a');
  for (const std::string& id :
       {start, "sha256:" + start, start + "b", image.id, image.id.substr(7)}) {
    CAPTURE(id);
    CHECK(matches(id, "a:1", image));
    CHECK(matches(id, "other", image));
    CHECK(matches(id, "", image));
  }
  for (const std::string& id : {start.substr(1), "sha256:" + start.substr(1), start + "c"}) {
    CAPTURE(id);
    CHECK_FALSE(matches(id, "a:1", image));
  }
  image.id = std::string(64, 'c');  // without "sha256:"
  CHECK(matches("cccccccccccc", "a:1", image));
}

TEST_CASE("an ID is tried as a name, too") {
  check({{"deadbeef0123", "deadbeef0123:1", true},
         {"sha256:deadbeef0123", "sha256:deadbeef0123", true},
         {"deadbeef0123", "deadbeef01234:1", false}});
}

TEST_CASE("what is no pattern is refused, with the reason") {
  CHECK(problem("") == "an empty pattern matches nothing");
  CHECK(problem("[a-") == "\"[\" has no \"]\"");
  CHECK(problem("nginx@[a-") == "\"[\" has no \"]\"");
  CHECK(problem("a,b") == "one pattern has no \",\": give each pattern by itself");
  CHECK(problem("<none>") ==
        "no reference has the character \"<\": rows without a name match \"**\" alone");
  CHECK(problem("[!a]*") ==
        "no reference has the character \"!\": a set that does not contain \"a\" is [^a]");
  CHECK(problem(" nginx") == "no reference has the character \" \"");
  CHECK(problem("n\xc3\xa4h*") == "no reference has the character \"\xc3\"");
  CHECK(problem("NGINX") ==
        "a repository's name has no capitals, except for a registry before \"/\"");
  CHECK(problem("Org/App:1") ==
        "a repository's name has no capitals, except for a registry before \"/\"");
  const std::string no_name = "no repository has such a name";
  for (const std::string& text : Texts{":1", "@" + digest, "/nginx", "a//b", "a..b", "-a", "a-",
                                       ".", "a:b:c", "redis:7/x:y:z", "https://quay.io/x"}) {
    CAPTURE(text);
    CHECK(problem(text) == no_name);
  }
  CHECK(problem("a..b/") == "no repository's name begins like that");
  CHECK(problem("nginx:") == "no tag reads like what is behind the last \":\"");
  CHECK(problem("nginx:.1") == "no tag reads like what is behind the last \":\"");
  CHECK(problem("nginx:" + std::string(129, 'a')) ==
        "no tag reads like what is behind the last \":\"");
  const std::string no_digest = "a digest is an algorithm, \":\" and all of its hex digits";
  for (const std::string& text :
       Texts{"nginx@", "nginx@sha256", "nginx@sha256:abc", "nginx@:" + std::string(64, 'd'),
             "nginx@sha256:" + std::string(64, 'x')})
    CHECK(problem(text) == no_digest);
}

TEST_CASE("what may match something is accepted") {
  for (const std::string& text :
       {std::string("nginx"), std::string("Registry.example.com:5000/a__b/c-d.e:V_1.0-x"),
        "nginx:" + std::string(128, 'a'), std::string("[::1]:5000/x"), std::string("localhost/x"),
        std::string("Host/x"), std::string("docker.io"), std::string("*"), std::string("a--b"),
        "nginx@" + digest}) {
    CAPTURE(text);
    CHECK(parse_pattern(text).has_value());
    CHECK(parse_pattern(text).value().text() == text);
  }
}

TEST_CASE("the value of a refused pattern throws an Error with the reason") {
  try {
    parse_pattern("[").value();
    FAIL("did not throw");
  } catch (const dkrls::Error& error) {
    CHECK(error.code() == dkrls::Errc::invalid_pattern);
    CHECK(error.diagnostics().message == "\"[\" has no \"]\"");
  }
}
