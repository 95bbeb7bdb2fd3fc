// SPDX-License-Identifier: MIT

// docs/choosing.md: which images each flag of `tags` that chooses lists. The table is what the
// command prints for an engine with an image of each kind.

#include <algorithm>
#include <cli/commands.hpp>
#include <cstdlib>
#include <dkrls/format_options.hpp>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "catch.hpp"
#include "cli_support.hpp"
#include "lines.hpp"
#include "zoo.hpp"

namespace {

using namespace dkrls_test;

/// A kind of image: a column of the table.
struct Kind {
  std::string name;
  ZooImage image;
  std::vector<std::string> rows;  ///< all rows of the image, as they are listed

  /// What its inspection reports: the time of its tag is unknown on most engines.
  std::string inspection = R"({"Os":"linux","Architecture":"amd64"})";
};

/// Returns the inspection of an image for a processor that was tagged so many days ago.
std::string inspection_of(const std::string& architecture, int days) {
  const auto date = std::chrono::floor<std::chrono::days>(present()) - std::chrono::days(days);
  std::string time;
  dkrls::append_utc_time(time, date);  // "2026-01-02 00:00:00 +0000 UTC"
  return R"({"Os":"linux","Architecture":")" + architecture + R"(","Metadata":{"LastTagTime":")" +
         time.substr(0, 10) + "T00:00:00Z\"}}";
}

const std::vector<Kind>& kinds() {
  const std::string digest = "@sha256:" + std::string(64, 'd');
  static const std::vector<Kind> all = {
      {"newest", {"1", 10, 20'000'000, Texts{"app:v2"}}, {"app:v2"}},
      {"older",
       {"2", 90, 20'000'000, Texts{"app:v1"}, {}, {{"stage", "test"}}},
       {"app:v1"},
       inspection_of("arm64", 1)},
      {"undated", {"3", -1, 5'000'000, Texts{"app:v0"}}, {"app:v0"}},
      {"no tag, a digest", {"4", 95, 5'000'000, Texts{}, {"app" + digest}}, {"app:<none>"}},
      {"no tag, no digest", {"5", 80, 5'000'000, Texts{}}, {"<none>:<none>"}},
      {"two names",
       {"6", 100, 5'000'000, Texts{"app:a", "mirror:a"}},
       {"app:a", "mirror:a"},
       inspection_of("amd64", 99)},
      {"in use", {"7", 110, 5'000'000, Texts{"used:1", "used:2"}}, {"used:2", "used:1"}},
      {"intermediate", {"8", 120, 5'000'000, Texts{}}, {"<none>:<none>"}},
  };
  return all;
}

class EngineWithEachKind : public FakeEngine {
 public:
  EngineWithEachKind() {
    on("GET /images/json", [](const Request& request) {
      const bool all = request.line.find("all=1") != std::string::npos;
      std::vector<std::string> listed;
      for (const Kind& kind : kinds())
        if (all || kind.name != "intermediate")
          listed.push_back(to_json(kind.image));
      return images(json_list(listed));
    });
    for (const Kind& kind : kinds())
      on("GET /images/" + id_of(kind.image.digit) + "/json", images(kind.inspection));
    on("GET /containers/json",
       images("[{\"Id\":\"c\",\"ImageID\":\"" + id_of("7") + "\",\"State\":\"exited\"}]"));
  }
};

/// The flags of the table, each with a value if it takes one.
const std::vector<Arguments>& choosing_flags() {
  static const std::vector<Arguments> all = {{},
                                             {"--minAge", "30"},
                                             {"--maxAge", "30"},
                                             {"--minSize", "10MB"},
                                             {"--maxSize", "10MB"},
                                             {"--prefix", "app"},
                                             {"--exclude", "app"},
                                             {"--label", "stage"},
                                             {"--platform", "linux/arm64"},
                                             {"--dangling"},
                                             {"--used"},
                                             {"--unused"},
                                             {"--all"},
                                             {"--keep", "1"},
                                             {"--maxTags", "2"},
                                             {"--date", "tagged", "--minAge", "30"}};
  return all;
}

/// Returns a cell: a dash if no row of an image is listed, the rows if not all are.
std::string cell_of(const Kind& kind, const std::string& out) {
  std::vector<std::string> listed;
  for (const std::string& line : lines_of(out))
    if (line.starts_with(id_of(kind.image.digit)))
      listed.push_back(line.substr(line.find(' ') + 1));
  if (listed.empty())
    return "–";
  std::sort(listed.begin(), listed.end());
  std::vector<std::string> all = kind.rows;
  std::sort(all.begin(), all.end());
  if (listed == all)
    return "listed";
  std::string text;
  for (const std::string& row : listed)
    text += (text.empty() ? "`" : ", `") + row + "`";
  return text;
}

std::string table_of(const FakeEngine& engine) {
  std::string heading = "| flag |";
  std::string rule = "|---|";
  for (const Kind& kind : kinds()) {
    heading += " " + kind.name + " |";
    rule += "---|";
  }
  std::string table = heading + "\n" + rule + "\n";
  for (const Arguments& flags : choosing_flags()) {
    Arguments arguments = {"tags", "--no-trunc", "--format", "{{.ID}} {{.Repository}}:{{.Tag}}"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const Finished finished = run_dkr_ls(arguments, engine);
    CAPTURE(flags, finished.err);
    REQUIRE(finished.status == 0);
    std::string name;
    for (const std::string& word : flags)
      name += (name.empty() ? "`" : " ") + word;
    table += "| " + (name.empty() ? "none" : name + "`") + " |";
    for (const Kind& kind : kinds())
      table += " " + cell_of(kind, finished.out) + " |";
    table += "\n";
  }
  return table;
}

}  // namespace

TEST_CASE("docs/choosing.md says which images each flag that chooses lists") {
  const std::string path = PROJECT_DIR "/docs/choosing.md";
  std::ifstream stream(path);
  std::string page{std::istreambuf_iterator<char>(stream), {}};
  const std::size_t begin = page.find("| flag |");
  REQUIRE(begin != std::string::npos);
  const std::size_t end = page.find("\n\n", begin) + 1;
  REQUIRE(end != 0);
  const EngineWithEachKind engine;
  const std::string table = table_of(engine);
  if (const char* const renew = std::getenv("DKR_LS_RENEW_GOLDEN");
      renew != nullptr && std::string(renew) == "1")
    std::ofstream(path) << page.replace(begin, end - begin, table);
  CHECK(page.substr(begin, table.size()) == table);
}

TEST_CASE("the table of docs/choosing.md has every flag that chooses") {
  std::set<std::string> known = {"sort",   "reverse",   "sum",       "unique",   "reclaim",
                                 "quiet",  "digests",   "host-name", "no-trunc", "no-header",
                                 "format", "platforms", "rows"};
  for (const Arguments& flags : choosing_flags())
    if (!flags.empty())
      known.insert(flags.front().substr(2));
  const auto tags = std::ranges::find(dkr_ls::commands(), "tags", &dkr_ls::Command::name);
  REQUIRE(tags != dkr_ls::commands().end());
  for (const dkr_ls::Flag& flag : tags->flags())
    CHECK(known.contains(std::string(flag.name)));
}
