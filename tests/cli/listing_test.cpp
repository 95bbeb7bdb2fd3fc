// SPDX-License-Identifier: MIT

// The output of repos and tags.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "cli_support.hpp"
#include "image_json.hpp"

namespace {

using namespace dkrls_test;
using std::chrono::days;

/// Returns an image as JSON.
std::string image(std::string_view digit, std::int64_t created, std::int64_t size,
                  std::optional<Texts> tags, std::optional<Texts> digests = std::nullopt) {
  return to_json(ListedImage{.id = id_of(digit),
                             .tags = std::move(tags),
                             .created = created,
                             .size = size,
                             .digests = std::move(digests)});
}

std::int64_t ago(days age) {
  return (present() - age).time_since_epoch().count();
}

void serve(FakeEngine& engine, const std::vector<std::string>& listed) {
  engine.on("GET /images/json", images(json_list(listed)));
}

}  // namespace

TEST_CASE("repos lists each repository once, the one with the newest image first") {
  check_golden("repos", {"repos"}, ExampleEngine());
}

TEST_CASE("tags lists one tag per line, newest first") {
  check_golden("tags", {"tags"}, ExampleEngine());
}

TEST_CASE("two --prefix list repositories that start with either") {
  check_golden("tags-prefix", {"tags", "--prefix", "nginx", "--prefix", "debian"}, ExampleEngine());
}

TEST_CASE("The flag --sum adds up the rows that remain after --maxTags") {
  check_golden("tags-max-tags-sum",
               {"tags", "--maxTags", "1", "--prefix", "nginx", "--prefix", "debian", "--sum=true"},
               ExampleEngine());
}

TEST_CASE("both --minAge and --minSize must hold") {
  check_golden("tags-min-age-min-size", {"tags", "--minAge", "20", "--minSize", "100MB"},
               ExampleEngine());
}

TEST_CASE("without other flags --sum adds up all images") {
  check_golden("tags-sum", {"tags", "--sum"}, ExampleEngine());
}

TEST_CASE("The flag --maxTags counts only rows that pass the other flags") {
  check_golden("tags-max-tags-after-filters",
               {"tags", "--maxTags", "1", "--minAge", "30", "--prefix", "nginx"}, ExampleEngine());
}

TEST_CASE("an empty listing still has the heading and the total") {
  check_golden("tags-nothing-left", {"tags", "--prefix", "nothing-like-this", "--sum"},
               ExampleEngine());
}

TEST_CASE("an engine without images is listed with the headings") {
  const FakeEngine engine;
  check_golden("repos-empty", {"repos"}, engine);
  check_golden("tags-empty", {"tags"}, engine);
  check_golden("tags-empty-sum", {"tags", "--sum"}, engine);
}

TEST_CASE("names are shown in familiar form, however the engine spells them") {
  FakeEngine engine;
  serve(engine, {image("1", ago(days(3)), 1000, Texts{"docker.io/library/nginx:1"}),
                 image("2", ago(days(4)), 1001, Texts{"docker.io/org/app:1"}),
                 image("3", ago(days(5)), 1002, Texts{"localhost/x:1"}),
                 image("4", ago(days(6)), 1003, Texts{"localhost:5000/a/b:1"}),
                 image("5", ago(days(7)), 1004, Texts{"localhost:5000/only:2", "quay.io/q/q:3"})});
  check_golden("tags-names", {"tags"}, engine);
  check_golden("repos-names", {"repos"}, engine);
}

