// SPDX-License-Identifier: MIT

// Our filters beside the engines' own, on recorded answers of the same images.

#include <dkrls/filter.hpp>
#include <dkrls/image_query.hpp>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "parse_images.hpp"
#include "recordings.hpp"

using dkrls::Image;

namespace {

using Texts = std::vector<std::string>;

const Texts all_engines = {
    "docker-20.10.24",          "docker-26.1.5-overlay2", "docker-26.1.5-containerd",
    "docker-29.7.2-containerd", "podman-4.3.1",           "podman-5.4.2"};

/// A recorded answer to the filter `reference`: its file, and what was asked.
struct Query {
  std::string file;
  Texts patterns;
};

const std::vector<Query> queries = {
    {"ref_nginx", {"nginx"}},
    {"ref_nginx_tag", {"nginx:alpine"}},
    {"ref_nginx_star", {"nginx:*"}},
    {"ref_star", {"*"}},
    {"ref_star_slash_star", {"*/*"}},
    {"ref_star3", {"*/*/*"}},
    {"ref_starcolon", {"*:latest"}},
    {"ref_class", {"[nr]*"}},
    {"ref_two", {"redis", "awscli:1"}},
    {"ref_none", {"nosuch"}},
    {"ref_digest_repo", {"localhost:5000/digest/only"}},
    {"ref_localhost_redis", {"localhost/redis"}},
    {"ref_full", {"docker.io/library/nginx"}},
    {"ref_fulltag", {"docker.io/library/nginx:latest"}},
};

std::vector<Image> read_images(const std::string& engine, const std::string& file) {
  const auto parsed =
      dkrls_test::parse_images(recordings::read_answer(recordings::folder / engine / file).body);
  CAPTURE(engine, file, parsed.problem);
  REQUIRE_FALSE(parsed.error);
  return parsed.images;
}

/// The images of a recorded answer.
std::vector<Image> answer(const std::string& engine, const Query& query) {
  return read_images(engine, "filter/" + query.file + ".http");
}

/// Rows as "ID repository:tag". Docker sends the matching names of an image only.
std::set<std::string> rows_of(const std::vector<Image>& images, const dkrls::Filter& filter) {
  std::set<std::string> rows;
  const dkrls::Listing listing = dkrls::ImageQuery().where(filter).select(images);
  for (const dkrls::Row& row : listing)
    rows.insert(std::string(row.id.substr(0, 15)) + " " + std::string(row.repository) + ":" +
                std::string(row.tag));
  return rows;
}

/// The IDs alone: podman sends all names of an image of which one matches.
std::set<std::string> ids_of(const std::vector<Image>& images, const dkrls::Filter& filter) {
  std::set<std::string> ids;
  const dkrls::Listing listing = dkrls::ImageQuery().where(filter).select(images);
  for (const dkrls::Row& row : listing)
    ids.emplace(row.id);
  return ids;
}

dkrls::Filter any_row() {
  return {"any", [](const Image&, const dkrls::Reference&) { return true; }};
}

dkrls::Filter named_row() {
  return {"named", [](const Image&, const dkrls::Reference& reference) {
            return !reference.repository.empty();
          }};
}

dkrls::Filter filter_of(const Query& query) {
  const auto matches = [](const std::string& text) {
    return dkrls::matches(dkrls::parse_pattern(text).value());
  };
  dkrls::Filter filter = matches(query.patterns.front());
  for (std::size_t i = 1; i < query.patterns.size(); ++i)
    filter = filter | matches(query.patterns[i]);
  return filter;
}

/// The queries to which an engine's answer differs from ours; docs/patterns.md says why.
std::set<std::string> differences(const std::string& engine) {
  std::set<std::string> found;
  const std::vector<Image> images = read_images(engine, "images.http");
  for (const Query& query : queries) {
    const bool podman = engine.starts_with("podman");
    const std::vector<Image> theirs = answer(engine, query);
    const dkrls::Filter ours = filter_of(query);
    // containerd's store lists dangling images for "*"; see below.
    const bool same = podman ? ids_of(images, ours) == ids_of(theirs, any_row())
                             : rows_of(images, ours) == rows_of(theirs, named_row());
    if (!same)
      found.insert(query.file);
  }
  return found;
}

}  // namespace

TEST_CASE("patterns match the rows that docker's reference filter matches, with known exceptions") {
  // Up to 29.4 docker tries a pattern on familiar names only.
  const std::set<std::string> full_names = {"ref_full", "ref_fulltag"};
  for (const std::string engine :
       {"docker-20.10.24", "docker-26.1.5-overlay2", "docker-26.1.5-containerd"}) {
    CAPTURE(engine);
    CHECK(differences(engine) == full_names);
    for (const Query& query : queries)
      if (full_names.contains(query.file))
        CHECK(answer(engine, query).empty());
  }
  // Since then it tries them on "docker.io/library/nginx" as well, so that */*/* matches nginx.
  CHECK(differences("docker-29.7.2-containerd") == std::set<std::string>{"ref_star3"});
}

TEST_CASE(
    "patterns match the images that podman's reference filter matches, with known exceptions") {
  // podman's * crosses slashes, and a pattern need not match the domain.
  const std::set<std::string> wildcards = {"ref_star", "ref_star_slash_star", "ref_star3",
                                           "ref_starcolon", "ref_class"};
  CHECK(differences("podman-4.3.1") == wildcards);
  std::set<std::string> expected = wildcards;
  expected.insert("ref_two");  // localhost/redis and localhost/awscli:1 for redis and awscli:1
  CHECK(differences("podman-5.4.2") == expected);
}

TEST_CASE("what docker refuses as a reference pattern is no pattern") {
  for (const std::string engine : {"docker-20.10.24", "docker-26.1.5-overlay2"})
    CHECK(recordings::read_answer(recordings::folder / engine / "filter/ref_bad.http").status ==
          500);
  CHECK(dkrls::parse_pattern("[a-").has_error());
  // The others answer with an empty list, as all do for a name with capitals: no image has one.
  for (const std::string& engine : all_engines)
    CHECK(read_images(engine, "filter/ref_upper.http").empty());
  CHECK(dkrls::parse_pattern("NGINX").has_error());
}

TEST_CASE("images are dangling where the engine's own filter says so") {
  for (const std::string& engine : all_engines) {
    const std::vector<Image> images = read_images(engine, "images.http");
    const auto dangling = ids_of(read_images(engine, "filter/dangling_true.http"), any_row());
    CAPTURE(engine);
    CHECK_FALSE(dangling.empty());
    CHECK(ids_of(images, dkrls::dangling()) == dangling);
    // Graph drivers list digest-only images for dangling=false, too, and so contradict themselves.
    auto others = ids_of(read_images(engine, "filter/dangling_false.http"), any_row());
    for (const std::string& id : dangling)
      others.erase(id);
    CHECK(ids_of(images, !dkrls::dangling()) == others);
  }
}
