// SPDX-License-Identifier: MIT

// What is offered while a command line is typed. What shells make of it: tests/shells_test.sh.

#include <cli/completion.hpp>

#include "catch.hpp"
#include "cli_support.hpp"
#include "temporary_directory.hpp"

namespace {

using namespace dkrls_test;
using dkr_ls::Flag;
using dkr_ls::Settings;

std::vector<std::string> nothing_live(Flag::Live, const Settings&) {
  FAIL("nothing live was asked for");
  return {};
}

/// The candidates, without their descriptions.
std::string words_of(const Arguments& line, const dkr_ls::LiveValues& live = nothing_live) {
  std::string words;
  std::string candidates = dkr_ls::complete(line, live);
  while (!candidates.empty()) {
    const std::size_t end = candidates.find('\n');
    const std::string candidate = candidates.substr(0, end);
    words += (words.empty() ? "" : " ") + candidate.substr(0, candidate.find('\t'));
    candidates.erase(0, end + 1);
  }
  return words;
}

/// All flags of a command, as candidates.
std::string flags_of(const dkr_ls::Command& command) {
  std::string words;
  for (const auto table : {command.flags(), dkr_ls::global_flags()})
    for (const Flag& flag : table)
      words.append("--").append(flag.name).append(" ");
  return words + ":4";
}

}  // namespace

TEST_CASE("candidates are commands, flags and values that begin as the last word does") {
  const auto [line, words] = GENERATE(table<Arguments, std::string>(
      {{Arguments(), "repos tags du version help completion :4"},
       {{""}, "repos tags du version help completion :4"},
       {{"t"}, "tags :4"},
       {{"tags"}, "tags :4"},
       {{"x"}, ":4"},
       {{"_"}, ":4"},
       {{"-"}, "--log-level --host --context --all-contexts --timeout --help --version :4"},
       {{"--h"}, "--host --help :4"},
       {{"tags", "--min"}, "--minAge --minSize :4"},
       {{"tags", "--sum", "--min"}, "--minAge --minSize :4"},
       {{"tags", "--minAge", "--min"}, ":4"},  // the value of --minAge
       {{"tags", "--prefix=a", "--min"}, "--minAge --minSize :4"},
       {{"tags", "--sum="}, "--sum=true --sum=false :4"},
       {{"tags", "--sum=t"}, "--sum=true :4"},
       {{"tags", "--nonsense="}, ":4"},
       {{"tags", "--rows", "x"}, ":0"},  // files
       {{"tags", "--rows="}, ":0"},
       {{"repos", "--minA"}, ":4"},
       {{"--log-level", ""}, "TRACE DEBUG INFO WARNING ERROR FATAL :4"},
       {{"--log-level", "W"}, "WARNING :4"},
       {{"tags", "--log-level=D"}, "--log-level=DEBUG :4"},
       {{"--log-level", "INFO", "ta"}, "tags :4"},
       {{"-H", "tags", "re"}, "repos :4"},
       {{"nonsense", "ta"}, "tags :4"},
       {{"help", ""}, "repos tags du version help completion :4"},
       {{"help", "re"}, "repos :4"},
       {{"completion", ""}, "bash zsh fish :4"},
       {{"completion", "f"}, "fish :4"}}));
  CAPTURE(line);
  CHECK(words_of(line) == words);
}

TEST_CASE("all flags of a command are candidates, and all values that its table counts") {
  for (const dkr_ls::Command& command : dkr_ls::commands()) {
    if (command.id == dkr_ls::Command::Id::complete)
      continue;
    const std::string name(command.name);
    CHECK(words_of({name, "-"}) == flags_of(command));
    for (const Flag& flag : command.flags()) {
      std::string choices;
      for (const std::string_view choice : dkr_ls::values_of(flag))
        choices.append("--").append(flag.name).append("=").append(choice).append(" ");
      if (flag.live == Flag::Live::none)
        CHECK(words_of({name, "--" + std::string(flag.name) + "="}) == choices + ":4");
    }
  }
}

TEST_CASE("live values are looked up with the settings of the line, and only where they belong") {
  using Engines = std::vector<dkr_ls::EngineName>;
  using Kind = dkr_ls::EngineName::Kind;
  Settings asked_with;
  const auto live = [&](Flag::Live kind, const Settings& settings) -> std::vector<std::string> {
    asked_with = settings;
    if (kind == Flag::Live::contexts)
      return {"default", "staging"};
    return {"nginx", "node", "redis"};
  };
  CHECK(words_of({"tags", "--prefix", ""}, live) == "nginx node redis :4");
  CHECK(words_of({"tags", "--prefix", "n"}, live) == "nginx node :4");
  CHECK(words_of({"tags", "--prefix=r"}, live) == "--prefix=redis :4");
  CHECK(words_of({"--context", "s"}, live) == "staging :4");
  CHECK(asked_with.engines.empty());

  CHECK(words_of({"-H", "tcp://h:1", "tags", "--prefix", "r"}, live) == "redis :4");
  CHECK(asked_with.engines == Engines{{Kind::host, "tcp://h:1"}});
  CHECK(words_of({"-Hunix:///x", "tags", "--prefix", "r"}, live) == "redis :4");
  CHECK(asked_with.engines == Engines{{Kind::host, "unix:///x"}});
  CHECK(words_of({"tags", "-aqcx", "--prefix", "r"}, live) == "redis :4");
  CHECK(asked_with.engines == Engines{{Kind::context, "x"}});
  CHECK(words_of({"tags", "-ac", "s"}, live) == "staging :4");
  CHECK(words_of({"tags", "--context=x", "--minAge", "bad", "--prefix", "r"}, live) == "redis :4");
  CHECK(asked_with.engines == Engines{{Kind::context, "x"}});
}

TEST_CASE("__complete prints candidates with their descriptions and asks no engine") {
  const ExampleEngine engine;
  check_golden("complete-commands", {"__complete", ""}, engine);
  check_golden("complete-flags", {"__complete", "tags", "--m"}, engine);
  check_golden("complete-value", {"__complete", "tags", "--sum="}, engine);
  check_golden("complete-half-a-line", {"__complete", "tags", "--nonsense", "--help", "-"}, engine);
  CHECK(engine.connections() == 0);
}

TEST_CASE("completion prints a script for each shell") {
  const FakeEngine engine;
  for (const std::string shell : {"bash", "zsh", "fish"})
    check_golden("completion-" + shell, {"completion", shell}, engine);
}