TEST_CASE("images without tags are listed once per repository, those without names as <none>") {
  FakeEngine engine;
  const std::string digest = "@sha256:" + std::string(64, 'd');
  serve(engine, {image("1", ago(days(3)), 1, std::nullopt, Texts{"by-digest" + digest}),
                 image("2", ago(days(4)), 2, Texts{}, Texts{"twice" + digest, "twice" + digest}),
                 image("3", ago(days(5)), 3, Texts{"in-tags" + digest}, Texts{"in-tags" + digest}),
                 image("4", ago(days(6)), 4, Texts{"both:1"}, Texts{"both" + digest}),
                 image("5", ago(days(7)), 5, Texts{"<none>:<none>"}, Texts{"<none>@<none>"}),
                 image("6", ago(days(8)), 6, std::nullopt, Texts{}),
                 image("7", ago(days(9)), 7, Texts{}, std::nullopt),
                 "{\"Id\":\"sha256:" + std::string(64, '8') +
                     "\",\"Created\":" + std::to_string(ago(days(10))) + "}"});
  check_golden("tags-untagged", {"tags", "--sum"}, engine);
  check_golden("repos-untagged", {"repos"}, engine);
}

TEST_CASE("an image counts once in --sum, however many names it has") {
  FakeEngine engine;
  serve(engine, {image("1", ago(days(3)), 100'000'000, Texts{"a:1", "a:2", "b:1"}),
                 image("2", ago(days(4)), 50'000'000, Texts{"c:1"})});
  check_golden("tags-sum-of-shared", {"tags", "--sum"}, engine);
}

TEST_CASE("images of unknown age come last, are shown as N/A and are never old") {
  FakeEngine engine;
  serve(engine, {image("1", 0, 1, Texts{"unix-zero:1"}),
                 image("2", -62'135'596'800, 2, Texts{"year-one:1"}),
                 image("3", 315'532'800, 3, Texts{"nix:1"}), image("4", 1, 4, Texts{"bazel:1"}),
                 image("5", ago(days(400)), -1, Texts{"size-unknown:1"}),
                 image("6", ago(days(-1)), 6, Texts{"from-the-future:1"})});
  check_golden("tags-unknown-age", {"tags"}, engine);
  check_golden("tags-unknown-age-min-age", {"--log-level", "INFO", "tags", "--minAge", "1"},
               engine);
}

TEST_CASE("control characters and escapes in names never reach the terminal raw") {
  FakeEngine engine;
  serve(engine,
        {image("1", ago(days(3)), 1, Texts{"\x1b[31mred\x1b[0m:1"}),
         image("2", ago(days(4)), 2, Texts{"two\nlines:1"}),
         image("3", ago(days(5)), 3, Texts{"tab\there:a\rb"}),
         image("4", ago(days(6)), 4,
               Texts{"bell\a:\xc2\x9b"
                     "2J"}),
         image("5", ago(days(7)), 5, Texts{"bidi\u202eevil:1"}),
         image("6", ago(days(8)), 6, Texts{"\x1b]0;title\a"}),
         to_json(ListedImage{
             .id = "\x1b[2J\x1b[2J\x1b[2J", .tags = Texts{"id:1"}, .created = ago(days(9))})});
  check_golden("tags-escapes", {"tags"}, engine);
  check_golden("repos-escapes", {"repos"}, engine);
  for (const char* command : {"tags", "repos"})
    for (const char c : run_dkr_ls({command}, engine).out)
      REQUIRE((c == '\n' || static_cast<unsigned char>(c) >= 0x20));
}

TEST_CASE("the order in which images arrive does not change the output") {
  const std::int64_t created = ago(days(3));
  std::vector<std::string> listed = {
      image("1", created, 1, Texts{"b:2", "b:1"}), image("2", created, 2, Texts{"a:1"}),
      image("3", created, 3, Texts{"b:1"}),        image("4", created, 4, Texts{}),
      image("5", created, 5, std::nullopt),        image("6", 0, 6, Texts{"a:2"})};
  FakeEngine engine;
  serve(engine, listed);
  check_golden("tags-order", {"tags"}, engine);
  const std::string expected = run_dkr_ls({"tags"}, engine).out;
  for (int i = 0; i < 50 && std::next_permutation(listed.begin(), listed.end()); ++i) {
    serve(engine, listed);
    REQUIRE(run_dkr_ls({"tags"}, engine).out == expected);
  }
}
