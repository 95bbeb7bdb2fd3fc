// SPDX-License-Identifier: MIT

// Every fault of the tables through the whole command: how it ends, and that docs/faults.md says
// so.

#include <chrono>
#include <cstdlib>
#include <dkrls/version.hpp>
#include <fstream>
#include <future>
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

const std::string list = R"([{"Id":"sha256:0123456789abcdef","RepoTags":["a:1"],"Size":5}])";
const std::string version = R"({"Version":"20.10.24","ApiVersion":"1.41"})";
const std::string info = R"({"Driver":"overlay2","Images":1})";
const std::string inspection = R"({"RootFS":{"Type":"layers","Layers":["sha256:1"]}})";
const std::string history = R"([{"Id":"sha256:0123456789abcdef","Size":5}])";

const std::string image_id = "sha256:0123456789abcdef";

const Target tags = {"tags", "GET /images/json", list};
const Target du = {"du", "GET /images/json", list};
const Target version_of_engine = {"version", "GET /version", version};
const Target info_of_engine = {"version", "GET /info", info};

/// Requests that a proxy may refuse.
const std::vector<Target> refusable = {
    {"tags", "GET /_ping"},
    {"tags", "GET /images/json"},
    {"tags --unused", "GET /containers/json"},
    {"tags --format json", "GET /containers/json", {}, true},
    {"tags --reclaim", "GET /containers/json", {}, true},
    {"du", "GET /containers/json", {}, true},
    {"du", "GET /info", {}, true},
    {"du", "GET /images/" + image_id + "/json", {}, true},
    {"version", "GET /version"},
    {"version", "GET /info", {}, true},
};

/// An engine with one image that answers everything.
void serve_everything(FakeEngine& engine) {
  engine.on("GET /images/json", images(list));
  engine.on("GET /version", images(version));
  engine.on("GET /info", images(info));
  engine.on("GET /containers/json", images("[]"));
  engine.on("GET /images/" + image_id + "/json", images(inspection));
  engine.on("GET /images/" + image_id + "/history", images(history));
  engine.on("GET /system/df", images(R"({"LayersSize":5,"Images":)" + list + "}"));
}

