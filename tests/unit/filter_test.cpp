// SPDX-License-Identifier: MIT
#include <dkrls/byte_size.hpp>
#include <dkrls/filter.hpp>
#include <limits>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::Filter;
using dkrls::Reference;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

constexpr std::int64_t now = 1'600'000'000;

dkrls::Image created_ago(seconds age) {
  return dkrls_test::image("sha256:1", "nginx:latest", now - age.count());
}

dkrls::Image of_size(std::optional<std::uint64_t> size) {
  return dkrls_test::image("sha256:1", "nginx:latest", now, size);
}

bool passes(const Filter& filter, const dkrls::Image& image) {
  return filter(image, Reference{"nginx", "latest", ""});
}

bool passes(const Filter& filter, std::string_view repository) {
  return filter(of_size(1), Reference{repository, "latest", ""});
}

using Answer = std::optional<bool>;
using Labels = std::vector<dkrls::Label>;

Filter always(Answer answer) {
  return {"fixed", [answer](const dkrls::Image&, const Reference&) { return answer; }};
}

Answer judge(const Filter& filter, const dkrls::Image& image = of_size(1)) {
  return filter.judge(image, Reference{"nginx", "latest", ""});
}

}  // namespace

TEST_CASE("older than an age is strictly older") {
  const Filter filter = dkrls::older_than(days(20), dkrls_test::at(now));
  CHECK_FALSE(passes(filter, created_ago(days(20) - seconds(1))));
  CHECK_FALSE(passes(filter, created_ago(days(20))));
  CHECK(passes(filter, created_ago(days(20) + seconds(1))));
}

TEST_CASE("older than nothing is all of the past, but neither now nor the future") {
  const Filter filter = dkrls::older_than(seconds(0), dkrls_test::at(now));
  CHECK(passes(filter, created_ago(seconds(1))));
  CHECK_FALSE(passes(filter, created_ago(seconds(0))));
  CHECK_FALSE(passes(filter, created_ago(-seconds(1))));
  CHECK_FALSE(passes(
      filter, dkrls_test::image("sha256:1", "a:1", std::numeric_limits<std::int64_t>::max())));
}

TEST_CASE("nothing is older than the longest age") {
  const Filter filter = dkrls::older_than(seconds::max(), dkrls_test::at(now));
  CHECK_FALSE(passes(filter, dkrls_test::image("sha256:1", "a:1", 2)));
}

TEST_CASE("an image of unknown age is not old") {
  CHECK_FALSE(passes(dkrls::older_than(seconds(0), dkrls_test::at(now)),
                     dkrls_test::image("sha256:1", "nginx:latest")));
}

TEST_CASE("larger than a size is strictly larger, and an unknown size is not large") {
  const Filter filter = dkrls::larger_than(100);
  CHECK_FALSE(passes(filter, of_size(99)));
  CHECK_FALSE(passes(filter, of_size(100)));
  CHECK(passes(filter, of_size(101)));
  CHECK_FALSE(passes(filter, of_size(std::nullopt)));
  CHECK_FALSE(passes(dkrls::larger_than(0), of_size(std::nullopt)));
  CHECK_FALSE(passes(dkrls::larger_than(0), of_size(0)));
  CHECK(passes(dkrls::larger_than(0), of_size(1)));
}

TEST_CASE("a prefix filter looks at the reference, not at the image's other names") {
  const Filter filter = dkrls::repository_has_prefix("deb");
  CHECK(passes(filter, "debian"));
  CHECK_FALSE(passes(filter, "nginx"));
  CHECK(passes(dkrls::repository_has_prefix("docker.io/library/debian"), "debian"));

  const dkrls::Image image = dkrls_test::named({"debian:1", "nginx:1"});
  CHECK(filter(image, Reference{"debian", "1", ""}));
  CHECK_FALSE(filter(image, Reference{"nginx", "1", ""}));
}

TEST_CASE("the nameless reference of a dangling image starts with no prefix") {
  for (const std::string prefix : {"", "<none>", "docker.io/", "n"}) {
    CAPTURE(prefix);
    CHECK_FALSE(passes(dkrls::repository_has_prefix(prefix), ""));
  }
}

TEST_CASE("filters combine as their operators say") {
  for (const bool left : {false, true}) {
    for (const bool right : {false, true}) {
      CAPTURE(left, right);
      CHECK(passes(always(left) & always(right), "nginx") == (left && right));
      CHECK(passes(always(left) | always(right), "nginx") == (left || right));
    }
    CHECK(passes(!always(left), "nginx") == !left);
    CHECK(passes(!!always(left), "nginx") == left);
  }
}

