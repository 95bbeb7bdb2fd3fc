// SPDX-License-Identifier: MIT

// The spellings of flags.

#include "catch.hpp"
#include "cli_support.hpp"

namespace {

using namespace dkrls_test;

std::string joined(const Arguments& arguments) {
  std::string line;
  for (const std::string& argument : arguments)
    line += " " + quoted(argument);
  return line;
}

}  // namespace

TEST_CASE("spellings of the same thing print the same") {
  const std::vector<Arguments> spellings = GENERATE(values<std::vector<Arguments>>(
      {{{"tags", "--minAge", "100"},
        {"tags", "--minAge=100"},
        {"tags", "--min-age", "100"},
        {"tags", "--min-age=100"},
        {"tags", "--minAge", "100d"},
        {"tags", "--minAge", "2400h"},
        {"tags", "--minAge", "100.0"},
        {"tags", "--minAge", "1", "--minAge", "100"}},
       {{"tags", "--minAge", "42"}, {"tags", "--minAge", "6w"}, {"tags", "--minAge", "6W"}},
       {{"tags", "--minSize", "322MB"},  // strictly bigger: not mysql
        {"tags", "--minSize=322MB"},
        {"tags", "--min-size", "322MB"},
        {"tags", "--min-size=322mb"},
        {"tags", "--minSize", "322000000"},
        {"tags", "--minSize", "322m"},
        {"tags", "--minSize", "0.322GB"},
        {"tags", "--minSize", "322000kB"}},
       {{"tags", "--minSize", "512MiB"}, {"tags", "--minSize", "536870912"}},
       {{"tags", "--maxTags", "1"},
        {"tags", "--maxTags=1"},
        {"tags", "--max-tags", "1"},
        {"tags", "--max-tags=1"}},
       {{"tags", "--prefix", "nginx"},
        {"tags", "--prefix=nginx"},
        {"tags", "--prefix", "docker.io/library/nginx"},
        {"tags", "--prefix", "ngi"},
        {"tags", "--prefix", "nginx", "--prefix", "ngi"}},
       {{"tags", "--sum"}, {"tags", "--sum=true"}, {"tags", "--sum=false", "--sum"}}}));
  const ExampleEngine engine;
  const Finished expected = run_dkr_ls(spellings.front(), engine);
  CHECK(expected.status == 0);
  CHECK(expected.err.empty());
  CHECK(expected.out != run_dkr_ls({"tags"}, engine).out);
  for (const Arguments& arguments : spellings) {
    CAPTURE(joined(arguments));
    const Finished finished = run_dkr_ls(arguments, engine);
    CHECK(finished.out == expected.out);
    CHECK(finished.err.empty());
    CHECK(finished.status == 0);
  }
}

TEST_CASE("limits that let everything pass and --sum=false change nothing") {
  const ExampleEngine engine;
  const Finished expected = run_dkr_ls({"tags"}, engine);
  for (const Arguments& arguments :
       std::vector<Arguments>{{"tags", "--sum=false"},
                              {"tags", "--sum", "--sum=false"},
                              {"tags", "--minAge", "0"},
                              {"tags", "--minSize", "0"},
                              {"tags", "--maxTags", "18446744073709551615"},
                              {"--", "tags"},
                              {"tags", "--"}}) {
    CAPTURE(joined(arguments));
    const Finished finished = run_dkr_ls(arguments, engine);
    CHECK(finished.out == expected.out);
    CHECK(finished.status == 0);
  }
}

TEST_CASE("global flags work before and after the command") {
  const ExampleEngine engine;
  const FakeEngine other;  // what DOCKER_HOST names
  const Finished expected = run_dkr_ls({"repos"}, engine);
  for (const Arguments& arguments :
       std::vector<Arguments>{{"--host", engine.url(), "repos"},
                              {"--host=" + engine.url(), "repos"},
                              {"-H", engine.url(), "repos"},
                              {"-H" + engine.url(), "repos"},
                              {"repos", "--host", engine.url()},
                              {"repos", "--host=" + engine.url()},
                              {"repos", "-H", engine.url()},
                              {"--timeout", "30", "-H", engine.url(), "repos"},
                              {"--timeout=30", "repos", "-H", engine.url(), "--log-level=FATAL"},
                              {"-H", "", "repos", "-H", engine.url()}}) {
    CAPTURE(joined(arguments));
    const Finished finished = run_dkr_ls(arguments, other);
    CHECK(finished.out == expected.out);
    CHECK(finished.err.empty());
    CHECK(finished.status == 0);
  }
  CHECK(other.connections() == 0);
}