Finished run(const std::string& command, const FakeEngine& engine) {
  std::ostringstream out;
  std::ostringstream err;
  std::istringstream words(command);
  std::vector<std::string> arguments{std::istream_iterator<std::string>(words), {}};
  arguments.insert(arguments.end(), {"--timeout", std::to_string(timeout.count())});
  const dkrls::Environment environment =
      environment_of({{"DOCKER_HOST", engine.url()}, {"DOCKER_CONFIG", "/nonexistent"}});
  const auto now = [] { return std::chrono::sys_seconds(1'700'000'000s); };
  const int status = static_cast<int>(
      dkr_ls::run(arguments, {.environment = environment, .now = now, .out = out, .err = err}));
  return {out.str(), err.str(), status};
}

void replace_all(std::string& text, const std::string& from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

/// Replaces what differs from run to run and from request to request: the engine's address, the
/// request, and the byte at which an answer that arrives in chunks was found to be wrong.
std::string without_chance(std::string text, const FakeEngine& engine, const Target& target) {
  replace_all(text, engine.url(), "ENGINE");
  replace_all(text, target.route, "REQUEST");
  return std::regex_replace(text, std::regex("at byte [0-9]+"), "at byte N");
}

/// What a command makes of a fault.
struct Result {
  Finished finished;
  Finished good;  ///< what it makes of an engine without fault
  std::chrono::steady_clock::duration took{};
};

Result run_against(const Fault& fault, const Target& target) {
  FakeEngine engine;
  serve_everything(engine);
  Result result;
  result.good = run(target.command, engine);
  const std::string route = fault.route.empty() ? target.route : fault.route;
  engine.on(route, fault.reply);
  if (route == "GET /_ping")
    engine.on("HEAD /_ping", error("404 Not Found", ""));
  const auto begin = std::chrono::steady_clock::now();
  result.finished = run(target.command, engine);
  result.took = std::chrono::steady_clock::now() - begin;
  for (std::string* const text :
       {&result.finished.out, &result.finished.err, &result.good.out, &result.good.err})
    *text = without_chance(*text, engine, target);
  return result;
}

/// What holds for every fault, whatever it is.
void check(const Fault& fault, const Target& target, const Result& result) {
  CAPTURE(fault.what, target.command, target.route);
  const Finished& finished = result.finished;
  CHECK(result.good.status == 0);
  const bool goes_on = target.can_do_without && fault.status == 1;
  CHECK(finished.status == (goes_on ? 0 : fault.status));
  CHECK(result.took < timeout + 5s);
  if (goes_on) {
    CHECK_FALSE(finished.out.empty());
    CHECK(finished.err.starts_with("WARNING: "));
    CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
    return;
  }
  if (finished.status == 0) {
    CHECK(finished.err.empty());
    return;
  }
  // `version` has named itself before it asks an engine.
  CHECK(finished.out ==
        (target.command == "version" ? "dkr-ls    " + std::string(dkrls::version) + "\n" : ""));
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

/// What the command answers: its error or warning, or the rows of the list.
std::string outcome(const Result& result) {
  const Finished& finished = result.finished;
  if (!finished.err.empty())
    return cell(finished.err.substr(0, finished.err.size() - 1));
  if (finished.out == result.good.out)
    return "the same as without the fault";
  std::istringstream lines(finished.out);
  std::string text;
  std::string line;
  std::getline(lines, line);  // the heading
  while (std::getline(lines, line))
    text += (text.empty() ? "" : "<br>") + cell(line);
  return text.empty() ? "an empty list" : text;
}

/// One of the faults for each target.
using FaultOfTargets = std::vector<std::pair<Target, Fault>>;

/// The rows of a fault, one for all targets with the same outcome.
std::string rows_of(const FaultOfTargets& faults) {
  std::vector<std::future<Result>> results;  // at the same time: one timeout for all
  for (const auto& [target, fault] : faults)
    results.push_back(std::async(std::launch::async, run_against, fault, target));
  std::vector<std::pair<std::string, std::string>> outcomes;  // and the requests that had them
  for (std::size_t i = 0; i < faults.size(); ++i) {
    const auto& [target, fault] = faults[i];
    const Result result = results[i].get();
    check(fault, target, result);
    const std::string text = outcome(result) + " | " + std::to_string(result.finished.status);
    const std::string request = "`" + target.command + "`: " + target.route;
    const auto same = std::find_if(outcomes.begin(), outcomes.end(),
                                   [&](const auto& other) { return other.first == text; });
    if (same == outcomes.end())
      outcomes.emplace_back(text, request);
    else
      same->second += "<br>" + request;
  }
  std::string rows;
  for (const auto& [text, requests] : outcomes)
    rows += "| " + faults.front().second.what + " | " + (outcomes.size() == 1 ? "each" : requests) +
            " | " + text + " |\n";
  return rows;
}

/// The section about the faults that `make` returns for the good body of each target.
template <class Make>
std::string section(const std::vector<Target>& targets, Make make) {
  std::vector<FaultTable> tables;
  for (const Target& target : targets)
    tables.push_back(make(target.good_body));
  std::string text = "\n## " + tables.front().heading +
                     "\n\n| the engine | request | dkr-ls | exit status |\n|---|---|---|---|\n";
  for (std::size_t i = 0; i < tables.front().faults.size(); ++i) {
    FaultOfTargets faults;
    for (std::size_t target = 0; target < targets.size(); ++target)
      faults.emplace_back(targets[target], tables[target].faults[i]);
    text += rows_of(faults);
  }
  return text;
}

std::string document() {
  const std::vector<Target> all = {tags, du, version_of_engine, info_of_engine};
  const std::vector<Target> all_but_info = {tags, du, version_of_engine};
  const std::vector<Target> lists = {tags};
  const std::vector<Target> descriptions = {version_of_engine, info_of_engine};
  const auto of_any_body = [](FaultTable (*make)()) {
    return [make](const std::string&) { return make(); };
  };
  return "# What engines may do wrong\n\n"
         "And what dkr-ls makes of it: what it says on stderr, or else what it lists, and its exit "
         "status. An answer is\ntaken whole or not at all. `tests/faults` makes these tables with "
         "`--timeout 1`, and fails when they are not\ntrue; `DKR_LS_RENEW_GOLDEN=1` writes them "
         "anew.\n\n"
         "The wrong answer is the one to a request of `tags` or `du` (GET /images/json) or of "
         "`version` (GET /version or\nGET /info); REQUEST is its name. A row for \"each\" is true "
         "for all of these; those about lists are about\n`tags`, those about descriptions about "
         "`version`. A command that can do without a request that is refused\ngoes on: the tables "
         "show its warning.\n\n"
         "Limits that a wrong answer runs into: 64 KiB for the head, for an error message (of "
         "which "
         "the beginning is\nshown) and for a name; 4 MiB for a description; 64 levels of nesting "
         "in a list; the timeout for each silence.\n" +
         section(all, silence_faults) + section(all, hang_up_faults) + section(all, http_faults) +
         section(all_but_info, of_any_body(status_faults)) +
         section(refusable, of_any_body(refusal_faults)) +
         section(lists, of_any_body(list_faults)) + section(lists, of_any_body(value_faults)) +
         section(lists, of_any_body(name_faults)) +
         section(descriptions, of_any_body(description_faults));
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