TEST_CASE("a combination is unknown if its answer depends on a part that is") {
  const Answer yes = true, no = false, unknown = std::nullopt;
  const struct {
    Answer left, right, both, either;
  } table[] = {
      {yes, unknown, unknown, yes},         {unknown, yes, unknown, yes},
      {no, unknown, no, unknown},           {unknown, no, no, unknown},
      {unknown, unknown, unknown, unknown},
  };
  for (const auto& [left, right, both, either] : table) {
    CHECK(judge(always(left) & always(right)) == both);
    CHECK(judge(always(left) | always(right)) == either);
  }
  CHECK(judge(!always(unknown)) == unknown);
  CHECK(judge(!!always(unknown)) == unknown);
  CHECK(judge(!always(yes)) == no);
}

TEST_CASE("what is unknown is not listed, negated or not") {
  for (const Filter& filter : {always(std::nullopt), !always(std::nullopt)})
    CHECK_FALSE(passes(filter, "nginx"));
  const dkrls::Image bare =
      dkrls_test::image("sha256:1", "nginx:latest");  // no date, size or count
  for (const Filter& filter :
       {dkrls::older_than(days(1), dkrls_test::at(now)),
        dkrls::no_older_than(days(1), dkrls_test::at(now)), dkrls::larger_than(1),
        dkrls::no_larger_than(1), dkrls::used(), dkrls::unused(), dkrls::has_label("stage")}) {
    CAPTURE(filter.description());
    CHECK(judge(filter, bare) == std::nullopt);
    CHECK_FALSE(passes(filter, bare));
    CHECK_FALSE(passes(!filter, bare));
  }
}

TEST_CASE("a filter of names is never unknown") {
  const dkrls::Image bare = dkrls_test::image("sha256:1", "nginx:latest");
  const auto pattern = dkrls::parse_pattern("redis").value();
  for (const Filter& filter :
       {dkrls::repository_has_prefix("redis"), dkrls::matches(pattern), dkrls::dangling()}) {
    CAPTURE(filter.description());
    CHECK(judge(filter, bare) == false);
    CHECK(passes(!filter, bare));
  }
}

TEST_CASE("a pattern filter looks at the row, and at the image for digests and IDs") {
  const dkrls::Image image = dkrls_test::named({"debian:1", "nginx:1"});
  const auto matches = [&](std::string_view pattern, std::string_view name) {
    return dkrls::matches(dkrls::parse_pattern(pattern).value())(image,
                                                                 dkrls::parse_reference(name));
  };
  CHECK(matches("debian", "debian:1"));
  CHECK_FALSE(matches("debian", "nginx:1"));
  CHECK(matches("0123456789ab", "nginx:1"));
  CHECK(dkrls::matches(dkrls::parse_pattern("ci/*").value()).description() == "matches ci/*");
}

TEST_CASE("the right side of a combination is asked only when it matters") {
  const Filter failing("failing", [](const dkrls::Image&, const Reference&) -> Answer {
    throw std::logic_error("asked");
  });
  CHECK_FALSE(passes(always(false) & failing, "nginx"));
  CHECK(passes(always(true) | failing, "nginx"));
  CHECK_THROWS_AS(passes(always(true) & failing, "nginx"), std::logic_error);
}

TEST_CASE("a combination holds its parts, not references to them") {
  const auto combined = [] {
    const Filter large = dkrls::larger_than(100);
    const Filter debian = dkrls::repository_has_prefix("debian");
    return large & !debian;
  }();
  const std::vector<Filter> copies(2, combined);
  CHECK(copies[1](of_size(101), Reference{"nginx", "1", ""}));
  CHECK_FALSE(copies[1](of_size(101), Reference{"debian", "1", ""}));
  CHECK_FALSE(copies[1](of_size(100), Reference{"nginx", "1", ""}));
}

TEST_CASE("filters describe themselves in words") {
  const auto older = [](seconds age) {
    return dkrls::older_than(age, dkrls_test::at(now)).description();
  };
  CHECK(older(days(90)) == "older than 90 days");
  CHECK(older(seconds(0)) == "older than 0 days");
  CHECK(older(hours(36)) == "older than 36 hours");
  CHECK(older(seconds(90)) == "older than 90 seconds");
  CHECK(dkrls::larger_than(100'000'000).description() == "larger than 100MB");
  CHECK(dkrls::repository_has_prefix("ci/").description() == "repository starts with ci/");
}

