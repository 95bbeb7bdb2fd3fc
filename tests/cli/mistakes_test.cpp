// SPDX-License-Identifier: MIT

// Command lines as people mistype them, or as they know them from docker and other tools.

#include <fstream>
#include <regex>

#include "catch.hpp"
#include "cli_support.hpp"
#include "example_layers.hpp"
#include "temporary_directory.hpp"

namespace {

using namespace dkrls_test;

/// What one command line prints: errors in full, and of the output how many lines there are.
std::string answer_to(const std::string& line, const FakeEngine& engine) {
  const TemporaryDirectory config;
  const Finished finished =
      run_process({"bash", "--norc", "-c", "dkr-ls() { command \"$0\" \"$@\"; }; " + line, DKR_LS},
                  {"DOCKER_HOST=" + engine.url(), "DOCKER_CONFIG=" + config.path()});
  CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') <= 5);
  const auto lines = std::count(finished.out.begin(), finished.out.end(), '\n');
  std::string answer = "$ " + line + "\n";
  if (lines > 0)
    answer += "(" + std::to_string(lines) + " lines of output)\n";
  // What the resolver calls it is the machine's business.
  const std::string error =
      std::regex_replace(replaced(finished.err, config.path(), "CONFIG"),
                         std::regex("name is not known \\(.*\\);"), "name is not known (REASON);");
  return answer + error + "exit status " + std::to_string(finished.status) + "\n\n";
}

}  // namespace

TEST_CASE("every common mistake has an answer of five lines at most") {
  ExampleEngine engine;
  serve_example_layers(engine);
  std::ifstream lines(TEST_DATA_DIR "/mistakes.txt");
  Finished answers;
  for (std::string line; std::getline(lines, line);)
    answers.out += replaced(answer_to(line, engine), engine.url(), "unix:///run/engine.sock");
  check_golden_file(TEST_DATA_DIR "/golden/mistakes.txt", "each line of mistakes.txt", answers);
}
