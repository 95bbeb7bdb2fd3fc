// The flags of tags that choose images.

#include "catch.hpp"
#include "zoo.hpp"

using namespace dkrls_test;

TEST_CASE("tags --maxAge and --maxSize are what --minAge and --minSize leave out") {
  const Zoo zoo;
  check_golden("choose-max-age", {"tags", "--maxAge", "100"}, zoo);
  check_golden("choose-max-size", {"tags", "--maxSize", "90MB"}, zoo);
  check_golden(
      "choose-between",
      {"tags", "--minAge", "20", "--max-age", "20w", "--minSize", "50MB", "--max-size=600MB"}, zoo);
}

TEST_CASE("tags --maxAge says at INFO how many images of unknown age it left out") {
  check_golden("choose-max-age-info", {"tags", "--maxAge", "20", "--log-level=info"}, Zoo());
}

TEST_CASE("tags --exclude leaves out what starts with any of several prefixes") {
  const Zoo zoo;
  check_golden("choose-exclude", {"tags", "--exclude", "app"}, zoo);
  check_golden("choose-exclude-several",
               {"tags", "--exclude", "app/", "--exclude=docker.io/library"}, zoo);
  check_golden("choose-prefix-but", {"tags", "--prefix", "app", "--exclude", "app2"}, zoo);
}

TEST_CASE("tags --label asks for a label, or for its value, and several must all be there") {
  const Zoo zoo;
  check_golden("choose-label", {"tags", "--label", "stage"}, zoo);
  check_golden("choose-label-value", {"tags", "--label=stage=live"}, zoo);
  check_golden("choose-label-several", {"tags", "--label", "stage", "--label", "team=a b"}, zoo);
  check_golden("choose-label-none", {"tags", "--label", "stage=", "--label", "team"}, zoo);
}

TEST_CASE("tags --dangling lists images without a tag, known by digest or not") {
  check_golden("choose-dangling", {"tags", "--dangling"}, Zoo());
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

TEST_CASE("an engine's own count of containers is not used: it counts those of other images, too") {
  Zoo zoo;
  zoo.on("HEAD /_ping", ping("1.51"));
  const std::string one = std::string(64, '1');
  const std::string two = std::string(64, '2');
  zoo.on("GET /images/json",
         images("[{\"Id\":\"sha256:" + one + "\",\"Containers\":1,\"RepoTags\":[\"no:1\"]}," +
                "{\"Id\":\"sha256:" + two + "\",\"Containers\":1,\"RepoTags\":[\"yes:1\"]}]"));
  // Some engines leave out the algorithm of an ID.
  for (const std::string& id : {"sha256:" + two, two}) {
    zoo.serve_containers(images("[{\"ImageID\":\"" + id + "\"}]"));
    const Finished used =
        run_dkr_ls({"tags", "--used", "--format", "{{.Repository}} {{.Containers}}"}, zoo);
    CHECK(used.out == "yes 1\n");
    const Finished unused =
        run_dkr_ls({"tags", "--unused", "--format", "{{.Repository}} {{.Containers}}"}, zoo);
    CHECK(unused.out == "no 0\n");
  }
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
                                                           {"tags", "--exclude", ""},
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
