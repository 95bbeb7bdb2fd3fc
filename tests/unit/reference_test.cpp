// SPDX-License-Identifier: MIT
#include <dkrls/reference.hpp>

#include "builders.hpp"
#include "catch.hpp"

TEST_CASE("a reference is split at the last colon behind the last slash") {
  const struct {
    std::string_view text, repository, tag, digest;
  } table[] = {
      {"nginx:latest", "nginx", "latest", ""},
      {"nginx", "nginx", "", ""},
      {"org/app:1.0", "org/app", "1.0", ""},
      {"localhost:5000/a/b:1", "localhost:5000/a/b", "1", ""},
      {"localhost:5000/a/b", "localhost:5000/a/b", "", ""},
      {"localhost/x:1", "localhost/x", "1", ""},
      {"[::1]:5000/a:1", "[::1]:5000/a", "1", ""},
      {"r.example.com:65535/a:t_0.-Z", "r.example.com:65535/a", "t_0.-Z", ""},
      {"nginx@sha256:abc", "nginx", "", "sha256:abc"},
      {"localhost:5000/a@sha256:abc", "localhost:5000/a", "", "sha256:abc"},
      {"localhost:5000/a:1@sha256:abc", "localhost:5000/a", "1", "sha256:abc"},
      {"nginx@sha256:a/b:c", "nginx", "", "sha256:a/b:c"},
      {"nginx:", "nginx", "", ""},
      {":latest", "", "latest", ""},
      {"@sha256:abc", "", "", "sha256:abc"},
      {"", "", "", ""},
      {":", "", "", ""},
      {"/", "/", "", ""},
      {"a:b:c", "a:b", "c", ""},
      {"a@b@c", "a", "", "b@c"},
  };
  for (const auto& [text, repository, tag, digest] : table) {
    CAPTURE(text);
    const dkrls::Reference expected{repository, tag, digest};
    CHECK(dkrls_test::text_of(dkrls::parse_reference(text)) == dkrls_test::text_of(expected));
    CHECK(dkrls::parse_reference(text) == expected);
  }
}

TEST_CASE("<none> in any part of a reference is its absence") {
  CHECK(dkrls::parse_reference("<none>:<none>") == dkrls::Reference());
  CHECK(dkrls::parse_reference("<none>@<none>") == dkrls::Reference());
  CHECK(dkrls_test::text_of(dkrls::parse_reference("nginx:<none>")) == "nginx||");
  CHECK(dkrls_test::text_of(dkrls::parse_reference("nginx@<none>")) == "nginx||");
  CHECK(dkrls_test::text_of(dkrls::parse_reference("<none>@sha256:abc")) == "||sha256:abc");
  CHECK(dkrls_test::text_of(dkrls::parse_reference("<none>/a:<none>1")) == "<none>/a|<none>1|");
}

TEST_CASE("a reference's repository is in familiar form") {
  CHECK(dkrls_test::text_of(dkrls::parse_reference("docker.io/library/nginx:1")) == "nginx|1|");
  CHECK(dkrls_test::text_of(dkrls::parse_reference("docker.io/org/app@sha256:abc")) ==
        "org/app||sha256:abc");
}

TEST_CASE(
    "a repository of Docker Hub is familiar without the domain, an official one without "
    "library") {
  const struct {
    std::string_view full, familiar;
  } table[] = {
      {"docker.io/library/nginx", "nginx"},
      {"docker.io/org/app", "org/app"},
      {"docker.io/org/team/app", "org/team/app"},
      {"docker.io/library/a/b", "library/a/b"},
      {"docker.io/nginx", "nginx"},
      {"index.docker.io/nginx", "nginx"},
      {"library/nginx", "nginx"},
      {"library/a/b", "library/a/b"},
      {"library/", "library/"},
      {"docker.io/library/", "library/"},
      {"docker.io/", "docker.io/"},
      {"libraryx/nginx", "libraryx/nginx"},
      {"docker.io/localhost/x", "docker.io/localhost/x"},
      {"index.docker.io/localhost/x", "docker.io/localhost/x"},
      {"docker.io/a.b/x", "docker.io/a.b/x"},
      {"index.docker.io/library/nginx", "nginx"},
      {"index.docker.io/org/app", "org/app"},
      {"nginx", "nginx"},
      {"org/app", "org/app"},
      {"localhost/nginx", "localhost/nginx"},
      {"localhost/library/nginx", "localhost/library/nginx"},
      {"localhost:5000/docker.io/library/nginx", "localhost:5000/docker.io/library/nginx"},
      {"docker.io:443/library/nginx", "docker.io:443/library/nginx"},
      {"docker.io.example.com/library/nginx", "docker.io.example.com/library/nginx"},
      {"registry-1.docker.io/library/nginx", "registry-1.docker.io/library/nginx"},
      {"xdocker.io/library/nginx", "xdocker.io/library/nginx"},
      {"Docker.io/library/nginx", "Docker.io/library/nginx"},
      {"docker.io", "docker.io"},
      {"", ""},
  };
  for (const auto& [full, familiar] : table) {
    CAPTURE(full);
    CHECK(dkrls::familiar_name(full) == familiar);
  }
}