TEST_CASE("combinations are described so that their parts cannot be mistaken") {
  const Filter a = dkrls::repository_has_prefix("a");
  const Filter b = dkrls::larger_than(1000);
  CHECK((a & b).description() == "(repository starts with a and larger than 1kB)");
  CHECK((a | b).description() == "(repository starts with a or larger than 1kB)");
  CHECK((!a).description() == "not repository starts with a");
  CHECK((!(a | b) & a).description() ==
        "(not (repository starts with a or larger than 1kB) and repository starts with a)");
  CHECK((dkrls::older_than(days(90), dkrls_test::at(now)) & !dkrls::repository_has_prefix("ci/"))
            .description() == "(older than 90 days and not repository starts with ci/)");
}

TEST_CASE("no older than an age is what is not strictly older, and not the unknown") {
  const Filter filter = dkrls::no_older_than(days(20), dkrls_test::at(now));
  CHECK(passes(filter, created_ago(days(20))));
  CHECK(passes(filter, created_ago(-days(1))));
  CHECK_FALSE(passes(filter, created_ago(days(20) + seconds(1))));
  CHECK_FALSE(passes(filter, dkrls_test::image("sha256:1", "nginx:latest")));
  CHECK(filter.description() == "no older than 20 days");
}

TEST_CASE("no larger than a size is what is not strictly larger, and not the unknown") {
  const Filter filter = dkrls::no_larger_than(100'000'000);
  CHECK(passes(filter, of_size(100'000'000)));
  CHECK(passes(filter, of_size(0)));
  CHECK_FALSE(passes(filter, of_size(100'000'001)));
  CHECK_FALSE(passes(filter, of_size(std::nullopt)));
  CHECK(filter.description() == "no larger than 100MB");
}

TEST_CASE("a label is asked for by its name, or by name and value") {
  dkrls::Image labelled = of_size(1);
  labelled.labels = Labels{{"stage", "test"}, {"empty", ""}};
  CHECK(passes(dkrls::has_label("stage"), labelled));
  CHECK(passes(dkrls::has_label("stage", "test"), labelled));
  CHECK_FALSE(passes(dkrls::has_label("stage", "tes"), labelled));
  CHECK_FALSE(passes(dkrls::has_label("stag"), labelled));
  CHECK_FALSE(passes(dkrls::has_label("test"), labelled));
  CHECK(passes(dkrls::has_label("empty", ""), labelled));
  CHECK_FALSE(passes(dkrls::has_label("stage", ""), labelled));
  dkrls::Image bare = of_size(1);
  CHECK_FALSE(passes(dkrls::has_label("stage"), bare));
  CHECK_FALSE(passes(!dkrls::has_label("stage"), bare));  // nobody knows
  bare.labels.emplace();
  CHECK_FALSE(passes(dkrls::has_label("stage"), bare));
  CHECK(passes(!dkrls::has_label("stage"), bare));
  CHECK(dkrls::has_label("stage").description() == "label stage");
  CHECK(dkrls::has_label("stage", "test").description() == "label stage=test");
}

TEST_CASE("dangling are the images without a tag, whatever their digests") {
  const auto judge = [](const dkrls::Image& image) { return passes(dkrls::dangling(), image); };
  CHECK(judge(dkrls_test::named({})));
  CHECK(judge(dkrls_test::named({"<none>:<none>"}, {"<none>@<none>"})));
  CHECK_FALSE(judge(dkrls_test::named({"a:1"})));
  CHECK(judge(dkrls_test::named({}, {"a@sha256:abc"})));
  CHECK_FALSE(judge(dkrls_test::named({"a@sha256:abc"}, {"a@sha256:abc"})));
  CHECK(dkrls::dangling().description() == "dangling");

  dkrls::Image row = dkrls_test::named({}, {"a@sha256:abc"});
  row.all_tags_known = false;
  CHECK_FALSE(judge(row));
  CHECK_FALSE(passes(!dkrls::dangling(), row));
}

TEST_CASE("used and unused are known only where containers were counted") {
  const auto with_containers = [](std::optional<std::uint64_t> containers) {
    dkrls::Image image = of_size(1);
    image.containers = containers;
    return image;
  };
  CHECK(passes(dkrls::used(), with_containers(1)));
  CHECK_FALSE(passes(dkrls::used(), with_containers(0)));
  CHECK_FALSE(passes(dkrls::used(), with_containers(std::nullopt)));
  CHECK(passes(dkrls::unused(), with_containers(0)));
  CHECK_FALSE(passes(dkrls::unused(), with_containers(1)));
  CHECK_FALSE(passes(dkrls::unused(), with_containers(std::nullopt)));
  CHECK(dkrls::used().description() == "used");
  CHECK(dkrls::unused().description() == "unused");
}
