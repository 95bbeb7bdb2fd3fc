// SPDX-License-Identifier: MIT

// Help and version: they need no engine.

#include "catch.hpp"
#include "cli_support.hpp"

namespace {

using namespace dkrls_test;

/// Checks that all command lines succeed and print the same to stdout.
void check_same(const FakeEngine& engine, const std::vector<Arguments>& command_lines) {
  const Finished expected = run_dkr_ls(command_lines.front(), engine);
  for (const Arguments& arguments : command_lines) {
    CAPTURE(arguments);
    const Finished finished = run_dkr_ls(arguments, engine);
    CHECK(finished.out == expected.out);
    CHECK(finished.err.empty());
    CHECK(finished.status == 0);
  }
  CHECK(engine.connections() == 0);
}

}  // namespace

TEST_CASE("without arguments the help is shown") {
  const ExampleEngine engine;
  check_golden("help", {}, engine);
  check_same(engine, {{}, {"help"}, {"--help"}, {"-h"}, {"--log-level", "INFO"}, {"--"}});
}

TEST_CASE("every command has its help") {
  const std::string command = GENERATE("repos", "tags", "version", "help", "completion");
  const ExampleEngine engine;
  check_golden("help-" + command, {"help", command}, engine);
  check_same(engine, {{"help", command},
                      {command, "--help"},
                      {command, "-h"},
                      {"--help", command},
                      {"-h", command},
                      {command, "--timeout", "1", "-h"}});
}

TEST_CASE("The flag --version works with every command and before it") {
  const ExampleEngine engine;
  check_golden("version", {"--version"}, engine);
  check_same(engine, {{"--version"},
                      {"version", "--version"},
                      {"tags", "--version"},
                      {"--version", "repos"},
                      {"help", "--version"}});
}

TEST_CASE("help and version are answered in spite of conflicts and superfluous arguments") {
  const ExampleEngine engine;
  const std::string help = run_dkr_ls({"tags", "--help"}, engine).out;
  for (const Arguments& arguments :
       std::vector<Arguments>{{"tags", "--used", "--unused", "--help"},
                              {"tags", "--rows", "-", "--unique", "-h"},
                              {"tags", "--sum", "false", "-h"}}) {
    CAPTURE(arguments);
    const Finished finished = run_dkr_ls(arguments, engine);
    CHECK(finished.out == help);
    CHECK(finished.status == 0);
  }
  CHECK(run_dkr_ls({"du", "x", "--help"}, engine).out == run_dkr_ls({"help", "du"}, engine).out);
  CHECK(run_dkr_ls({"du", "x", "--version"}, engine).out == run_dkr_ls({"--version"}, engine).out);
}

TEST_CASE("a wrong command line is an error even with --help") {
  const ExampleEngine engine;
  for (const Arguments& arguments : std::vector<Arguments>{{"-h", "tags", "--nonsense"},
                                                           {"--version", "nonsense"},
                                                           {"tags", "-h", "--maxTags", "0"}}) {
    CAPTURE(arguments);
    const Finished finished = run_dkr_ls(arguments, engine);
    CHECK(finished.out.empty());
    CHECK(finished.err.starts_with("Error: "));
    CHECK(finished.status == 2);
  }
}