TEST_CASE("a prefix is compared character by character, and a slash is nothing special") {
  const struct {
    std::string_view repository, prefix;
    bool starts;
  } table[] = {
      {"nginx", "n", true},
      {"nginx", "nginx", true},
      {"nginx", "nginx2", false},
      {"nginx-extra", "nginx", true},
      {"nginx/unit", "nginx", true},
      {"nginx", "nginx/", false},
      {"nginx", "ginx", false},
      {"nginx", "N", false},
      {"nginx", "", true},
      {"org/app", "org/", true},
      {"org/app", "app", false},
      {"localhost:5000/a", "localhost:5", true},
      {"localhost:5000/a", "localhost:5000/", true},
      {"a.b", "a*b", false},
      {"a.b", "a?", false},
      {"", "n", false},
  };
  for (const auto& [repository, prefix, starts] : table) {
    CAPTURE(repository, prefix);
    CHECK(dkrls::repository_starts_with(repository, prefix) == starts);
  }
}

TEST_CASE("a prefix of Docker Hub may have any spelling") {
  const struct {
    std::string_view repository, prefix;
    bool starts;
  } table[] = {
      {"nginx", "docker.io/library/nginx", true},
      {"nginx", "index.docker.io/library/nginx", true},
      {"nginx-extra", "docker.io/library/nginx", true},
      {"nginx", "docker.io/library/nginx-extra", false},
      {"nginx", "docker.io/library/", true},
      {"nginx", "docker.io/library", true},
      {"nginx", "docker.io/lib", true},
      {"nginx", "docker.io/", true},
      {"nginx", "docker.io/nginx", true},
      {"nginxinc/app", "docker.io/nginx", true},
      {"nginx", "index.docker.io/ng", true},
      {"redis", "docker.io/nginx", false},
      {"nginx", "library/", true},
      {"nginx", "library/ng", true},
      {"redis", "library/ng", false},
      {"org/app", "library/", false},
      {"library/a/b", "library/", true},
      {"localhost/nginx", "library/", false},
      {"quay.io/library/nginx", "library/", false},
      {"docker.io/localhost/x", "docker.io/localhost/x", true},
      {"docker.io/localhost/x", "localhost/x", false},
      {"nginx", "docker.io/library/nginx/x", false},
      {"org/app", "docker.io/", true},
      {"org/app", "docker.io/org", true},
      {"org/app", "docker.io/org/app", true},
      {"org/app", "docker.io/library/org/app", false},
      {"org/app", "docker.io/library", false},
      {"library/a/b", "docker.io/library/a", true},
      {"library-of/app", "docker.io/library", true},
      {"localhost/nginx", "docker.io/", false},
      {"localhost/nginx", "docker.io/localhost/nginx", false},
      {"localhost:5000/nginx", "docker.io/", false},
      {"quay.io/org/app", "docker.io/", false},
      {"Registry/app", "docker.io/", false},
      {"localhost", "docker.io/", true},
      {"docker.io.example.com/x", "docker.io/", false},
  };
  for (const auto& [repository, prefix, starts] : table) {
    CAPTURE(repository, prefix);
    CHECK(dkrls::repository_starts_with(repository, prefix) == starts);
  }
}

TEST_CASE("docker.io is all of Docker Hub") {
  for (const std::string_view hub : {"docker.io", "docker.io/", "index.docker.io"}) {
    CAPTURE(hub);
    for (const std::string_view repository : {"nginx", "org/app", "docker.io/localhost/x"})
      CHECK(dkrls::repository_starts_with(repository, hub));
    for (const std::string_view repository :
         {"quay.io/org/app", "localhost/x", "docker.io.example.com/x", ""})
      CHECK_FALSE(dkrls::repository_starts_with(repository, hub));
  }
}

