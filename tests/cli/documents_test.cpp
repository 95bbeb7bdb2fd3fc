// SPDX-License-Identifier: MIT

// The manual page and the README say what the tables say. Help and completion read them, so they
// cannot differ.

#include <cli/commands.hpp>
#include <cli/help.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "catch.hpp"
#include "lines.hpp"
#include "terminal_support.hpp"

namespace {

using namespace dkrls_test;
using dkr_ls::Command;
using dkr_ls::Flag;

std::string contents_of(const std::string& file) {
  std::ifstream stream(PROJECT_DIR "/" + file);
  REQUIRE(stream);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// How the manual page (mdoc) heads the description of a flag.
std::string manual_item(const Flag& flag) {
  std::string item = ".It ";
  if (flag.letter != 0)
    item.append("Fl ").append(1, flag.letter).append(" , ");
  item.append("Fl \\-").append(flag.name);
  if (flag.value == Flag::Value::required)
    item.append(" Ar ").append(flag.value_name);
  else if (!flag.value_name.empty())
    item.append(" Ns Op = Ns Ar ").append(flag.value_name);
  return item;
}

/// The items about flags in the manual page, by the name of their subsection.
std::map<std::string, std::vector<std::string>> manual_items() {
  std::map<std::string, std::vector<std::string>> items;
  std::string subsection;
  std::istringstream page(contents_of("man/dkr-ls.1"));
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with(".Ss "))
      subsection = line.substr(4);
    else if (line.starts_with(".Sh "))
      subsection.clear();
    else if (line.starts_with(".It Fl "))
      items[subsection].push_back(line);
  }
  return items;
}

std::vector<std::string> expected_items(std::span<const Flag> flags) {
  std::vector<std::string> items;
  for (const Flag& flag : flags)
    items.push_back(manual_item(flag));
  return items;
}

bool is_flag_of_any_command(std::string_view spelled) {
  return std::ranges::any_of(dkr_ls::commands(), [&](const Command& command) {
    return dkr_ls::find_flag(command, spelled) != nullptr;
  });
}

}  // namespace

TEST_CASE("the manual page describes every flag of every command, and no other, in their order") {
  std::map<std::string, std::vector<std::string>> expected;
  expected["Global flags"] = expected_items(dkr_ls::global_flags());
  for (const Command& command : dkr_ls::commands())
    if (!command.flags().empty())
      expected[std::string(command.name)] = expected_items(command.flags());
  CHECK(manual_items() == expected);
}

TEST_CASE("the manual page names every command, and every value that can be counted") {
  const std::string page = contents_of("man/dkr-ls.1");
  for (const Command& command : dkr_ls::commands()) {
    CAPTURE(command.name);
    const std::string item = "\n.It Cm " + std::string(command.name);
    CHECK((page.find(item + "\n") != std::string::npos ||
           page.find(item + " ") != std::string::npos) != command.hidden);
    for (const Flag& flag : command.flags()) {
      CAPTURE(flag.name);
      for (const std::string_view choice : flag.choices)
        CHECK(page.find(choice) != std::string::npos);
    }
  }
}

TEST_CASE("the README names every command, and fits on a few screens") {
  const std::string readme = contents_of("README.md");
  for (const Command& command : dkr_ls::commands()) {
    CAPTURE(command.name);
    CHECK((command.hidden || readme.find(command.name) != std::string::npos));
  }
  CHECK(std::ranges::count(readme, '\n') <= 190);
}

TEST_CASE("the README shows what a narrow terminal shows") {
  std::string shown;
  for (const std::string& line : lines_of(run_on_terminal({"tags"}, ExampleEngine(), 80).out))
    shown += "    " + line + "\n";
  CAPTURE(shown);
  CHECK(contents_of("README.md").find("In 80 columns:\n\n" + shown + "\n") != std::string::npos);
}

TEST_CASE("the README names no flag that is not there") {
  const std::string readme = contents_of("README.md");
  std::size_t found = 0;
  for (std::size_t at = 0; (at = readme.find("`-", at)) != std::string::npos; ++at, ++found) {
    const std::string spelled =
        readme.substr(at + 1, readme.find_first_of("`= [", at + 1) - at - 1);
    CAPTURE(spelled);
    CHECK(is_flag_of_any_command(spelled));
  }
  CHECK(found >= 7);
}

TEST_CASE("the help of a command begins with what it does and examples") {
  for (const Command& command : dkr_ls::commands()) {
    if (command.hidden || command.flags().empty())
      continue;
    CAPTURE(command.name);
    const std::string help = dkr_ls::help_text(command, "dkr-ls", 80);
    CHECK(help.starts_with(std::string(command.summary) + ".\n\nExamples:\n  "));
    CHECK(std::ranges::count(command.examples, '\n') >= 2);
    for (const auto table : {command.flags(), dkr_ls::global_flags()})
      for (const Flag& flag : table)
        CHECK(help.find("--" + std::string(flag.name)) != std::string::npos);
  }
}
