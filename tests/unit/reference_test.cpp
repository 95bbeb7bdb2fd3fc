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
    "a repository of docker.io is familiar without the domain, an official one without "
    "library") {
  const struct {
    std::string_view full, familiar;
  } table[] = {
      {"docker.io/library/nginx", "nginx"},
      {"docker.io/org/app", "org/app"},
      {"docker.io/org/team/app", "org/team/app"},
      {"docker.io/library/a/b", "library/a/b"},
      {"docker.io/nginx", "nginx"},
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

TEST_CASE("a prefix with the domain of docker.io is compared with the full name") {
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
      {"nginx", "docker.io/nginx", false},
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

TEST_CASE("a prefix that is only a part of docker.io is plain characters") {
  CHECK(dkrls::repository_starts_with("debian", "d"));
  CHECK_FALSE(dkrls::repository_starts_with("nginx", "d"));
  CHECK_FALSE(dkrls::repository_starts_with("nginx", "docker.io"));
  CHECK(dkrls::repository_starts_with("docker.io.example.com/x", "docker.io"));
}