TEST_CASE("a prefix that is only a part of docker.io or library/ is plain characters") {
  CHECK(dkrls::repository_starts_with("debian", "d"));
  CHECK_FALSE(dkrls::repository_starts_with("nginx", "d"));
  CHECK_FALSE(dkrls::repository_starts_with("nginx", "docker.i"));
  CHECK(dkrls::repository_starts_with("docker.io.example.com/x", "docker.io."));
  CHECK_FALSE(dkrls::repository_starts_with("nginx", "library"));
  CHECK(dkrls::repository_starts_with("library-of/app", "library"));
}

TEST_CASE("the path on Docker Hub is that of a repository without another registry's domain") {
  CHECK(dkrls::docker_hub_path("nginx") == "nginx");
  CHECK(dkrls::docker_hub_path("org/app") == "org/app");
  CHECK(dkrls::docker_hub_path("docker.io/localhost/x") == "localhost/x");
  for (const std::string_view other : {"localhost/x", "quay.io/x", "host:1/x", "Host/x"})
    CHECK(dkrls::docker_hub_path(other).empty());
}

namespace {

constexpr std::string_view repository_names[] = {"nginx",
                                                 "org/app",
                                                 "a/b/c/d",
                                                 "a.b",
                                                 "a_b",
                                                 "a__b",
                                                 "a-b",
                                                 "a---b",
                                                 "0",
                                                 "localhost/x",
                                                 "localhost:5000/x",
                                                 "quay.io/org/app",
                                                 "Registry/x",
                                                 "HOST.com:1/a",
                                                 "a-b.c-d/x",
                                                 "[::1]:5000/x",
                                                 "[fe80::1]/x",
                                                 "docker.io/nginx",
                                                 "redis:7/x",
                                                 "123.dkr.ecr.us-east-1.amazonaws.com/webapp"};

}  // namespace

TEST_CASE("names of repositories are those of docker's grammar") {
  for (const std::string_view name : repository_names) {
    CAPTURE(name);
    CHECK(dkrls::is_repository_name(name));
  }
  for (const std::string_view text :
       {"",         "/",        "a/",     "/a",     "a//b",   "A",        "org/App",  "quay.io/App",
        "a..b",     "a___b",    "a-_b",   "-a",     "a-",     ".a",       "_a",       "a b",
        "a:1",      "redis:7",  "nginx*", "a,b",    "<none>", "host:/x",  "host:p/x", "-h.com/x",
        "h-.com/x", "a..com/x", ".com/x", "[::1/x", "[x]/x",  "quay.io/", "\xc3\xa4"}) {
    CAPTURE(text);
    CHECK_FALSE(dkrls::is_repository_name(text));
  }
}

TEST_CASE("whatever begins a repository's name can begin one") {
  for (const std::string_view name : repository_names) {
    if (name == "redis:7/x")
      continue;  // see below
    for (std::size_t size = 0; size <= name.size(); ++size) {
      CAPTURE(name, size);
      CHECK(dkrls::can_begin_repository(name.substr(0, size)));
    }
  }
}

TEST_CASE("a prefix with a colon begins a name only if a registry is before it") {
  for (const std::string_view prefix :
       {"redis:7/", "redis:7/x", "localhost:", "localhost:5", "a.b:", "a.b:5", "[::1]:5"}) {
    CAPTURE(prefix);
    CHECK(dkrls::can_begin_repository(prefix));
  }
  for (const std::string_view prefix :
       {"redis:7", "redis:", "nginx:alpine", "a.b:latest", "localhost:latest", "Host:1"}) {
    CAPTURE(prefix);
    CHECK_FALSE(dkrls::can_begin_repository(prefix));
  }
}

TEST_CASE("what can begin no repository's name does not") {
  for (const std::string_view prefix : {"nginx*",      "ngin?",
                                        "a,b",         "<none>",
                                        " nginx",      "nginx ",
                                        "a@",          "a..b",
                                        "-a",          ".a",
                                        "_",           "/",
                                        "/a",          "a//",
                                        "a/B",         "org/App",
                                        "quay.io/App", "quay.io//",
                                        "h-.com/",     "host:p/",
                                        "[x",          "https://quay.io"}) {
    CAPTURE(prefix);
    CHECK_FALSE(dkrls::can_begin_repository(prefix));
  }
}
