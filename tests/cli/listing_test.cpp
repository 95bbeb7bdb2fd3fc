// The output of repos and tags.

#include <algorithm>

#include "catch.hpp"
#include "cli_support.hpp"

namespace {

using namespace dkrls_test;
using std::chrono::days;

/// Returns an image as JSON. `tags` and `digests` are JSON, too; the ID repeats a digit.
std::string image(char digit, std::int64_t created, std::int64_t size, const std::string& tags,
                  const std::string& digests = "null") {
  return "{\"Id\":\"sha256:" + std::string(64, digit) +
         "\",\"Created\":" + std::to_string(created) + ",\"Size\":" + std::to_string(size) +
         ",\"RepoTags\":" + tags + ",\"RepoDigests\":" + digests + "}";
}

std::int64_t ago(days age) {
  return (present() - age).time_since_epoch().count();
}

void serve(FakeEngine& engine, const std::vector<std::string>& listed) {
  std::string json = "[";
  for (const std::string& one : listed)
    json += (json.size() > 1 ? "," : "") + one;
  engine.on("GET /images/json", images(json + "]"));
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
  serve(engine, {image('1', ago(days(3)), 1000, "[\"docker.io/library/nginx:1\"]"),
                 image('2', ago(days(4)), 1001, "[\"docker.io/org/app:1\"]"),
                 image('3', ago(days(5)), 1002, "[\"localhost/x:1\"]"),
                 image('4', ago(days(6)), 1003, "[\"localhost:5000/a/b:1\"]"),
                 image('5', ago(days(7)), 1004, "[\"localhost:5000/only:2\",\"quay.io/q/q:3\"]")});
  check_golden("tags-names", {"tags"}, engine);
  check_golden("repos-names", {"repos"}, engine);
}

TEST_CASE("images without tags are listed once per repository, those without names as <none>") {
  FakeEngine engine;
  const std::string digest = "@sha256:" + std::string(64, 'd');
  serve(engine,
        {image('1', ago(days(3)), 1, "null", "[\"by-digest" + digest + "\"]"),
         image('2', ago(days(4)), 2, "[]", "[\"twice" + digest + "\",\"twice" + digest + "\"]"),
         image('3', ago(days(5)), 3, "[\"in-tags" + digest + "\"]", "[\"in-tags" + digest + "\"]"),
         image('4', ago(days(6)), 4, "[\"both:1\"]", "[\"both" + digest + "\"]"),
         image('5', ago(days(7)), 5, "[\"<none>:<none>\"]", "[\"<none>@<none>\"]"),
         image('6', ago(days(8)), 6, "null", "[]"), image('7', ago(days(9)), 7, "[]", "null"),
         "{\"Id\":\"sha256:" + std::string(64, '8') +
             "\",\"Created\":" + std::to_string(ago(days(10))) + "}"});
  check_golden("tags-untagged", {"tags", "--sum"}, engine);
  check_golden("repos-untagged", {"repos"}, engine);
}

TEST_CASE("an image counts once in --sum, however many names it has") {
  FakeEngine engine;
  serve(engine, {image('1', ago(days(3)), 100'000'000, "[\"a:1\",\"a:2\",\"b:1\"]"),
                 image('2', ago(days(4)), 50'000'000, "[\"c:1\"]")});
  check_golden("tags-sum-of-shared", {"tags", "--sum"}, engine);
}

TEST_CASE("images of unknown age come last, are shown as N/A and are never old") {
  FakeEngine engine;
  serve(engine,
        {image('1', 0, 1, "[\"unix-zero:1\"]"), image('2', -62'135'596'800, 2, "[\"year-one:1\"]"),
         image('3', 315'532'800, 3, "[\"nix:1\"]"), image('4', 1, 4, "[\"bazel:1\"]"),
         image('5', ago(days(400)), -1, "[\"size-unknown:1\"]"),
         image('6', ago(days(-1)), 6, "[\"from-the-future:1\"]")});
  check_golden("tags-unknown-age", {"tags"}, engine);
  check_golden("tags-unknown-age-min-age", {"--log-level", "INFO", "tags", "--minAge", "1"},
               engine);
}

TEST_CASE("control characters and escapes in names never reach the terminal raw") {
  FakeEngine engine;
  serve(engine, {image('1', ago(days(3)), 1, "[\"\\u001b[31mred\\u001b[0m:1\"]"),
                 image('2', ago(days(4)), 2, "[\"two\\nlines:1\"]"),
                 image('3', ago(days(5)), 3, "[\"tab\\there:a\\rb\"]"),
                 image('4', ago(days(6)), 4, "[\"bell\\u0007:\\u009b2J\"]"),
                 image('5', ago(days(7)), 5, "[\"bidi\\u202eevil:1\"]"),
                 image('6', ago(days(8)), 6, "[\"\\u001b]0;title\\u0007\"]"),
                 "{\"Id\":\"\\u001b[2J\\u001b[2J\\u001b[2J\",\"Created\":" +
                     std::to_string(ago(days(9))) + ",\"RepoTags\":[\"id:1\"]}"});
  check_golden("tags-escapes", {"tags"}, engine);
  check_golden("repos-escapes", {"repos"}, engine);
  for (const char* command : {"tags", "repos"})
    for (const char c : run_dkr_ls({command}, engine).out)
      REQUIRE((c == '\n' || static_cast<unsigned char>(c) >= 0x20));
}

TEST_CASE("the order in which images arrive does not change the output") {
  const std::int64_t created = ago(days(3));
  std::vector<std::string> listed = {image('1', created, 1, "[\"b:2\",\"b:1\"]"),
                                     image('2', created, 2, "[\"a:1\"]"),
                                     image('3', created, 3, "[\"b:1\"]"),
                                     image('4', created, 4, "[]"),
                                     image('5', created, 5, "null"),
                                     image('6', 0, 6, "[\"a:2\"]")};
  FakeEngine engine;
  serve(engine, listed);
  check_golden("tags-order", {"tags"}, engine);
  const std::string expected = run_dkr_ls({"tags"}, engine).out;
  for (int i = 0; i < 50 && std::next_permutation(listed.begin(), listed.end()); ++i) {
    serve(engine, listed);
    REQUIRE(run_dkr_ls({"tags"}, engine).out == expected);
  }
}
