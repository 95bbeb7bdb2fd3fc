// SPDX-License-Identifier: MIT

// Command lines that are right, and what they mean; see usage_test.cpp for the others.

#include <cli/command_line.hpp>

#include <map>

#include "catch.hpp"

namespace {

using dkr_ls::Command;
using dkr_ls::Invocation;
using dkr_ls::parse_command_line;

using Engines = std::vector<dkr_ls::EngineName>;

dkr_ls::EngineName host(std::string url) {
  return {dkr_ls::EngineName::Kind::host, std::move(url)};
}

dkr_ls::EngineName context(std::string name) {
  return {dkr_ls::EngineName::Kind::context, std::move(name)};
}

Invocation parse(const std::vector<std::string>& arguments) {
  return parse_command_line(arguments);
}

}  // namespace

TEST_CASE("nothing said means the root command and the defaults") {
  const Invocation invocation = parse({});
  CHECK(invocation.command == &dkr_ls::root_command);
  CHECK(invocation.arguments.empty());
  CHECK_FALSE(invocation.settings.help);
  CHECK_FALSE(invocation.settings.version);
  CHECK(invocation.settings.log_level == dkrls::LogLevel::warning);
  CHECK(invocation.settings.engines.empty());
  CHECK_FALSE(invocation.settings.all_contexts);
  CHECK(invocation.settings.timeout == std::chrono::seconds(120));
  CHECK_FALSE(invocation.settings.min_age);
  CHECK(invocation.settings.prefixes.empty());
  CHECK_FALSE(invocation.settings.min_size);
  CHECK_FALSE(invocation.settings.max_tags);
  CHECK_FALSE(invocation.settings.sum);
}

TEST_CASE("every flag says its part") {
  const Invocation invocation =
      parse({"--log-level", "debug", "-H", "unix:///x", "tags", "--timeout=0", "--minAge", "1.5",
             "--prefix", "a", "--minSize=1kB", "--maxTags", "3", "--prefix=b", "--sum"});
  CHECK(invocation.command->id == Command::Id::tags);
  CHECK(invocation.settings.log_level == dkrls::LogLevel::debug);
  CHECK(invocation.settings.engines == Engines{host("unix:///x")});
  CHECK(invocation.settings.timeout == std::chrono::seconds(0));
  CHECK(invocation.settings.min_age == dkrls::AgeLimit(std::chrono::hours(36)));
  CHECK(invocation.settings.prefixes == std::vector<std::string>{"a", "b"});
  CHECK(invocation.settings.min_size == 1000u);
  CHECK(invocation.settings.max_tags == 3u);
  CHECK(invocation.settings.sum == true);
}

TEST_CASE("of a flag given more than once the last counts, but prefixes collect") {
  const auto settings = parse({"--log-level=INFO", "tags", "--minAge=1", "--minAge=2", "--sum",
                               "--sum=false", "--log-level=FATAL", "--prefix=a", "--prefix=a"})
                            .settings;
  CHECK(settings.min_age == dkrls::AgeLimit(std::chrono::hours(48)));
  CHECK(settings.sum == false);
  CHECK(settings.log_level == dkrls::LogLevel::fatal);
  CHECK(settings.prefixes == std::vector<std::string>{"a", "a"});
}

TEST_CASE("values may look like commands, and commands are found behind values") {
  const Invocation invocation = parse({"-H", "unix://tags", "--log-level", "INFO", "repos"});
  CHECK(invocation.command->id == Command::Id::repos);
  CHECK(invocation.settings.engines == Engines{host("unix://tags")});
  CHECK(parse({"tags", "--prefix", "repos"}).command->id == Command::Id::tags);
  CHECK(parse({"help", "tags"}).arguments == std::vector<std::string>{"tags"});
}

TEST_CASE("behind -- there are no flags") {
  CHECK(parse({"--", "tags"}).command->id == Command::Id::tags);
  CHECK(parse({"help", "--", "--sum"}).arguments == std::vector<std::string>{"--sum"});
}

TEST_CASE("letters may stand together, and a bad value is that of the right one") {
  CHECK(parse({"-hcname"}).settings.engines == Engines{context("name")});
  CHECK(parse({"-hcname"}).settings.help);
  CHECK(parse({"-hchc"}).settings.engines == Engines{context("hc")});
  CHECK_THROWS_WITH(parse({"-hHgopher://x"}),
                    Catch::Matchers::StartsWith("invalid -H \"gopher://x\": "));
}

TEST_CASE("a switch takes a value behind =, and never the next word") {
  CHECK(parse({"tags", "-q"}).settings.quiet);
  CHECK(parse({"tags", "-q=true"}).settings.quiet);
  CHECK_FALSE(parse({"tags", "-q=false"}).settings.quiet);
  CHECK_FALSE(parse({"tags", "--quiet", "--quiet=0"}).settings.quiet);
  CHECK_FALSE(parse({"tags", "-aq=False"}).settings.quiet);
  CHECK(parse({"tags", "-aq=False"}).settings.intermediate);
  CHECK(parse({"tags", "--no-header=false"}).settings.heading);
  CHECK_FALSE(parse({"tags", "--no-header=T"}).settings.heading);
  CHECK(parse({"tags", "--sum=TRUE"}).settings.sum == true);
  CHECK_FALSE(parse({"--help=false", "tags"}).settings.help);
  CHECK(parse({"--help", "tags"}).command->id == Command::Id::tags);
  CHECK_THROWS_WITH(parse({"repos", "--long", "true"}),
                    Catch::Matchers::StartsWith("\"true\" after the switch --long"));
}

