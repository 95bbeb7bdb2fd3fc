// SPDX-License-Identifier: MIT

// Command lines that are wrong.

#include <cli/commands.hpp>
#include <cli/help.hpp>

#include <algorithm>

#include "catch.hpp"
#include "cli_support.hpp"

namespace {

using namespace dkrls_test;

struct Wrong {
  Arguments arguments;
  std::string error;
  std::string hint = {};  ///< a line, empty for none
};

/// Checks each word of the answer to wrong command lines. `usage` is what stands between the error
/// and where help is found, and `command` the one whose help it is, "" the root.
void check_refused(const std::string& command, const std::string& usage,
                   const std::vector<Wrong>& wrongs) {
  const ExampleEngine engine;
  const std::string where = command.empty()
                                ? "Run 'dkr-ls --help' for its commands.\n"
                                : "Run 'dkr-ls " + command + " --help' for its flags.\n";
  for (const Wrong& wrong : wrongs) {
    CAPTURE(wrong.arguments);
    const Finished finished = run_dkr_ls(wrong.arguments, engine);
    const std::string hint = wrong.hint.empty() ? "" : wrong.hint + "\n";
    CHECK(finished.err == "Error: " + wrong.error + "\n" + hint + usage + where);
    CHECK(std::ranges::count(finished.err, '\n') <= 5);
    CHECK(finished.out.empty());
    CHECK(finished.status == 2);
  }
  CHECK(engine.connections() == 0);  // nobody was asked
}

/// The answer to wrong values and to flags that exclude each other.
void check_value_refused(const std::string& command, const std::vector<Wrong>& wrongs) {
  check_refused(command, "", wrongs);
}

/// The answer to unknown commands, flags and arguments has a line of usage.
void check_unknown(const std::string& command, const std::vector<Wrong>& wrongs) {
  const dkr_ls::Command& its_usage =
      command.empty() ? dkr_ls::root_command : *dkr_ls::find_command(command);
  check_refused(command, "Usage:\n  " + dkr_ls::usage_line(its_usage, "dkr-ls") + "\n", wrongs);
}

const std::string use_tags = "Use \"dkr-ls tags --prefix P\".";

std::string did_you_mean(const std::string& word) {
  return "Did you mean \"" + word + "\"?";
}

const std::string ages =
    "give a number of days such as 20 or 1.5, an age such as 36h, 20d, 3w or 1d12h, or a date such "
    "as 2026-01-01";
const std::string sizes =
    "give a number of bytes up to 9.2EB, such as 100MB, 1.5GB, 512kB, 100MiB or 1048576";
const std::string prefixes = "give the first characters of a repository's name, at least one";
const std::string counts = "give a whole number of 1 or more";
const std::string levels = "give TRACE, DEBUG, INFO, WARNING, ERROR or FATAL";
const std::string endpoints =
    "give an endpoint such as unix:///var/run/docker.sock, tcp://host:2375 or ssh://user@host";
const std::string keys = "give created, size, repository, tag, id or host";
const std::string seconds = "give a whole number of seconds from 0 to 86400";

}  // namespace

TEST_CASE("a flag of another command is refused with a line of usage") {
  const ExampleEngine engine;
  check_golden("usage-repos", {"repos", "--maxTags", "3"}, engine);
  check_golden("usage-tags", {"tags", "--minTags", "3"}, engine);
  check_golden("usage-root", {"tasg"}, engine);
  CHECK(engine.connections() == 0);
}

