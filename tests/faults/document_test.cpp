// Every fault of the tables through the whole command: how it ends, and that docs/faults.md says
// so.

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>
#include <run.hpp>
#include <sstream>

#include "catch.hpp"
#include "fault.hpp"
#include "process.hpp"
#include "variables.hpp"

namespace {

using namespace dkrls_test;
using namespace std::chrono_literals;

constexpr std::chrono::seconds timeout = 1s;

Finished run(const std::string& command, const FakeEngine& engine) {
  std::ostringstream out;
  std::ostringstream err;
  const std::vector<std::string> arguments = {command, "--timeout",
                                              std::to_string(timeout.count())};
  const dkrls::Environment environment =
      environment_of({{"DOCKER_HOST", engine.url()}, {"DOCKER_CONFIG", "/nonexistent"}});
  const auto now = [] { return std::chrono::sys_seconds(1'700'000'000s); };
  const int status = static_cast<int>(
      dkr_ls::run(arguments, {.environment = environment, .now = now, .out = out, .err = err}));
  return {out.str(), err.str(), status};
}

/// The same for every run: the engine's address, and where in an answer that comes in pieces
/// something was found to be wrong.
std::string told(std::string text, const FakeEngine& engine) {
  for (std::size_t at = 0; (at = text.find(engine.url(), at)) != std::string::npos;)
    text.replace(at, engine.url().size(), "ENGINE");
  return std::regex_replace(text, std::regex("at byte [0-9]+"), "at byte N");
}

/// What holds for every fault, whatever it is.
void check(const Fault& fault, const Finished& finished, std::chrono::steady_clock::duration took) {
  CHECK(finished.status == fault.status);
  CHECK(took < timeout + 5s);
  if (finished.status == 0) {
    CHECK(finished.err.empty());
    return;
  }
  CHECK(finished.out.empty());
  CHECK(finished.err.starts_with("Error: "));
  CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
  CHECK(finished.err.size() < 1'000);
}

/// In a cell of a table of Markdown, where '|' ends the cell. Of what goes on and on the beginning
/// is enough.
std::string cell(const std::string& text) {
  const std::string shorter = std::regex_replace(text, std::regex("([^ ])\\1{20,}"), "$1$1$1[...]");
  const std::string escaped = std::regex_replace(shorter, std::regex("\\|"), "\\|");
  return escaped.find('`') == std::string::npos ? "`" + escaped + "`" : "`` " + escaped + " ``";
}

/// What is said of an error, and what is shown of the image of a list that is taken.
std::string outcome(const Finished& finished) {
  if (finished.status != 0)
    return cell(finished.err.substr(0, finished.err.size() - 1));
  std::istringstream lines(finished.out);
  std::string text;
  std::string line;
  std::getline(lines, line);  // the heading
  while (std::getline(lines, line))
    text += (text.empty() ? "" : "<br>") + cell(line);
  return text.empty() ? "an empty list" : text;
}

std::string rows_of(const FaultTable& table) {
  std::string rows;
  for (const Fault& fault : table.faults) {
    CAPTURE(fault.what);
    FakeEngine engine;
    engine.on(fault.route, fault.reply);
    const auto begin = std::chrono::steady_clock::now();
    Finished finished = run("tags", engine);
    check(fault, finished, std::chrono::steady_clock::now() - begin);
    finished.err = told(finished.err, engine);
    rows += "| " + fault.what + " | " + outcome(finished) + " | " +
            std::to_string(finished.status) + " |\n";
  }
  return rows;
}

std::string document() {
  std::string text =
      "# What engines may do wrong\n\n"
      "And what `dkr-ls tags --timeout 1` makes of it: what it says on stderr, or else what it "
      "lists, and its exit\nstatus. An answer is taken whole or not at all. This table is made by "
      "`tests/faults`, which fails when it is\nnot true; `DKR_LS_RENEW_GOLDEN=1` writes it "
      "anew.\n\n"
      "Limits that a wrong answer runs into: 64 KiB for the head, for an error message (of which "
      "the beginning is\nshown) and for a name; 64 levels of nesting; the timeout for each "
      "silence.\n";
  for (const auto& table : {silence_faults(), hang_up_faults(), http_faults(), status_faults(),
                            list_faults(), value_faults(), name_faults()})
    text += "\n## " + table.heading + "\n\n| the engine | dkr-ls | exit status |\n|---|---|---|\n" +
            rows_of(table);
  return text;
}

}  // namespace

TEST_CASE("every fault ends as docs/faults.md says") {
  const std::string text = document();
  const char* const renew = std::getenv("DKR_LS_RENEW_GOLDEN");
  if (renew != nullptr && std::string(renew) == "1")
    std::ofstream(FAULTS_DOCUMENT, std::ios::binary) << text;
  std::ifstream file(FAULTS_DOCUMENT, std::ios::binary);
  const std::string documented{std::istreambuf_iterator<char>(file), {}};
  CHECK(text == documented);
}
