// SPDX-License-Identifier: MIT
#include <dkrls/disk_summary_formatter.hpp>
#include <dkrls/terminal_text.hpp>
#include <limits>

#include "formatter_support.hpp"

using dkrls::DiskSummary;
using dkrls::DiskSummaryFormatter;
using dkrls::LowerBoundReason;
using dkrls::RepositoryUsage;
using dkrls::ScreenOptions;
using dkrls_test::format_of;
using dkrls_test::lines_of;

namespace {

std::string written(const DiskSummary& summary, const ScreenOptions& screen = {},
                    const dkrls::UsageFormat& format = {}) {
  std::ostringstream out;
  DiskSummaryFormatter(format, screen).write(summary, out);
  return out.str();
}

/// What is written below the figures.
std::string table_of(std::vector<RepositoryUsage> repositories, const ScreenOptions& screen = {},
                     std::uint64_t on_disk = 0) {
  DiskSummary summary;
  summary.on_disk.bytes = on_disk;
  summary.repositories = std::move(repositories);
  const std::string text = written(summary, screen);
  return text.substr(text.find("\n\n") + 2);
}

DiskSummary example() {
  DiskSummary summary;
  summary.rows = 9;
  summary.images = 8;
  summary.size_of_rows = 2'966'300'000;
  summary.size_of_images = 2'833'300'000;
  summary.on_disk = {1'557'700'000, {}};
  summary.unused = {1'000, LowerBoundReason::history};
  return summary;
}

const std::vector<RepositoryUsage> three = {
    {"datadog/agent", 1, 600'000'000, {600'000'000, {}}},
    {"a-repository-with-a-rather-long-name",
     2,
     1'000'000'000,
     {301'000'000, LowerBoundReason::blobs}},
    {"", 1, 5, {0, {}}},
};

}  // namespace

TEST_CASE("the figures are written one a line, with what they mean") {
  CHECK(written(example()) ==
        "IMAGES       8, listed in 9 rows\n"
        "ALL ROWS     2.97GB   the sizes of all rows added up\n"
        "ALL IMAGES   2.83GB   the sizes of all images added up\n"
        "ON DISK      1.56GB   what they really take: images share layers\n"
        "UNUSED       >=1kB    freed by removing all images without a container\n"
        "DANGLING     0B       freed by removing all dangling images\n");
}

TEST_CASE("a total that the engine reports itself is shown as its own") {
  DiskSummary summary = example();
  summary.on_disk = {1, LowerBoundReason::blobs};
  summary.layers_size = 42'335'502;
  CHECK(written(summary).find(
            "\nON DISK      42.3MB   what they really take, as the engine counts\n") !=
        std::string::npos);
  const std::string json = written(summary, {}, dkrls::UsageFormat::json());
  CHECK(json.find(R"("on_disk":{"bytes":1,"exact":false,"why":"blobs"})") != std::string::npos);
  CHECK(json.ends_with(",\"layers_size\":42335502}}\n"));
  CHECK(written(example(), {}, dkrls::UsageFormat::json()).ends_with(",\"layers_size\":null}}\n"));
}

TEST_CASE("what the figures mean is left out where it does not fit") {
  CHECK(written(example(), {.width = 70}) == written(example()));
  CHECK(written(example(), {.width = 69}) ==
        "IMAGES       8, listed in 9 rows\n"
        "ALL ROWS     2.97GB\n"
        "ALL IMAGES   2.83GB\n"
        "ON DISK      1.56GB\n"
        "UNUSED       >=1kB\n"
        "DANGLING     0B\n");
}

TEST_CASE("in a pipe names are whole, and there are neither shares nor bars") {
  CHECK(table_of(three) ==
        "REPOSITORY                             IMAGES   SIZE    UNIQUE\n"
        "datadog/agent                          1        600MB   600MB\n"
        "a-repository-with-a-rather-long-name   2        1GB     >=301MB\n"
        "<none>                                 1        5B      0B\n");
}

TEST_CASE("on a terminal shares and bars fill the width, in proportion") {
  CHECK(table_of(three, {.width = 92}, 1'000'000'000) ==
        // clang-format off
        "REPOSITORY                             IMAGES   SIZE    UNIQUE\n"
        "datadog/agent                          1        600MB   600MB      60%  ####################\n"
        "a-repository-with-a-rather-long-name   2        1GB     >=301MB         ###########\n"
        "<none>                                 1        5B      0B          0%\n");
  // clang-format on
}

TEST_CASE("a share is that of the bytes on the disk, and shown if both are exact") {
  const auto share_in = [](std::uint64_t bytes, dkrls::Figure on_disk) {
    DiskSummary summary;
    summary.on_disk = on_disk;
    summary.repositories = {{"r", 1, 0, {bytes, {}}}};
    const std::string text = written(summary, {.width = 80, .heading = false});
    const std::string line = lines_of(text).back();
    return line.substr(line.rfind("B   ") + 4, 6);
  };
  CHECK(share_in(999, {1'000, {}}) == "100%  ");
  CHECK(share_in(995, {1'000, {}}) == "100%  ");
  CHECK(share_in(214, {1'000, {}}) == " 21%  ");
  CHECK(share_in(5, {1'000, {}}) == "  1%  ");
  CHECK(share_in(4, {1'000, {}}) == " <1%  ");
  CHECK(share_in(0, {1'000, {}}) == "  0%");
  CHECK(share_in(214, {1'000, dkrls::LowerBoundReason::blobs}) == "      ");
  CHECK(share_in(214, {0, {}}) == "      ");
}

TEST_CASE("names give way to the bars, with their middle") {
  CHECK(table_of(three, {.width = 76}, 1'000'000'000) ==
        "REPOSITORY             IMAGES   SIZE    UNIQUE\n"
        "datadog/agent          1        600MB   600MB      60%  ####################\n"
        "a-reposit\u2026-long-name   2        1GB     >=301MB         ###########\n"
        "<none>                 1        5B      0B          0%\n");
}

TEST_CASE("where less than five cells are left there is no bar, and the names get them") {
  const std::string with_bar = table_of(three, {.width = 58});
  CHECK(with_bar.find("  #####\n") != std::string::npos);
  CHECK(with_bar.find("######") == std::string::npos);
  const std::string without = table_of(three, {.width = 57, .ellipsis = "..."});
  CHECK(without.find('#') == std::string::npos);
  CHECK(without.find('%') == std::string::npos);
  CHECK(without.find("a-repository-...ther-long-name   2") != std::string::npos);
}

TEST_CASE("no line is wider than the terminal") {
  for (std::size_t width = 1; width < 120; ++width)
    for (const std::string& line : lines_of(table_of(three, {.width = width})))
      CHECK(dkrls::display_width(line) <= width);
  CHECK(table_of(three, {.width = 10}) == "REPOSITORY\ndatadog/ag\na-reposi\u2026o\n<none>\n");
}

TEST_CASE("what is next to nothing has a bar, too, and the largest number one that fits") {
  constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
  CHECK(table_of({{"all", 1, 0, {largest, {}}}, {"one", 1, 0, {1, {}}}}, {.width = 57}) ==
        "REPOSITORY   IMAGES   SIZE   UNIQUE\n"
        "all          1        0B     18.4EB         #############\n"
        "one          1        0B     1B             #\n");
}

TEST_CASE("the widest bar belongs to the largest byte count, wherever it stands") {
  CHECK(table_of({{"none", 1, 0, {0, {}}}, {"most", 1, 0, {4, {}}}, {"half", 1, 0, {2, {}}}},
                 {.width = 52}) ==
        "REPOSITORY   IMAGES   SIZE   UNIQUE\n"
        "none         1        0B     0B\n"
        "most         1        0B     4B             ########\n"
        "half         1        0B     2B             ####\n");
}

TEST_CASE("a cell of a bar may be more than a byte, and the heading may be missing") {
  CHECK(table_of({{"a", 1, 2, {2, {}}}, {"b", 1, 1, {1, {}}}},
                 {.width = 32, .bar = "\u2588", .heading = false}) ==
        "a   1   2B   2B         \u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\n"
        "b   1   1B   1B         \u2588\u2588\u2588\u2588\n");
}

TEST_CASE("names from an engine do not act on the terminal, cut or whole") {
  const std::string name = "\x1b[31m" + std::string(40, '\n') + "\u00e4\u00f6";
  for (const std::optional<std::size_t> width : {std::optional<std::size_t>(), {60}}) {
    const std::vector<std::string> lines = lines_of(table_of({{name, 1, 0, {1, {}}}}, {width}));
    CHECK(lines.size() == 2);
    for (const std::string& line : lines)
      CHECK(dkrls::is_printable(line));
    CHECK(lines.back().find("\u00e4\u00f6   1") != std::string::npos);
  }
}

TEST_CASE("JSON is the repositories, and an object of the figures last") {
  DiskSummary summary = example();
  summary.repositories = {three[1], three[2]};
  CHECK(written(summary, {.width = 80}, dkrls::UsageFormat::json()) ==
        R"({"repository":"a-repository-with-a-rather-long-name","images":2,"size":1000000000,)"
        R"("unique":{"bytes":301000000,"exact":false,"why":"blobs"}})"
        "\n"
        R"({"repository":null,"images":1,"size":5,"unique":{"bytes":0,"exact":true}})"
        "\n"
        R"({"total":{"images":8,"size":2833300000,"rows":9,"size_of_rows":2966300000,)"
        R"("on_disk":{"bytes":1557700000,"exact":true},)"
        R"("unused":{"bytes":1000,"exact":false,"why":"history"},)"
        R"("dangling":{"bytes":0,"exact":true},"layers_size":null}})"
        "\n");
}

TEST_CASE("a table without columns shows no repositories") {
  DiskSummary summary = example();
  const std::string figures = written(summary);
  summary.repositories = three;
  CHECK(written(summary, {.width = 80}, dkrls::UsageFormat::table({})) == figures);
}

TEST_CASE("a table that a template describes is fitted to the terminal, too") {
  DiskSummary summary;
  summary.repositories = three;
  const auto format = format_of<RepositoryUsage>("table {{.Repository}}\t{{.Size}}");
  for (const std::string& line : lines_of(written(summary, {.width = 30}, format)))
    CHECK(dkrls::display_width(line) <= 30);
}

TEST_CASE("templates show the repositories only") {
  DiskSummary summary = example();
  summary.repositories = three;
  const auto shown = [&](std::string_view format) {
    return written(summary, {.width = 80}, format_of<RepositoryUsage>(format));
  };
  CHECK(shown("{{.Repository}} {{.Images}}") ==
        "datadog/agent 1\na-repository-with-a-rather-long-name 2\n<none> 1\n");
  CHECK(shown("table {{.Unique}}\\t{{.Repository}}") ==
        "UNIQUE    REPOSITORY\n"
        "600MB     datadog/agent\n"
        ">=301MB   a-repository-with-a-rather-long-name\n"
        "0B        <none>\n");
}

namespace {

std::string written(const std::vector<DiskSummary>& hosts, const ScreenOptions& screen = {},
                    const dkrls::UsageFormat& format = {}) {
  std::ostringstream out;
  DiskSummaryFormatter(format, screen).write(hosts, out);
  return out.str();
}

std::vector<DiskSummary> two_hosts() {
  DiskSummary east = example();
  east.host = "a-host-with-a-long-name";
  DiskSummary west;
  west.unused = {0, LowerBoundReason::unknown_containers};
  west.host = "\x1b[31m";
  return {east, west};
}

}  // namespace

TEST_CASE("several hosts are a line each and their sum") {
  CHECK(written(two_hosts()) ==
        "HOST                      IMAGES   ALL IMAGES   ON DISK   UNUSED   DANGLING\n"
        "a-host-with-a-long-name   8        2.83GB       1.56GB    >=1kB    0B\n"
        "\\x1b[31m                  0        0B           0B        N/A      0B\n"
        "TOTAL                     8        2.83GB       1.56GB    >=1kB    0B\n");
}

TEST_CASE("the total that an engine reports itself is shown for its host, and added up") {
  std::vector<DiskSummary> hosts = two_hosts();
  hosts[1].on_disk = {1, LowerBoundReason::blobs};
  hosts[1].layers_size = 1'000'000'000;
  const auto lines = lines_of(written(hosts));
  CHECK(lines.at(2) == "\\x1b[31m                  0        0B           1GB       N/A      0B");
  CHECK(lines.at(3) == "TOTAL                     8        2.83GB       2.56GB    >=1kB    0B");
}

TEST_CASE("on a narrow terminal the names of hosts lose their middle, and at last lines are cut") {
  CHECK(lines_of(written(two_hosts(), {.width = 65, .ellipsis = "~"})).at(1) ==
        "a-host~g-name   8        2.83GB       1.56GB    >=1kB    0B");
  CHECK(lines_of(written(two_hosts(), {.width = 20, .heading = false, .ellipsis = "~"})).at(0) ==
        "a-ho~-name   8   2.8");
}

TEST_CASE("as JSON several hosts have an object each before the total") {
  std::vector<DiskSummary> hosts = two_hosts();
  hosts[1].host = "";
  hosts[1].repositories = {{"a", 1, 2, {3, {}}}};
  const auto lines = lines_of(written(hosts, {}, dkrls::UsageFormat::json()));
  REQUIRE(lines.size() == 4);
  CHECK(lines[0].starts_with("{\"repository\":\"a\","));
  CHECK(lines[1].starts_with("{\"host\":\"a-host-with-a-long-name\",\"images\":8,"));
  CHECK(lines[2].starts_with("{\"host\":null,\"images\":0,"));
  CHECK(lines[3].starts_with("{\"total\":{\"images\":8,"));
}
