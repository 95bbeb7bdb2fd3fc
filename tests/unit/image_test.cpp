// SPDX-License-Identifier: MIT
#include <dkrls/image.hpp>
#include <limits>

#include "builders.hpp"
#include "catch.hpp"

using dkrls_test::named;
using dkrls_test::Texts;

namespace {

Texts references_of(const dkrls::Image& image) {
  std::vector<dkrls::Reference> references;
  dkrls::append_references(image, references);
  Texts texts;
  for (const dkrls::Reference& reference : references)
    texts.push_back(dkrls_test::text_of(reference));
  return texts;
}

}  // namespace

TEST_CASE("a creation time is known unless it is one of the numbers that say it is not") {
  const std::int64_t unknown[] = {std::numeric_limits<std::int64_t>::min(),
                                  -62135596800,  // the year 1
                                  -1,
                                  0,
                                  1,          // Bazel, Jib
                                  315532800,  // 1980: Nix, zip
                                  315532801};
  for (const std::int64_t seconds : unknown) {
    CAPTURE(seconds);
    CHECK_FALSE(dkrls::known_creation_time(seconds).has_value());
  }
  const std::int64_t known[] = {2,          315532799,  315532802,
                                1591721862, 4070908800, std::numeric_limits<std::int64_t>::max()};
  for (const std::int64_t seconds : known) {
    CAPTURE(seconds);
    CHECK(dkrls::known_creation_time(seconds) == dkrls_test::at(seconds));
  }
}

TEST_CASE("an image is dangling if no engine's way to list its tags names a repository") {
  CHECK(is_dangling(named({"<none>:<none>"}, {"<none>@<none>"})));  // Docker up to API 1.42
  CHECK(is_dangling(named({}, {})));                                // Docker since, podman
  CHECK(is_dangling(named({"<none>:<none>", "<none>:<none>"})));
}

TEST_CASE("digests alone do not keep an image from being dangling") {
  CHECK(is_dangling(named({}, {"a@sha256:abc"})));                 // graph drivers
  CHECK(is_dangling(named({"<none>:<none>"}, {"a@sha256:abc"})));  // old Docker
  CHECK(is_dangling(named({}, {"<none>@sha256:abc"})));
}

TEST_CASE("an image is not dangling if a tag, or a digest among the tags, names a repository") {
  CHECK_FALSE(is_dangling(named({"a:1"}, {})));                         // never pushed or pulled
  CHECK_FALSE(is_dangling(named({"a:1"}, {"a@sha256:abc"})));           // pulled
  CHECK_FALSE(is_dangling(named({"a@sha256:abc"}, {"a@sha256:abc"})));  // containerd, podman
  CHECK_FALSE(is_dangling(named({"a:1"}, {"<none>@<none>"})));
  CHECK_FALSE(is_dangling(named({"<none>:<none>", "a:1"})));
}

TEST_CASE("whether an image without a tag is dangling is unknown if it may have one") {
  dkrls::Image image = named({}, {"a@sha256:abc"});
  CHECK(known_dangling(image) == true);
  image.all_tags_known = false;
  CHECK_FALSE(known_dangling(image).has_value());
  image.repo_tags = {"a:1"};
  CHECK(known_dangling(image) == false);
}

TEST_CASE("an image without a name is listed once, without a name") {
  for (const dkrls::Image& image :
       {named({"<none>:<none>"}, {"<none>@<none>"}), named({}, {}), named({"<none>:<none>"}, {})})
    CHECK(references_of(image) == Texts{"||"});
}

TEST_CASE("an image is listed under each tag once, sorted by repository and tag") {
  CHECK(references_of(named({"b:2", "a:1", "b:10", "a:1", "docker.io/library/a:1"})) ==
        Texts{"a|1|", "b|10|", "b|2|"});
  CHECK(references_of(named({"<none>:<none>", "a:1"})) == Texts{"a|1|"});
}

TEST_CASE("the digests of a repository that has tags are not listed") {
  CHECK(references_of(named({"a:1", "a:2"}, {"a@sha256:abc"})) == Texts{"a|1|", "a|2|"});
  CHECK(references_of(named({"docker.io/library/a:1"}, {"a@sha256:abc"})) == Texts{"a|1|"});
}

TEST_CASE("a repository that is known by digest only is listed once") {
  CHECK(references_of(named({}, {"a@sha256:abc"})) == Texts{"a||sha256:abc"});
  CHECK(references_of(named({"a@sha256:abc"}, {"a@sha256:abc"})) == Texts{"a||sha256:abc"});
  CHECK(references_of(named({}, {"a@sha256:abc", "a@sha256:def"})).size() == 1);
  CHECK(references_of(named({"a:1"}, {"a@sha256:abc", "b@sha256:abc"})) ==
        Texts{"a|1|", "b||sha256:abc"});
}

TEST_CASE("a name without a tag is not listed beside the tags of its repository") {
  CHECK(references_of(named({"a", "a:1"})) == Texts{"a|1|"});
  CHECK(references_of(named({"a:<none>"})) == Texts{"a||"});
}

TEST_CASE("references are appended to those of other images and leave them alone") {
  const dkrls::Image first = named({"z:1"});
  const dkrls::Image second = named({"z:1", "a:1"});
  const dkrls::Image dangling = named({});
  std::vector<dkrls::Reference> references;
  for (const dkrls::Image* image : {&first, &second, &dangling, &dangling})
    dkrls::append_references(*image, references);
  REQUIRE(references.size() == 5);
  CHECK(dkrls_test::text_of(references[0]) == "z|1|");
  CHECK(dkrls_test::text_of(references[1]) == "a|1|");
  CHECK(dkrls_test::text_of(references[2]) == "z|1|");
  CHECK(references[3] == dkrls::Reference());
  CHECK(references[4] == dkrls::Reference());
}

TEST_CASE("no image is lost for a name that no engine should have") {
  for (const std::string name : {"", ":", "/", "a b", "\xff", "-", "A:B:C"}) {
    CAPTURE(name);
    CHECK(references_of(named({name})).size() == 1);
  }
}