TEST_CASE("a bad value is quoted, with what is allowed") {
  check_value_refused(
      "tags",
      {{{"tags", "--minAge", "-3"}, "invalid --minAge \"-3\": " + ages},
       {{"tags", "--minAge=-3"}, "invalid --minAge \"-3\": " + ages},
       {{"tags", "--min-age", "-3"}, "invalid --min-age \"-3\": " + ages},
       {{"tags", "--minAge", "1e9999"}, "invalid --minAge \"1e9999\": " + ages},
       {{"tags", "--minAge", "9" + std::string(40, '9')},
        "invalid --minAge \"9" + std::string(40, '9') + "\": no image is that old"},
       {{"tags", "--minAge", ""}, "invalid --minAge \"\": " + ages},
       {{"tags", "--minAge="}, "invalid --minAge \"\": " + ages},
       {{"tags", "--minAge", "inf"}, "invalid --minAge \"inf\": " + ages},
       {{"tags", "--minAge", "0x10"}, "invalid --minAge \"0x10\": " + ages},
       {{"tags", "--minAge", "+3"}, "invalid --minAge \"+3\": " + ages},
       {{"tags", "--minAge", " 3"}, "invalid --minAge \" 3\": " + ages},
       {{"tags", "--minAge", "3 days"}, "invalid --minAge \"3 days\": " + ages},
       {{"tags", "--minAge", "."}, "invalid --minAge \".\": " + ages},
       {{"tags", "--minSize", "10XB"}, "invalid --minSize \"10XB\": " + sizes},
       {{"tags", "--minSize", "-1"}, "invalid --minSize \"-1\": " + sizes},
       {{"tags", "--minSize", "99999999EB"}, "invalid --minSize \"99999999EB\": " + sizes},
       {{"tags", "--minSize", "9.3EB"}, "invalid --minSize \"9.3EB\": " + sizes},
       {{"tags", "--minSize", ""}, "invalid --minSize \"\": " + sizes},
       {{"tags", "--min-size=MB"}, "invalid --min-size \"MB\": " + sizes},
       {{"tags", "--prefix", ""}, "invalid --prefix \"\": " + prefixes},
       {{"tags", "--prefix="}, "invalid --prefix \"\": " + prefixes},
       {{"tags", "--prefix", "a", "--prefix", ""}, "invalid --prefix \"\": " + prefixes},
       {{"tags", "--maxTags", "0"}, "invalid --maxTags \"0\": " + counts},
       {{"tags", "--maxTags", "-1"}, "invalid --maxTags \"-1\": " + counts},
       {{"tags", "--maxTags", "1.5"}, "invalid --maxTags \"1.5\": " + counts},
       {{"tags", "--maxTags", "three"}, "invalid --maxTags \"three\": " + counts},
       {{"tags", "--sum=maybe"}, "invalid --sum \"maybe\": give true or false"},
       {{"tags", "--sum="}, "invalid --sum \"\": give true or false"},
       {{"tags", "-q=maybe"}, "invalid -q \"maybe\": give true or false"},
       {{"tags", "-aq=x"}, "invalid -q \"x\": give true or false"},
       {{"tags", "--help=yes"}, "invalid --help \"yes\": give true or false"},
       {{"tags", "--log-level", "LOUD"}, "invalid --log-level \"LOUD\": " + levels},
       {{"tags", "--timeout", "-1"}, "invalid --timeout \"-1\": " + seconds},
       {{"tags", "--timeout", "1.5"}, "invalid --timeout \"1.5\": " + seconds},
       {{"tags", "--timeout", "86401"}, "invalid --timeout \"86401\": " + seconds},
       {{"tags", "--sort", "name"}, "invalid --sort \"name\": " + keys, did_you_mean("repository")},
       {{"tags", "--sort", "Age"}, "invalid --sort \"Age\": " + keys, did_you_mean("created")},
       {{"tags", "--sort=siez"}, "invalid --sort \"siez\": " + keys, did_you_mean("size")},
       {{"tags", "--sort", "-size"},
        "invalid --sort \"-size\": " + keys,
        "\"--sort size\" begins with the biggest; --reverse turns the order around."},
       {{"tags", "--sort", "tagged"},
        "invalid --sort \"tagged\": " + keys,
        "Use --date tagged: ages and the order follow it."},
       {{"tags", "-H", "/var/run/docker.sock"},
        "invalid -H \"/var/run/docker.sock\": " + endpoints},
       {{"tags", "--host", "gopher://x"}, "invalid --host \"gopher://x\": " + endpoints}});
  check_value_refused("repos", {{{"repos", "--sort", "tagged"},  // it has no --date
                                 "invalid --sort \"tagged\": give created, size or repository"}});
  check_value_refused("",
                      {{{"--log-level", "LOUD", "tags"}, "invalid --log-level \"LOUD\": " + levels},
                       {{"--log-level=", "tags"}, "invalid --log-level \"\": " + levels}});
}