TEST_CASE("a switch that is turned off excludes no other flag") {
  CHECK(parse({"tags", "-q", "--sum=false"}).settings.quiet);
  CHECK(parse({"tags", "--quiet=false", "--format", "json"}).settings.format == "json");
  CHECK_THROWS(parse({"tags", "--quiet", "--format", "json"}));
}

TEST_CASE("an empty host or context counts as not given") {
  const Invocation invocation = parse({"-H", "", "-c", "x", "tags", "--host="});
  CHECK(invocation.settings.engines == Engines{context("x")});
  CHECK(parse({"tags", "-c", ""}).settings.engines.empty());
  CHECK(parse({"-H", "", "tags", "-H", "unix:///x"}).settings.engines ==
        Engines{host("unix:///x")});
}

TEST_CASE("hosts and contexts collect in their order") {
  const auto settings =
      parse({"-c", "b", "-H", "tcp://h", "tags", "--context=a", "-c", "b", "--all-contexts"})
          .settings;
  CHECK(settings.engines == Engines{context("b"), host("tcp://h"), context("a"), context("b")});
  CHECK(settings.all_contexts);
}

TEST_CASE("words that can be counted are read in any case") {
  CHECK(parse({"tags", "--sort", "SIZE"}).settings.sort_key == dkrls::SortKey::size);
  CHECK(parse({"repos", "--sort", "Size"}).settings.repository_key == dkrls::RepositoryKey::size);
  CHECK(parse({"tags", "--format", "JSON"}).settings.format == "json");
  CHECK(parse({"tags", "--format", "Table"}).settings.format == "table");
  CHECK(parse({"tags", "--format", "{{.ID}} JSON"}).settings.format == "{{.ID}} JSON");
}

TEST_CASE("the first words of a line are read by the same rules, but for what is wrong") {
  const auto partial = [](const std::vector<std::string>& words) {
    return dkr_ls::parse_partial_line(words);
  };
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"-Hunix:///x", "tags"},
                                             {"-H=unix:///x", "tags"},
                                             {"tags", "-aH", "unix:///x", "--nonsense"},
                                             {"--sum", "tags", "--minAge", "?", "-Hunix:///x"}}) {
    const dkr_ls::PartialLine line = partial(words);
    CHECK(line.invocation.settings.engines == Engines{host("unix:///x")});
    CHECK(line.invocation.command->id == Command::Id::tags);
    CHECK(line.awaiting_value == nullptr);
  }
  CHECK(partial({"tags", "-qH"}).awaiting_value->name == "host");
  CHECK(partial({"tags", "-qH"}).invocation.settings.quiet);
  CHECK(partial({"tags", "--prefix"}).awaiting_value->name == "prefix");
  CHECK(partial({"repos", "--prefix"}).awaiting_value == nullptr);
  CHECK(partial({}).awaiting_value == nullptr);
}

TEST_CASE("flags of the same name need a value in all commands or in none") {
  std::map<std::string_view, dkr_ls::Flag::Value> values;
  for (const Command& command : dkr_ls::commands())
    for (const std::span<const dkr_ls::Flag> table : {command.flags(), dkr_ls::global_flags()})
      for (const dkr_ls::Flag& flag : table)
        for (const std::string_view spelling :
             {flag.name, flag.alias, std::string_view(&flag.letter, 1)})
          if (!spelling.empty() && spelling != std::string_view("", 1))
            CHECK(values.try_emplace(spelling, flag.value).first->second == flag.value);
}

TEST_CASE("half a command line is passed on as it is") {
  const Invocation invocation = parse({"__complete", "tags", "--nonsense", "--", "-"});
  CHECK(invocation.command->id == Command::Id::complete);
  CHECK(invocation.arguments == std::vector<std::string>{"tags", "--nonsense", "--", "-"});
}

TEST_CASE("a usage error knows the command whose usage helps, and a suggestion") {
  try {
    parse({"tags", "--prefx", "a"});
    FAIL("nothing was thrown");
  } catch (const dkr_ls::UsageError& error) {
    CHECK(std::string(error.what()) == "unknown flag: --prefx");
    CHECK(error.command().id == Command::Id::tags);
    CHECK(error.hint() == "Did you mean \"--prefix\"?");
    CHECK(error.shows_usage());
  }
}

TEST_CASE("every flag and command of the tables is found by its spellings") {
  for (const Command& command : dkr_ls::commands()) {
    CHECK(dkr_ls::find_command(command.name) == &command);
    for (const std::span<const dkr_ls::Flag> table : {command.flags(), dkr_ls::global_flags()}) {
      for (const dkr_ls::Flag& flag : table) {
        CHECK(dkr_ls::find_flag(command, "--" + std::string(flag.name)) == &flag);
        if (!flag.alias.empty())
          CHECK(dkr_ls::find_flag(command, "--" + std::string(flag.alias)) == &flag);
        if (flag.letter != 0)
          CHECK(dkr_ls::find_flag(command, std::string("-") + flag.letter) == &flag);
      }
    }
  }
  CHECK(dkr_ls::find_command("") == nullptr);
  CHECK(dkr_ls::find_flag(dkr_ls::root_command, "--") == nullptr);
  CHECK(dkr_ls::find_flag(dkr_ls::root_command, "help") == nullptr);
}
