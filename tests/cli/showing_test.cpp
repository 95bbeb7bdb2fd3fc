// SPDX-License-Identifier: MIT

// The flags for order and output.

#include <algorithm>
#include <sstream>

#include "catch.hpp"
#include "zoo.hpp"

using namespace dkrls_test;

namespace {

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("tags --sort sorts the rows, unknown values last") {
  const Zoo zoo;
  check_golden("sort-size", {"tags", "--sort", "size"}, zoo);
  check_golden("sort-repository", {"tags", "--sort", "repository"}, zoo);
  check_golden("sort-tag", {"tags", "--sort", "tag"}, zoo);
  check_golden("sort-id", {"tags", "--sort=id"}, zoo);
  CHECK(run_dkr_ls({"tags", "--sort", "created"}, zoo).out == run_dkr_ls({"tags"}, zoo).out);
}

TEST_CASE("tags --reverse reverses the order, unknown values stay last") {
  const Zoo zoo;
  check_golden("sort-reverse", {"tags", "--reverse"}, zoo);
  check_golden("sort-size-reverse", {"tags", "--sort", "size", "-r"}, zoo);
  check_golden("sort-tag-reverse", {"tags", "--reverse", "--sort", "tag"}, zoo);
}

TEST_CASE("an unknown key is refused with a list of the keys") {
  check_golden("sort-unknown", {"tags", "--sort", "age"}, Zoo());
  check_golden("sort-repos-unknown", {"repos", "--sort", "tag"}, Zoo());
}

TEST_CASE("tags --quiet shows the IDs, each once") {
  const Zoo zoo;
  check_golden("quiet", {"tags", "-q"}, zoo);
  check_golden("quiet-whole", {"tags", "--quiet", "--no-trunc", "--prefix", "app/"}, zoo);
  CHECK(run_dkr_ls({"tags", "-aq"}, zoo).out == run_dkr_ls({"tags", "-a", "-q"}, zoo).out);
  CHECK(lines_of(run_dkr_ls({"tags", "-aq"}, zoo).out) == 9);
}

TEST_CASE(
    "tags --digests adds a column, --no-trunc shows IDs in full, --no-header shows no headings") {
  const Zoo zoo;
  check_golden("digests", {"tags", "--digests", "--sum"}, zoo);
  check_golden("no-trunc", {"tags", "--no-trunc", "--prefix", "app"}, zoo);
  check_golden("no-header", {"tags", "--no-header", "--sum"}, zoo);
  check_golden("repos-no-header", {"repos", "--no-header"}, zoo);
}

TEST_CASE("tags --digests needs a place for the digest in a table of a template") {
  const Zoo zoo;
  const Finished refused =
      run_dkr_ls({"tags", "--digests", "--format", "table {{.Repository}}"}, zoo);
  CHECK(refused.err.starts_with(
      "Error: a template names its own columns: put {{.Digest}} into it instead of --digests\n"));
  CHECK(refused.status == 2);
  for (const std::string format : {"table {{.Repository}}\t{{.Digest}}", "{{json .}}", "table"})
    CHECK(run_dkr_ls({"tags", "--digests", "--format", format}, zoo).out.find("sha256:ddd") !=
          std::string::npos);
}

TEST_CASE("tags --format json prints one object per line, the total last") {
  const Zoo zoo;
  Finished finished = run_dkr_ls({"tags", "--format", "json", "--sum"}, zoo);
  CHECK(finished.status == 0);
  CHECK(finished.err.empty());
  CHECK(lines_of(finished.out) == 10);
  CHECK(finished.out.find("\"containers\":2") != std::string::npos);
  CHECK(finished.out.find("\"labels\":{\"stage\":\"test\",\"team\":\"a b\"}") != std::string::npos);
  const std::string total = "{\"total\":{\"images\":8,\"size\":1738100000}}\n";
  REQUIRE(finished.out.size() > total.size());
  CHECK(finished.out.substr(finished.out.size() - total.size()) == total);
}

TEST_CASE("templates are docker's, with names for machines") {
  const Zoo zoo;
  check_golden("template", {"tags", "--format", "{{.Repository}}:{{.Tag}} {{.ID}} {{.Size}}"}, zoo);
  check_golden("template-reference", {"tags", "--format", "{{.Reference}}\\t{{.Bytes}}"}, zoo);
  check_golden("template-table",
               {"tags", "--format", "table {{.Tag}}\\t{{.Containers}}\\t{{.Labels}}"}, zoo);
  check_golden("template-table-no-header",
               {"tags", "--no-header", "--format", "table {{.Repository}}\\t{{.Digest}}"}, zoo);
  check_golden("template-json",
               {"tags", "--maxTags", "1", "--prefix", "app/", "--format",
                "{{json .Repository}} {{json .Labels}} {{json .Bytes}}"},
               zoo);
  check_golden("template-repos", {"repos", "--format", "{{.Repository}} {{.Tags}} {{.Bytes}}"},
               zoo);
}

TEST_CASE("an invalid format is refused with the place of the fault") {
  const Zoo zoo;
  check_golden("template-unknown-field", {"tags", "--format", "{{.ID}} {{.Repo}}"}, zoo);
  check_golden("format-unknown", {"tags", "--format", "yaml"}, zoo);
  check_golden("format-empty", {"repos", "--format", ""}, zoo);
  CHECK(zoo.connections() == 0);
}

TEST_CASE("repos --long counts each image once, in the requested order") {
  const Zoo zoo;
  check_golden("repos-long", {"repos", "--long"}, zoo);
  check_golden("repos-long-size", {"repos", "-l", "--sort", "size"}, zoo);
  check_golden("repos-sort", {"repos", "--sort", "repository", "--reverse"}, zoo);
  CHECK(lines_of(run_dkr_ls({"repos", "--format", "json"}, zoo).out) == 6);
}

TEST_CASE("The flag --host-name names the host of the images") {
  const Zoo zoo;
  check_golden("host-name", {"tags", "--host-name", "node-7", "--maxTags", "1"}, zoo);
  CHECK(run_dkr_ls({"tags", "--host-name", "node-7", "--format", "{{.Host}}", "nginx"}, zoo).out ==
        "node-7\n");
  CHECK(run_dkr_ls({"tags", "--format", "{{json .Host}}", "nginx"}, zoo).out == "null\n");
  const Finished json = run_dkr_ls({"tags", "--host-name=node-7", "--format=json", "nginx"}, zoo);
  CHECK(json.out.find(",\"host\":\"node-7\",") != std::string::npos);
}