TEST_CASE("a flag without its value is named, with what it wants") {
  check_value_refused(
      "tags", {{{"tags", "--minAge"}, "flag needs a value: --minAge AGE, " + ages},
               {{"tags", "--minSize"}, "flag needs a value: --minSize SIZE, " + sizes},
               {{"tags", "--prefix"}, "flag needs a value: --prefix P, " + prefixes},
               {{"tags", "--maxTags"}, "flag needs a value: --maxTags N, " + counts},
               {{"tags", "--log-level"}, "flag needs a value: --log-level LEVEL, " + levels},
               {{"tags", "--host"}, "flag needs a value: --host URL, " + endpoints},
               {{"tags", "--timeout"}, "flag needs a value: --timeout SECONDS, " + seconds}});
}

TEST_CASE("a truth after a switch is refused, because it would be a pattern") {
  for (const std::string word : {"false", "TRUE", "yes", "no", "0"}) {
    const std::string problem = "\"" + word + "\" after the switch ";
    check_value_refused(
        "tags",
        {{{"tags", "--sum", word},
          problem + "--sum is an argument: write --sum=true or --sum=false"},
         {{"tags", "-a", word, "--sum"}, problem + "-a is an argument: write -a=true or -a=false"},
         {{"tags", "-qa", word}, problem + "-a is an argument: write -a=true or -a=false"}});
  }
  FakeEngine engine;  // where it can be no value it is a pattern
  for (const Arguments& arguments : std::vector<Arguments>{{"tags", "false"},
                                                           {"tags", "--sum=true", "false"},

                                                           {"tags", "--prefix", "a", "false"},
                                                           {"tags", "--sum", "app", "false"}})
    CHECK(run_dkr_ls(arguments, engine).status == 0);
}

TEST_CASE("a stray argument is refused") {
  check_value_refused(
      "tags",
      {{{"tags", "--", "--sum"}, "invalid pattern \"--sum\": no repository has such a name"},
       {{"tags", ""}, "invalid pattern \"\": an empty pattern matches nothing"}});
  check_unknown("repos", {{{"repos", "nginx"},
                           "unexpected argument \"nginx\": \"repos\" takes flags only",
                           "Use \"dkr-ls tags PATTERN\"."}});
  check_unknown("version",
                {{{"version", "1"}, "unexpected argument \"1\": \"version\" takes flags only"}});
  check_unknown("help", {{{"help", "tags", "repos"},
                          "unexpected argument \"repos\": one [COMMAND] is enough"}});
}

TEST_CASE("unknown flags are refused, with a suggestion where one is near") {
  check_unknown(
      "tags",
      {{{"tags", "--nonsense"}, "unknown flag: --nonsense"},
       {{"tags", "--nonsense=1"}, "unknown flag: --nonsense"},
       {{"tags", "-x"}, "unknown flag: -x"},
       {{"tags", "-sum"}, "unknown flag: -s in \"-sum\"", did_you_mean("--sum")},
       {{"tags", "-qx"}, "unknown flag: -x in \"-qx\""},
       {{"tags", "-x=true"}, "unknown flag: -x"},
       {{"tags", "--minage", "3"}, "unknown flag: --minage", did_you_mean("--minAge")},
       {{"tags", "--minsize", "3"}, "unknown flag: --minsize", did_you_mean("--minSize")},
       {{"tags", "--minAg", "3"}, "unknown flag: --minAg", did_you_mean("--minAge")},
       {{"tags", "--prefx", "a"}, "unknown flag: --prefx", did_you_mean("--prefix")},
       {{"tags", "--perfix=a"}, "unknown flag: --perfix", did_you_mean("--prefix")},
       {{"tags", "--SUM"}, "unknown flag: --SUM", did_you_mean("--sum")},
       {{"tags", "--sums"}, "unknown flag: --sums", did_you_mean("--sum")},
       {{"tags", "--hots", "a"}, "unknown flag: --hots", did_you_mean("--host")},
       {{"tags", "--loglevel", "INFO"}, "unknown flag: --loglevel", did_you_mean("--log-level")}});
  check_unknown(
      "repos",
      {{{"repos", "--sum"}, "unknown flag: --sum"},
       {{"repos", "--prefix", "a"}, "unknown flag: --prefix", use_tags},
       {{"repos", "--minAge", "1"}, "unknown flag: --minAge"},
       {{"repos", "--minSize", "1"}, "unknown flag: --minSize"},
       {{"repos", "--tiemout", "1"}, "unknown flag: --tiemout", did_you_mean("--timeout")}});
  check_unknown("", {{{"--sum"}, "unknown flag: --sum"},
                     {{"--sum", "tags"}, "unknown flag: --sum"},
                     {{"-x", "tags"}, "unknown flag: -x"},
                     {{"--hlep"}, "unknown flag: --hlep", did_you_mean("--help")}});
}

