// SPDX-License-Identifier: MIT
#include <dkrls/repository.hpp>
#include <limits>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::Image;
using dkrls::Repository;
using dkrls::RepositoryKey;
using dkrls::RepositoryOrder;
using dkrls::RepositorySummary;
using dkrls_test::at;
using dkrls_test::image;
using dkrls_test::Texts;

namespace {

std::vector<Repository> summarize(const std::vector<Image>& images, RepositoryOrder order = {}) {
  RepositorySummary summary;
  for (const Image& each : images)
    summary.add(each);
  return summary.finish(order);
}

Texts names_of(const std::vector<Repository>& repositories) {
  Texts names;
  for (const Repository& repository : repositories)
    names.push_back(repository.name);
  return names;
}

Repository repository(std::string name, std::optional<std::int64_t> newest, std::uint64_t size) {
  Repository repository;
  repository.name = std::move(name);
  if (newest)
    repository.newest = at(*newest);
  repository.size = size;
  return repository;
}

}  // namespace

TEST_CASE("a repository has the tags, images, dates and bytes of its images") {
  const auto found =
      summarize({image("1", "a:1", 10, 100), image("2", "a:2", 30, 20), image("3", "a:3", 20, 3)});
  REQUIRE(found.size() == 1);
  CHECK(found[0] == Repository{"a", 3, 3, at(30), at(10), 123});
}

TEST_CASE("an image counts once in each repository, however many names it has there") {
  Image several = dkrls_test::named({"a:1", "a:2", "b:1"}, {"a@sha256:abc", "c@sha256:abc"});
  several.created = at(10);
  several.size = 100;
  const auto found = summarize({several});
  REQUIRE(names_of(found) == Texts{"a", "b", "c"});
  CHECK(found[0] == Repository{"a", 2, 1, at(10), at(10), 100});
  CHECK(found[1] == Repository{"b", 1, 1, at(10), at(10), 100});
  CHECK(found[2] == Repository{"c", 0, 1, at(10), at(10), 100});
}

TEST_CASE("an image counts in its repository once for each host") {
  Image east = dkrls_test::on_host("east", image("1", "a:1", 10, 100));
  const auto found = summarize({east, dkrls_test::on_host("west", image("1", "a:1", 10, 90)),
                                dkrls_test::on_host("west", image("2", "a:2", 20, 7)),
                                dkrls_test::on_host("west", image("3", "b:1", 20, 5))});
  REQUIRE(names_of(found) == Texts{"a", "b"});
  CHECK(found[0] == Repository{"a", 3, 3, at(20), at(10), 197, 2});
  CHECK(found[1] == Repository{"b", 1, 1, at(20), at(20), 5, 1});
}

TEST_CASE("dangling images are one repository without a name") {
  Image dangling = dkrls_test::named({"<none>:<none>"});
  dangling.size = 5;
  const auto found = summarize({dangling, dangling});
  REQUIRE(found.size() == 1);
  CHECK(found[0] == Repository{"", 0, 2, std::nullopt, std::nullopt, 10});
}

TEST_CASE("unknown dates and sizes change nothing") {
  const auto found = summarize({image("1", "a:1"), image("2", "a:2", 20, 7), image("3", "a:3")});
  REQUIRE(found.size() == 1);
  CHECK(found[0] == Repository{"a", 3, 3, at(20), at(20), 7});
}

TEST_CASE("the bytes of a repository do not overflow") {
  constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
  const auto found = summarize({image("1", "a:1", 1, largest), image("2", "a:2", 2, 1)});
  CHECK(found.at(0).size == largest);
}

TEST_CASE("repositories are in the requested order") {
  const std::vector<Image> images = {image("1", "app10:1", 10, 500), image("2", "app2:1", 30, 100),
                                     image("3", "none:1"), image("4", "b:1", 20, 300),
                                     dkrls_test::named({})};
  CHECK(names_of(summarize(images)) == Texts{"app2", "b", "app10", "none", ""});
  CHECK(names_of(summarize(images, {RepositoryKey::created, true})) ==
        Texts{"app10", "b", "app2", "none", ""});
  CHECK(names_of(summarize(images, {RepositoryKey::size})) ==
        Texts{"app10", "b", "app2", "none", ""});
  CHECK(names_of(summarize(images, {RepositoryKey::size, true})) ==
        Texts{"none", "", "app2", "b", "app10"});
  CHECK(names_of(summarize(images, {RepositoryKey::name})) ==
        Texts{"app2", "app10", "b", "none", ""});
  CHECK(names_of(summarize(images, {RepositoryKey::name, true})) ==
        Texts{"none", "b", "app10", "app2", ""});
}

TEST_CASE("an order of repositories is strict, and total over their names") {
  const std::vector<Repository> all = {
      repository("a", 1, 5), repository("b", 1, 5),   repository("c", std::nullopt, 5),
      repository("", 2, 6),  repository("a10", 2, 6), repository("a9", std::nullopt, 0)};
  for (const RepositoryKey key :
       {RepositoryKey::created, RepositoryKey::size, RepositoryKey::name}) {
    for (const bool reversed : {false, true}) {
      const RepositoryOrder before{key, reversed};
      for (const Repository& a : all)
        for (const Repository& b : all) {
          CAPTURE(static_cast<int>(key), reversed, a.name, b.name);
          CHECK((before(a, b) ? 1 : 0) + (before(b, a) ? 1 : 0) == (a.name == b.name ? 0 : 1));
          for (const Repository& c : all)
            if (before(a, b) && before(b, c))
              CHECK(before(a, c));
        }
    }
  }
}

TEST_CASE("a summary keeps no reference to images and is empty after finish()") {
  RepositorySummary summary;
  Image reused = image("1", "a-name-longer-than-a-short-string:1", 10, 1);
  summary.add(reused);
  reused = image("2", "another-name-of-about-that-length:1", 20, 2);
  summary.add(reused);
  reused = image("?", "?:?");
  CHECK(names_of(summary.finish()) ==
        Texts{"another-name-of-about-that-length", "a-name-longer-than-a-short-string"});
  CHECK(summary.finish().empty());
}
