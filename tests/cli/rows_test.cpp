// SPDX-License-Identifier: MIT

// Rows that dkr-ls printed elsewhere, read back with --rows.

#include <algorithm>
#include <sstream>

#include "catch.hpp"
#include "lines.hpp"
#include "temporary_directory.hpp"
#include "zoo.hpp"

using namespace dkrls_test;

namespace {

/// Runs the command with text on standard input, and no engine.
Finished run_on(const std::string& input, Arguments arguments) {
  const TemporaryDirectory directory;
  arguments.insert(arguments.begin(), {"sh", "-c", "exec \"$0\" \"$@\" < \"$INPUT\"", DKR_LS});
  return run_process(std::move(arguments), {"INPUT=" + directory.write("input", input),
                                            "DOCKER_HOST=unix:///nonexistent/engine.sock"});
}

/// Adds `--rows -` to arguments of tags.
Arguments of_rows(Arguments arguments) {
  arguments.insert(arguments.begin(), {"tags", "--rows", "-"});
  return arguments;
}

Arguments of_engine(Arguments arguments) {
  arguments.insert(arguments.begin(), "tags");
  return arguments;
}

/// The rows of an engine.
std::string rows_of(const FakeEngine& engine) {
  const Finished finished = run_dkr_ls({"tags", "--format", "json"}, engine);
  REQUIRE(finished.status == 0);
  return finished.out;
}

/// The rows with text before each line.
std::string prefixed(const std::string& prefix, const std::string& rows) {
  std::string text;
  for (const std::string& line : lines_of(rows))
    text += prefix + line + "\n";
  return text;
}

/// A row without anything that a filter could look at.
std::string bare_row(const std::string& id) {
  return R"({"repository":"bare","tag":")" + id + R"(","id":"sha256:)" + id + "\"}\n";
}

void check_golden_rows(const std::string& name, const std::string& input,
                       const Arguments& arguments) {
  std::string command_line = "dkr-ls";
  for (const std::string& argument : arguments)
    command_line += " " + quoted(argument);
  check_golden_file(TEST_DATA_DIR "/golden/" + name + ".txt", command_line,
                    run_on(input, arguments));
}

}  // namespace

TEST_CASE("tags --rows lists what the engine listed, whatever the flags") {
  const Zoo zoo;
  const std::string rows = rows_of(zoo);
  const Arguments arguments = GENERATE(values<Arguments>(
      {{},
       {"--format", "json"},
       {"--format", "json", "--sum"},
       {"--minAge", "60"},
       {"--maxAge", "60", "--minSize", "50MB"},
       {"--maxSize", "90MB"},
       {"app/web", "nginx"},
       {"app/web@sha256:" + std::string(64, 'd')},
       {"111111111111"},
       {"--prefix", "app", "--exclude", "app2/"},
       {"--exclude", "by-digest@sha256:d*"},
       {"--label", "stage"},
       {"--label", "stage=live"},
       {"--label", "!stage"},
       {"--used"},
       {"--unused"},
       {"--dangling"},
       {"--dangling=false"},
       {"--keep", "1"},
       {"--maxTags", "1", "--sum"},
       {"--sort", "size", "--reverse"},
       {"-q", "--no-trunc"},
       {"--digests", "--no-header"},
       {"--format", "table {{.Reference}}\t{{.Containers}}\t{{.Labels}}\t{{.Dangling}}"},
       {"--format", "{{json .}}"}}));
  CAPTURE(arguments);
  const Finished expected = run_dkr_ls(of_engine(arguments), zoo);
  const Finished actual = run_on(rows, of_rows(arguments));
  CHECK(actual.out == expected.out);
  CHECK(actual.status == expected.status);
  CHECK(std::count(actual.err.begin(), actual.err.end(), '\n') ==
        std::count(expected.err.begin(), expected.err.end(), '\n'));
}

TEST_CASE("the hosts of rows are the first column") {
  const std::string rows = rows_of(ExampleEngine());
  const std::string four = rows.substr(0, rows.find("{\"repository\":\"123456789000"));
  check_golden_rows("rows-hosts",
                    prefixed("job.0.x8h@node1    | ", four) +
                        prefixed("[pod/dkr-ls-b/dkr-ls] ", four) + prefixed("web1: ", four) +
                        "web2 | CHANGED | rc=0 >>\n" + four,
                    {"tags", "--rows", "-", "--maxTags", "1", "--sort", "host", "--sum"});
  CHECK(run_on(rows, of_rows({})).out.find("HOST") == std::string::npos);
}

