// What shells offer while a command line is typed.

#include <completion.hpp>
#include <filesystem>

#include "catch.hpp"
#include "cli_support.hpp"

namespace {

using namespace dkrls_test;

/// The candidates, without their descriptions.
std::string words_of(const Arguments& line) {
  std::string words;
  std::string candidates = dkr_ls::complete(line);
  while (!candidates.empty()) {
    const std::size_t end = candidates.find('\n');
    const std::string candidate = candidates.substr(0, end);
    words += (words.empty() ? "" : " ") + candidate.substr(0, candidate.find('\t'));
    candidates.erase(0, end + 1);
  }
  return words;
}

/// What bash offers for the last of `words`, one candidate a line.
Finished ask_bash(const std::string& words) {
  const std::filesystem::path program = DKR_LS;
  const std::string script = "PATH=" + quoted(program.parent_path().string()) +
                             ":$PATH; source <(dkr-ls completion bash) || exit; COMP_WORDS=(" +
                             words +
                             "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
                             "$(complete -p dkr-ls | sed 's/.*-F \\([^ ]*\\).*/\\1/'); "
                             "[[ ${#COMPREPLY[@]} == 0 ]] || printf '%s\\n' \"${COMPREPLY[@]}\"";
  return run_process({"bash", "--norc", "-c", script});
}

}  // namespace

TEST_CASE("candidates are commands, flags and values that begin as the last word does") {
  const auto [line, words] = GENERATE(table<Arguments, std::string>(
      {{Arguments(), "repos tags version help completion :4"},
       {{""}, "repos tags version help completion :4"},
       {{"t"}, "tags :4"},
       {{"tags"}, "tags :4"},
       {{"x"}, ":4"},
       {{"_"}, ":4"},
       {{"-"}, "--log-level --host --context --timeout --help --version :4"},
       {{"--h"}, "--host --help :4"},
       {{"tags", ""}, ":4"},
       {{"tags", "-"},
        "--minAge --prefix --minSize --maxTags --sum --log-level --host --context --timeout --help "
        "--version "
        ":4"},
       {{"tags", "--min"}, "--minAge --minSize :4"},
       {{"tags", "--sum", "--min"}, "--minAge --minSize :4"},
       {{"tags", "--prefix", "--min"}, ":4"},  // the value of --prefix
       {{"tags", "--prefix=a", "--min"}, "--minAge --minSize :4"},
       {{"tags", "--sum="}, "--sum=true --sum=false :4"},
       {{"tags", "--sum=t"}, "--sum=true :4"},
       {{"tags", "--nonsense="}, ":4"},
       {{"repos", "--s"}, ":4"},
       {{"--log-level", ""}, "TRACE DEBUG INFO WARNING ERROR FATAL :4"},
       {{"--log-level", "W"}, "WARNING :4"},
       {{"tags", "--log-level=D"}, "--log-level=DEBUG :4"},
       {{"--log-level", "INFO", "ta"}, "tags :4"},
       {{"-H", "tags", "re"}, "repos :4"},
       {{"nonsense", "ta"}, "tags :4"},
       {{"help", ""}, "repos tags version help completion :4"},
       {{"help", "re"}, "repos :4"},
       {{"completion", ""}, "bash zsh fish :4"},
       {{"completion", "f"}, "fish :4"}}));
  CAPTURE(line);
  CHECK(words_of(line) == words);
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

TEST_CASE("bash completes with the script") {
  const auto [words, candidates] = GENERATE(table<std::string, std::string>(
      {{"dkr-ls ta", "tags\n"},
       {"dkr-ls ''", "repos\ntags\nversion\nhelp\ncompletion\n"},
       {"dkr-ls tags --m", "--minAge\n--minSize\n--maxTags\n"},
       {"dkr-ls tags --sum =", "true\nfalse\n"},  // as bash splits "--sum="
       {"dkr-ls tags --sum = f", "false\n"},
       {"dkr-ls tags --prefix = a --min", "--minAge\n--minSize\n"},
       {"dkr-ls --log-level I", "INFO\n"},
       {"dkr-ls tags nonsense", ""}}));
  CAPTURE(words);
  const Finished finished = ask_bash(words);
  CHECK(finished.out == candidates);
  CHECK(finished.err.empty());
}
