// SPDX-License-Identifier: MIT

// The flags of tags that choose images.

#include <cstdio>

#include "catch.hpp"
#include "zoo.hpp"

using namespace dkrls_test;

namespace {

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

TEST_CASE("tags --maxAge and --maxSize are what --minAge and --minSize leave out") {
  const Zoo zoo;
  check_golden("choose-max-age", {"tags", "--maxAge", "101"}, zoo);
  check_golden("choose-max-size", {"tags", "--maxSize", "90MB"}, zoo);
  check_golden(
      "choose-between",
      {"tags", "--minAge", "20", "--max-age", "20w", "--minSize", "50MB", "--max-size=600MB"}, zoo);
}

TEST_CASE("tags --maxAge says at INFO how many images of unknown age it left out") {
  check_golden("choose-max-age-info", {"tags", "--maxAge", "20", "--log-level=info"}, Zoo());
}

TEST_CASE("tags lists the rows that match any of its patterns") {
  const Zoo zoo;
  check_golden("pattern", {"tags", "app/web"}, zoo);
  check_golden("pattern-tag", {"tags", "app/web:v?", "docker.io/library/nginx"}, zoo);
  check_golden("pattern-below", {"tags", "app/", "by-digest"}, zoo);
  check_golden("pattern-id", {"tags", "666666666666"}, zoo);
  check_golden("pattern-everything", {"tags", "**", "--maxTags", "1"}, zoo);
  check_golden("pattern-digest", {"tags", "app/web@sha256:" + std::string(64, 'd')}, zoo);
  check_golden("pattern-unmatched", {"tags", "nginx:9", "--log-level", "info"}, zoo);
  CHECK(run_dkr_ls({"tags", "nginx:9"}, zoo).err.empty());
}

TEST_CASE("tags --exclude lists nothing that matches any of several patterns") {
  const Zoo zoo;
  check_golden("choose-exclude", {"tags", "--exclude", "app/"}, zoo);
  check_golden("choose-exclude-several",
               {"tags", "--exclude", "app/*:v*", "--exclude=docker.io/library/"}, zoo);
  check_golden("choose-prefix-but", {"tags", "--prefix", "app", "--exclude", "app2/"}, zoo);
  check_golden("choose-pattern-but", {"tags", "app/web", "--exclude", "111111111111"}, zoo);
}

TEST_CASE("an --exclude that matches no image of the engine is said, and a prefix at INFO") {
  const Zoo zoo;
  const Finished finished = run_dkr_ls(
      {"tags", "--exclude", "aap/", "--exclude", "nginx:alpine", "--prefix", "debian"}, zoo);
  CHECK(finished.err == "WARNING: --exclude \"aap/\" matches no image: it protects nothing\n");
  CHECK(finished.status == 0);
  // What other flags leave out counts as matched.
  CHECK(run_dkr_ls({"tags", "--exclude", "nginx", "--minAge", "300"}, zoo).err.empty());
  const Finished told = run_dkr_ls({"tags", "--prefix", "debian", "--log-level", "info"}, zoo);
  CHECK(told.err.find("INFO: --prefix \"debian\" matches no image\n") != std::string::npos);
}

TEST_CASE("what is no pattern is refused before the engine is asked") {
  const Zoo zoo;
  for (const auto& [pattern, problem] : std::vector<std::pair<std::string, std::string>>{
           {"[a-", "\"[\" has no \"]\""},
           {"a,b", "one pattern has no \",\": give each pattern by itself"},
           {"NGINX", "a repository's name has no capitals, except for a registry before \"/\""},
           {"", "an empty pattern matches nothing"}}) {
    const Finished argument = run_dkr_ls({"tags", pattern}, zoo);
    CHECK(first_line(argument.err) == "Error: invalid pattern \"" + pattern + "\": " + problem);
    CHECK(argument.status == 2);
    const Finished flag = run_dkr_ls({"tags", "--exclude=" + pattern}, zoo);
    CHECK(first_line(flag.err) == "Error: invalid --exclude \"" + pattern + "\": " + problem);
    CHECK(flag.status == 2);
  }
  CHECK(zoo.connections() == 0);
}

TEST_CASE("a prefix that can begin no repository is refused, with what to write instead") {
  const Zoo zoo;
  for (const auto& [prefix, remedy] : std::vector<std::pair<std::string, std::string>>{
           {"redis:7",
            "a prefix has neither tag nor digest, write redis:7 without --prefix, or redis:7/ "
            "for a registry"},
           {"nginx:alpine",
            "a prefix has neither tag nor digest, write nginx:alpine without --prefix"},
           {"nginx*", "a prefix is plain characters, write 'nginx*' without --prefix"},
           {"a,b", "several are given one by one, write: --prefix a --prefix b"},
           {"o'x,b", "several are given one by one, write: --prefix 'o'\\''x' --prefix b"},
           {"<none>", "images without a tag are dangling, write --dangling instead"},
           {"", "give the first characters of a repository's name, at least one"},
           {"org/App",
            "no repository's name begins like that: it has lower-case letters and digits, "
            "with . _ - or / between them"}}) {
    const Finished finished = run_dkr_ls({"tags", "--prefix=" + prefix}, zoo);
    CHECK(first_line(finished.err) == "Error: invalid --prefix \"" + prefix + "\": " + remedy);
    CHECK(finished.status == 2);
  }
  CHECK(zoo.connections() == 0);
  for (const std::string prefix : {"localhost:5000", "Registry/app", "my.host:50", "docker.io"})
    CHECK(run_dkr_ls({"tags", "--prefix", prefix}, zoo).status == 0);
}

TEST_CASE("a name of Docker Hub means the same image in every spelling") {
  const Zoo zoo;
  const std::string listed = run_dkr_ls({"tags", "nginx"}, zoo).out;
  const std::string without = run_dkr_ls({"tags", "--exclude", "nginx"}, zoo).out;
  CHECK(listed.find("alpine") != std::string::npos);
  CHECK(without.find("nginx") == std::string::npos);
  for (const std::string name : {"library/nginx", "docker.io/nginx", "docker.io/library/nginx",
                                 "index.docker.io/library/nginx"}) {
    CAPTURE(name);
    CHECK(run_dkr_ls({"tags", name}, zoo).out == listed);
    CHECK(run_dkr_ls({"tags", "--prefix", name}, zoo).out == listed);
    CHECK(run_dkr_ls({"tags", "--exclude", name}, zoo).out == without);
  }
}

TEST_CASE("tags --label asks for a label, or for its value, and several must all be there") {
  const Zoo zoo;
  check_golden("choose-label", {"tags", "--label", "stage"}, zoo);
  check_golden("choose-label-value", {"tags", "--label=stage=live"}, zoo);
  check_golden("choose-label-several", {"tags", "--label", "stage", "--label", "team=a b"}, zoo);
  check_golden("choose-label-none", {"tags", "--label", "stage=", "--label", "team"}, zoo);
}

TEST_CASE("tags --label asks for images without a label, or without its value") {
  const Zoo zoo;  // one image has stage=test and team, one stage=live; Labels of the others is null
  check_golden("choose-label-absent", {"tags", "--label", "!stage", "--maxTags", "1"}, zoo);
  check_golden("choose-label-other-value", {"tags", "app/web", "--label", "stage!=test"}, zoo);
  CHECK(run_dkr_ls({"tags", "--label", "!stage", "--label", "stage"}, zoo).out ==
        run_dkr_ls({"tags", "nosuch"}, zoo).out);
}

TEST_CASE("tags --dangling lists images without a tag, known by digest or not") {
  const Zoo zoo;
  check_golden("choose-dangling", {"tags", "--dangling"}, zoo);
  check_golden("choose-dangling-not", {"tags", "--dangling=false"}, zoo);
  CHECK(run_dkr_ls({"tags", "--dangling=true"}, zoo).out ==
        run_dkr_ls({"tags", "--dangling"}, zoo).out);
}

TEST_CASE("tags --minAge and --maxAge take sums and dates") {
  const Zoo zoo;
  CHECK(run_dkr_ls({"tags", "--minAge", "14w2d"}, zoo).out ==
        run_dkr_ls({"tags", "--minAge", "100"}, zoo).out);
  // A day in the middle between the ages of the images.
  const auto day = std::chrono::floor<std::chrono::days>(present() - std::chrono::days(120));
  const std::chrono::year_month_day date(day);
  char text[sizeof "2026-01-01T00:00:00+00:00"];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  const std::string before = run_dkr_ls({"tags", "--minAge", "120"}, zoo).out;
  const std::string since = run_dkr_ls({"tags", "--maxAge", "120"}, zoo).out;
  CHECK(before != since);
  for (const std::string& limit : {std::string(text), text + std::string("T12:30:00Z"),
                                   text + std::string("T12:30:00.5+02:00")}) {
    CAPTURE(limit);
    CHECK(run_dkr_ls({"tags", "--minAge", limit}, zoo).out == before);
    CHECK(run_dkr_ls({"tags", "--maxAge", limit}, zoo).out == since);
  }
}

TEST_CASE("a date is the midnight of the user's time zone") {
  FakeEngine engine;  // 2026-01-01T03:00:00Z
  engine.on("GET /images/json",
            images(R"([{"Id":"sha256:1","Created":1767236400,"Size":1,"RepoTags":["a:1"]}])"));
  const auto lists = [&](const std::string& zone, const std::string& day) {
    const Finished finished = run_process({DKR_LS, "tags", "--minAge", day, "--format", "{{.Tag}}"},
                                          {"DOCKER_HOST=" + engine.url(), "TZ=" + zone});
    CHECK(finished.status == 0);
    return finished.out == "1\n";
  };
  CHECK_FALSE(lists("UTC", "2026-01-01"));
  CHECK(lists("EST5", "2026-01-01"));  // midnight is 05:00 UTC
  CHECK_FALSE(lists("JST-9", "2026-01-01"));
  CHECK(lists("UTC", "2026-01-02"));
  CHECK_FALSE(lists("EST5", "2026-01-01T02:59:59Z"));
  CHECK(lists("EST5", "2026-01-01T03:00:01Z"));
}

TEST_CASE("6m is refused: minutes or months?") {
  const Finished finished = run_dkr_ls({"tags", "--minAge", "6m"}, Zoo());
  CHECK(first_line(finished.err) ==
        "Error: invalid --minAge \"6m\": minutes or months? give hours (36h), days (20d) or weeks "
        "(3w)");
  CHECK(finished.status == 2);
}

TEST_CASE("a size or a count that was not reported is neither, and that is said once") {
  const Zoo zoo;  // of one image the size is not known
  for (const std::string flag : {"--minSize", "--maxSize"}) {
    const Finished finished = run_dkr_ls({"tags", flag, "1"}, zoo);
    CHECK(finished.err == "WARNING: " + flag + " leaves out images of unknown size: 1\n");
    CHECK(finished.out.find("app2/tool") == std::string::npos);
  }
}

TEST_CASE("an image whose labels were not sent is neither with nor without a label") {
  FakeEngine engine;
  engine.on("GET /images/json", images(R"([{"Id":"sha256:1","RepoTags":["unknown:1"]},
      {"Id":"sha256:2","RepoTags":["none:1"],"Labels":null}])"));
  const Finished without = run_dkr_ls(
      {"tags", "--label", "!keep", "--label", "!pin", "--format", "{{.Repository}}"}, engine);
  CHECK(without.out == "none\n");
  CHECK(without.err == "WARNING: --label leaves out images whose labels are not known: 1\n");
  CHECK(run_dkr_ls({"tags", "--label", "keep", "--no-header"}, engine).out.empty());
}

TEST_CASE("tags --used and --unused count containers of any state") {
  const Zoo zoo;
  check_golden("choose-used", {"tags", "--used"}, zoo);
  check_golden("choose-unused", {"tags", "--unused", "--sum"}, zoo);
}

TEST_CASE("containers are asked for only where they matter") {
  Zoo zoo;
  zoo.serve_containers(error("500 Internal Server Error", "{\"message\":\"no\"}"));
  CHECK(run_dkr_ls({"tags", "--label", "stage", "--digests"}, zoo).status == 0);
  check_golden("choose-unused-refused", {"tags", "--unused"}, zoo);
  zoo.serve_containers(images("[{\"ImageID\":7}]"));
  check_golden("choose-unused-garbage", {"tags", "--unused"}, zoo);
}

TEST_CASE("an engine's own count of containers is believed") {
  Zoo zoo;
  zoo.on("HEAD /_ping", ping("1.51"));
  zoo.on("GET /images/json", images("[{\"Id\":\"a\",\"Containers\":0,\"RepoTags\":[\"no:1\"]},"
                                    "{\"Id\":\"b\",\"Containers\":3,\"RepoTags\":[\"yes:1\"]}]"));
  zoo.serve_containers(error("500 Internal Server Error", ""));
  check_golden("choose-used-counted", {"tags", "--used"}, zoo);
}

TEST_CASE("tags --all lists intermediate images, too") {
  const Zoo zoo;
  check_golden("choose-all", {"tags", "--all"}, zoo);
  CHECK(run_dkr_ls({"tags", "-a"}, zoo).out == run_dkr_ls({"tags", "--all"}, zoo).out);
}

TEST_CASE("tags --keep lists neither the newest images of a repository nor undated ones") {
  const Zoo zoo;
  check_golden("choose-keep", {"tags", "--keep", "2", "--prefix", "app/"}, zoo);
  check_golden("choose-keep-undated", {"tags", "--keep", "1", "--maxTags", "2"}, zoo);
  CHECK(run_dkr_ls({"tags", "--keep", "1", "--minAge", "1"}, zoo).err == "");
}

TEST_CASE("tags --skipTags is gone, and the error names --keep") {
  const Zoo zoo;
  check_golden("skip-tags-gone", {"tags", "--skipTags", "2"}, zoo);
  CHECK(run_dkr_ls({"tags", "--skip-tags=2"}, zoo).err.find("--keep") != std::string::npos);
  CHECK(run_dkr_ls({"repos", "--skipTags", "2"}, zoo).err.find("did you mean") ==
        std::string::npos);
}

TEST_CASE("flags that exclude each other are refused by name") {
  const Zoo zoo;
  check_golden("conflict-used", {"tags", "--used", "--unused"}, zoo);
  for (const Arguments& arguments :
       std::vector<Arguments>{{"tags", "-q", "--sum"},
                              {"tags", "--quiet", "--format", "json"},
                              {"tags", "-q", "--digests"},
                              {"tags", "--sum", "--format", "{{.ID}}"},
                              {"repos", "--long", "--format", "json"}}) {
    const Finished finished = run_dkr_ls(arguments, zoo);
    CAPTURE(arguments);
    CHECK(finished.status == 2);
    CHECK(finished.out.empty());
    CHECK(finished.err.substr(0, 7) == "Error: ");
    const std::string line = finished.err.substr(0, finished.err.find('\n'));
    CHECK(line.find(": give --") != std::string::npos);
    CHECK(finished.err.ends_with("\nRun 'dkr-ls " + arguments[0] + " --help' for its flags.\n"));
  }
  CHECK(zoo.connections() == 0);
}

TEST_CASE("bad values of the flags that choose are quoted, with what is allowed") {
  const Zoo zoo;
  for (const Arguments& arguments : std::vector<Arguments>{{"tags", "--maxAge", "old"},
                                                           {"tags", "--maxSize", "big"},
                                                           {"tags", "--label", "=x"},
                                                           {"tags", "--label", ""},
                                                           {"tags", "--keep", "0"},
                                                           {"tags", "--keep", "-1"}}) {
    const Finished finished = run_dkr_ls(arguments, zoo);
    const std::string start = "Error: invalid " + arguments[1] + " \"" + arguments[2] + "\": give ";
    CHECK(finished.err.substr(0, start.size()) == start);
    CHECK(finished.status == 2);
    CHECK(finished.out.empty());
  }
}