TEST_CASE("flags are not guessed from their beginning") {
  check_unknown("tags",
                {{{"tags", "--min", "3"}, "unknown flag: --min", did_you_mean("--minAge")},
                 {{"tags", "--pre", "nginx"}, "unknown flag: --pre", did_you_mean("--prefix")},
                 {{"tags", "--su"}, "unknown flag: --su", did_you_mean("--sum")},
                 {{"tags", "--max=3"}, "unknown flag: --max", did_you_mean("--maxAge")},
                 {{"tags", "--hel"}, "unknown flag: --hel", did_you_mean("--help")},
                 {{"tags", "--p", "nginx"}, "unknown flag: --p"}});
}

TEST_CASE("unknown commands are refused, with a suggestion where one is near") {
  check_unknown("",
                {{{"nonsense"}, "unknown command \"nonsense\""},
                 {{""}, "unknown command \"\""},
                 {{"-"}, "unknown command \"-\""},
                 {{"tag"}, "unknown command \"tag\"", did_you_mean("tags")},
                 {{"tgas"}, "unknown command \"tgas\"", did_you_mean("tags")},
                 {{"repositories"}, "unknown command \"repositories\"", "Use \"dkr-ls repos\"."},
                 {{"repo", "--sum"}, "unknown command \"repo\"", did_you_mean("repos")},
                 {{"rpeos"}, "unknown command \"rpeos\"", did_you_mean("repos")},
                 {{"hlep"}, "unknown command \"hlep\"", did_you_mean("help")},
                 {{"versoin"}, "unknown command \"versoin\"", did_you_mean("version")},
                 {{"Tags"}, "unknown command \"Tags\"", did_you_mean("tags")},
                 {{"help", "nonsense"}, "unknown command \"nonsense\""},
                 {{"help", "tasg"}, "unknown command \"tasg\"", did_you_mean("tags")}});
}

TEST_CASE("completion wants a shell that it knows") {
  check_value_refused("completion", {{{"completion"}, "no shell is named: give bash, zsh or fish"},
                                     {{"completion", "tcsh"},
                                      "no completion for \"tcsh\": give bash, zsh or fish"}});
  check_unknown("completion", {{{"completion", "bash", "zsh"},
                                "unexpected argument \"zsh\": one bash|zsh|fish is enough"}});
}

TEST_CASE("what the user typed is never printed raw") {
  check_unknown("", {{{"\x1b[31mred\n"}, "unknown command \"\\x1b[31mred\\n\""},
                     {{"--\x1b[31m"}, "unknown flag: --\\x1b[31m"}});
  check_value_refused(
      "tags", {{{"tags", "--sum=\x07\xff"}, "invalid --sum \"\\x07\\xff\": give true or false"}});
  check_value_refused(
      "tags",
      {{{"tags", "a\rb"}, "invalid pattern \"a\\rb\": no reference has the character \"\\r\""}});
}
