// SPDX-License-Identifier: MIT

// tags --date.

#include <dkrls/format_options.hpp>

#include "catch.hpp"
#include "cli_support.hpp"
#include "image_json.hpp"
#include "lines.hpp"
#include "temporary_directory.hpp"

namespace {

using namespace dkrls_test;
using std::chrono::days;

/// An image whose tag has the date of a midnight, or has none (negative).
struct TaggedImage {
  std::string_view digit;
  int created;  ///< days ago
  int tagged;   ///< likewise, and up to a day more
  std::string tag;
};

/// Returns the answer to the inspection of an image.
std::string inspection_of(const TaggedImage& image) {
  std::string time = "0001-01-01T00:00:00Z";
  if (image.tagged >= 0) {
    time.clear();
    // "2026-01-02 00:00:00 +0000 UTC"
    dkrls::append_utc_time(time, std::chrono::floor<days>(present()) - days(image.tagged));
    time = time.substr(0, 10) + "T00:00:00Z";
  }
  return R"({"Metadata":{"LastTagTime":")" + time + "\"}}";
}

class TaggingEngine : public FakeEngine {
 public:
  explicit TaggingEngine(const std::vector<TaggedImage>& tagged) {
    std::vector<ListedImage> listed;
    for (const TaggedImage& image : tagged) {
      listed.push_back({.id = id_of(image.digit),
                        .tags = Texts{image.tag},
                        .created = (present() - days(image.created)).time_since_epoch().count(),
                        .size = 1'000'000});
      on("GET /images/" + id_of(image.digit) + "/json", images(inspection_of(image)));
    }
    on("GET /images/json", images(image_list_json(listed)));
  }

  std::size_t inspections() const {
    std::size_t count = 0;
    for (const Request& request : requests())
      if (request.line.find("/images/sha256:") != std::string::npos)
        ++count;
    return count;
  }
};

/// Old images that were pulled lately, and the other way round.
const std::vector<TaggedImage> all_tagged = {{"1", 400, 17, "app:1"},
                                             {"2", 300, 45, "app:2"},
                                             {"3", 50, 45, "app:3"},
                                             {"4", 80, 75, "tool:1"}};

/// As on a graph driver: one image was built there, the others were pulled.
const std::vector<TaggedImage> mostly_unknown = {
    {"1", 400, 45, "app:1"}, {"2", 300, -1, "app:2"}, {"3", 50, -1, "app:3"}};

std::string tags_of(const FakeEngine& engine, Arguments arguments) {
  arguments.insert(arguments.begin(), {"tags", "--format", "{{.Repository}}:{{.Tag}}"});
  std::string text;
  for (const std::string& line : lines_of(run_dkr_ls(arguments, engine).out))
    text += (text.empty() ? "" : " ") + line;
  return text;
}

}  // namespace

TEST_CASE("tags --date tagged shows and orders by the time of the tag") {
  const TaggingEngine engine(all_tagged);
  check_golden("date-tagged", {"tags", "--date", "tagged"}, engine);
  CHECK(tags_of(engine, {}) == "app:3 tool:1 app:2 app:1");
  CHECK(tags_of(engine, {"--date", "created"}) == "app:3 tool:1 app:2 app:1");
  CHECK(tags_of(engine, {"--date", "TAGGED", "--reverse"}) == "tool:1 app:3 app:2 app:1");
}

TEST_CASE("ages, --keep and --maxTags go by the date of --date") {
  const TaggingEngine engine(all_tagged);
  CHECK(tags_of(engine, {"--date", "tagged", "--minAge", "60"}) == "tool:1");
  CHECK(tags_of(engine, {"--minAge", "60"}) == "tool:1 app:2 app:1");
  CHECK(tags_of(engine, {"--date", "tagged", "--maxAge", "60"}) == "app:1 app:3 app:2");
  CHECK(tags_of(engine, {"--date", "tagged", "--keep", "1"}) == "app:3 app:2");
  CHECK(tags_of(engine, {"--keep", "1"}) == "app:2 app:1");
  CHECK(tags_of(engine, {"--date", "tagged", "--maxTags", "1"}) == "app:1 tool:1");
}

TEST_CASE("tags whose date is unknown are not old, and a warning says it if they are most") {
  const TaggingEngine engine(mostly_unknown);
  check_golden("date-unknown", {"tags", "--date", "tagged"}, engine);
  check_golden("date-unknown-old", {"tags", "--date", "tagged", "--minAge", "30"}, engine);
  check_golden("date-unknown-keep", {"tags", "--date", "tagged", "--keep", "1"}, engine);
  CHECK(run_dkr_ls({"tags", "--date", "tagged"}, TaggingEngine(all_tagged)).err.empty());
}

TEST_CASE("the time of the tag is asked for only if something shows it or goes by it") {
  const TaggingEngine engine(all_tagged);
  run_dkr_ls({"tags", "--format", "json"}, engine);
  run_dkr_ls({"tags", "--minAge", "30", "--date", "created"}, engine);
  CHECK(engine.inspections() == 0);
  const std::string out = run_dkr_ls({"tags", "--format", "{{.TaggedAt}}"}, engine).out;
  CHECK(engine.inspections() == 4);
  CHECK(out.find(" 00:00:00 +0000 UTC\n") == std::string("2026-01-01").size());
}

TEST_CASE("JSON has the time of the tag with --date tagged") {
  const TaggingEngine engine(mostly_unknown);
  const std::string out = run_dkr_ls({"tags", "--date", "tagged", "--format", "json"}, engine).out;
  const std::vector<std::string> lines = lines_of(out);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].find("T00:00:00Z\"}") != std::string::npos);
  CHECK(lines[1].find(R"("tagged":null})") != std::string::npos);
}

TEST_CASE("rows have the date of the tag if they were printed with it") {
  const TaggingEngine engine(all_tagged);
  const TemporaryDirectory directory;
  const std::string path = directory / "rows.json";
  const Arguments read = {"tags",     "--rows", path,       "--date",         "tagged",
                          "--minAge", "60",     "--format", "{{.Repository}}"};
  directory.write("rows.json", run_dkr_ls({"tags", "--format", "json"}, engine).out);
  const Finished without = run_dkr_ls(read, engine);
  CHECK(without.out.empty());
  CHECK(without.err ==
        "WARNING: it is not known when 4 of 4 rows were tagged: rows have it if they "
        "were printed with --date tagged\n");
  directory.write("rows.json",
                  run_dkr_ls({"tags", "--format", "json", "--date", "tagged"}, engine).out);
  const Finished with = run_dkr_ls(read, engine);
  CHECK(with.out == "tool\n");
  CHECK(with.err.empty());
}

TEST_CASE("other dates are refused") {
  check_golden("date-bad", {"tags", "--date", "pulled"}, TaggingEngine(all_tagged));
}