TEST_CASE("The flag --quiet lists rows of one host only") {
  CHECK(run_on("a: " + bare_row("1") + "a: " + bare_row("2"), of_rows({"-q"})).out == "2\n1\n");
  check_golden_rows("rows-quiet", "a: " + bare_row("1") + "b: " + bare_row("1"), of_rows({"-q"}));
  CHECK(run_on("a: " + bare_row("1") + "b: " + bare_row("2"), of_rows({"-q", "bare:1"})).status ==
        0);
}

TEST_CASE("a filter on what rows do not have lists nothing and says so once") {
  const std::string rows = bare_row("1") + bare_row("2");
  for (const auto& [flag, what] : std::vector<std::pair<std::string, std::string>>{
           {"--used", "--used leaves out rows whose containers are not known: 2"},
           {"--unused", "--unused leaves out rows whose containers are not known: 2"},
           {"--label=a", "--label leaves out rows whose labels are not known: 2"},
           {"--label=!a", "--label leaves out rows whose labels are not known: 2"},
           {"--minSize=1", "--minSize leaves out rows of unknown size: 2"},
           {"--keep=1", "--keep leaves out rows of unknown date: 2"}}) {
    CAPTURE(flag);
    const Finished finished = run_on(rows, of_rows({flag, "--no-header"}));
    CHECK(finished.out.empty());
    CHECK(finished.err == "WARNING: " + what + "\n");
    CHECK(finished.status == 0);
  }
  const std::string untold = R"({"repository":"a","tag":null,"digest":"sha256:1","id":"sha256:1"})";
  for (const std::string flag : {"--dangling", "--dangling=false"})
    CHECK(run_on(untold, of_rows({flag})).err ==
          "WARNING: --dangling leaves out rows whose tags are not known: 1\n");
}

TEST_CASE("a line that is no row is named, and nothing is listed") {
  check_golden_rows("rows-bad-line", bare_row("1") + "Error: permission denied\x1b[m\n",
                    of_rows({}));
  check_golden_rows("rows-ansible-failed",
                    "a | CHANGED | rc=0 >>\n" + bare_row("1") + "b | FAILED | rc=1 >>\nno\n",
                    of_rows({"--format", "json"}));
  const TemporaryDirectory directory;
  const std::string file = directory.write("rows", "{\"id\":1}\n");
  const Finished finished = run_process({DKR_LS, "tags", "--rows", file});
  CHECK(finished.out.empty());
  CHECK(finished.err == "Error: " + file + ", line 1: \"id\" is not a string\n");
  CHECK(finished.status == 1);
}

TEST_CASE("rows that cannot be read are an error") {
  const Finished absent = run_process({DKR_LS, "tags", "--rows", "/nonexistent/rows"});
  CHECK(absent.err == "Error: cannot read /nonexistent/rows: No such file or directory\n");
  CHECK(absent.status == 1);
  const Finished directory = run_process({DKR_LS, "tags", "--rows", "/"});
  CHECK(directory.err == "Error: cannot read /: Is a directory\n");
  CHECK(directory.status == 1);
  const Finished redirected = run_process({"sh", "-c", DKR_LS " tags --rows - < /"});
  CHECK(redirected.err == "Error: cannot read standard input: Is a directory\n");
  const Finished closed = run_process({"sh", "-c", DKR_LS " tags --rows - --no-header <&-"});
  CHECK(closed.out.empty());
  CHECK(closed.status == 0);
}

TEST_CASE("what only an engine can do is refused with --rows") {
  const FakeEngine engine;
  check_golden("rows-unique", {"tags", "--rows", "-", "--unique"}, engine);
  check_golden("rows-unique-field", {"tags", "--rows", "-", "--format", "{{.Unique}}"}, engine);
  check_golden("rows-reclaim", {"tags", "--rows", "-", "--reclaim"}, engine);
  check_golden("rows-host", {"tags", "--rows", "-", "--host", "unix:///x"}, engine);
  check_golden("rows-all", {"tags", "--rows=-", "-a"}, engine);
  check_golden("rows-du", {"du", "--rows", "-"}, engine);
  check_golden("rows-nameless", {"tags", "--rows="}, engine);
  for (const Arguments& flags :
       std::vector<Arguments>{{"-c", "x"}, {"--timeout", "1"}, {"--host-name", "x"}})
    CHECK(run_on("", of_rows(flags)).status == 2);
  CHECK(engine.connections() == 0);
}

TEST_CASE("rows that are not listed take no memory") {
  std::string rows;
  for (int id = 0; id < 100'000; ++id)
    rows += bare_row(std::to_string(id));
  const Finished few = run_on(bare_row("1"), of_rows({"other"}));
  const Finished many = run_on(rows, of_rows({"other"}));
  CHECK(many.out == few.out);
  CHECK(many.peak_kilobytes < few.peak_kilobytes + 2000);
}
