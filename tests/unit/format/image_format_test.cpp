// SPDX-License-Identifier: MIT
#include <dkrls/detail/format/image_fields.hpp>
#include <dkrls/formatter.hpp>
#include <dkrls/terminal_text.hpp>

#include "formatter_support.hpp"

using dkrls::Image;
using dkrls::ImageFormat;
using dkrls::Row;
using dkrls_test::at;
using dkrls_test::lines_of;
using dkrls_test::row;
using dkrls_test::written;

namespace {

constexpr std::int64_t created = 1'767'323'045;  // 2026-01-02 03:04:05
const dkrls::FormatOptions two_days_later = {.now = at(created + 2 * 86'400)};

const std::string id = "sha256:0123456789abcdef";

Row with_image(Row row, Image image) {
  row.image = std::make_shared<const Image>(std::move(image));
  return row;
}

/// Returns an image with all fields.
Row known() {
  Image image = dkrls_test::named({"nginx:1"}, {"nginx@sha256:aa"});
  image.labels = std::vector<dkrls::Label>{{"a", "x"}, {"b", "3"}};
  image.containers = 4;
  image.size = 7;
  image.platform = dkrls::Platform{.os = "linux", .architecture = "arm64"};
  Row known =
      dkrls_test::on_host("east", with_image(row("nginx", "1", id, created, 22'104'567), image));
  known.tagged = at(created + 86'400);
  return known;
}

/// Returns a dangling image with unknown fields.
Row unknown() {
  return row("", "", id);
}

std::string shown(const Row& row, const std::string& field) {
  return lines_of(written<Row>({row}, "{{" + field + "}}", two_days_later)).at(0);
}

}  // namespace

TEST_CASE("every field of an image has a text and a JSON value, even if unknown") {
  const struct {
    std::string field, text, json, unknown_text, unknown_json;
  } table[] = {
      {".Repository", "nginx", R"("nginx")", "<none>", R"("<none>")"},
      {".Tag", "1", R"("1")", "<none>", R"("<none>")"},
      {".Digest", "sha256:aa", R"("sha256:aa")", "<none>", R"("<none>")"},
      {".ID", "0123456789ab", R"("0123456789ab")", "0123456789ab", R"("0123456789ab")"},
      {".CreatedSince", "2 days ago", R"("2 days ago")", "N/A", R"("N/A")"},
      {".CreatedAt", "2026-01-02 03:04:05 +0000 UTC", R"("2026-01-02 03:04:05 +0000 UTC")", "N/A",
       R"("N/A")"},
      {".Size", "22.1MB", R"("22.1MB")", "N/A", R"("N/A")"},
      {".VirtualSize", "22.1MB", R"("22.1MB")", "N/A", R"("N/A")"},
      {".SharedSize", "N/A", R"("N/A")", "N/A", R"("N/A")"},
      {".UniqueSize", "N/A", R"("N/A")", "N/A", R"("N/A")"},
      {".Containers", "4", R"("4")", "N/A", R"("N/A")"},
      {".Labels", "a=x,b=3", R"({"a":"x","b":"3"})", "N/A", "null"},
      {".Reference", "nginx:1", R"("nginx:1")", id, '"' + id + '"'},
      {".Bytes", "22104567", "22104567", "N/A", "null"},
      {".CreatedUnix", "1767323045", "1767323045", "N/A", "null"},
      {".Unique", "N/A", "null", "N/A", "null"},  // not requested; see unique_format_test.cpp
      {".UniqueBytes", "N/A", "null", "N/A", "null"},
      {".Dangling", "false", "false", "N/A", "null"},
      {".Host", "east", R"("east")", "<none>", "null"},
      {".Platform", "linux/arm64",
       R"([{"platform":"linux/arm64","digest":null,"size":7,)"
       R"("available":true}])",
       "N/A", "null"},
      {".ContentSize", "N/A", "null", "N/A", "null"},  // see platform_format_test.cpp
      {".TaggedSince", "24 hours ago", R"("2026-01-03T03:04:05Z")", "N/A", "null"},
      {".TaggedAt", "2026-01-03 03:04:05 +0000 UTC", R"("2026-01-03T03:04:05Z")", "N/A", "null"},
  };
  CHECK(std::size(table) == dkrls::detail::image_fields.size());
  for (const auto& [field, text, json, unknown_text, unknown_json] : table) {
    CAPTURE(field);
    CHECK(shown(known(), field) == text);
    CHECK(shown(known(), "json " + field) == json);
    CHECK(shown(unknown(), field) == unknown_text);
    CHECK(shown(unknown(), "json " + field) == unknown_json);
  }
}

TEST_CASE("a time is formatted as the field CreatedAt shows it") {
  CHECK(dkrls::format_utc_time(at(created)) == shown(known(), ".CreatedAt"));
  CHECK(dkrls::format_utc_time(std::chrono::sys_days(std::chrono::year(10'000) / 1 / 1)) == "N/A");
}

TEST_CASE("the JSON object has null for absent and unknown values") {
  CHECK(
      written<Row>({known(), unknown()}, ImageFormat::json()) ==
      R"({"repository":"nginx","tag":"1","digest":"sha256:aa","id":"sha256:0123456789abcdef",)"
      R"("created":"2026-01-02T03:04:05Z","size":22104567,"labels":{"a":"x","b":"3"},)"
      R"("containers":4,"unique":null,"dangling":false,"host":"east","platforms":[{"platform":"linux/arm64","digest":null,)"
      R"("size":7,"available":true}],"content_size":null,"tagged":"2026-01-03T03:04:05Z"})"
      "\n"
      R"({"repository":null,"tag":null,"digest":null,"id":"sha256:0123456789abcdef",)"
      R"("created":null,"size":null,"labels":null,"containers":null,"unique":null,"dangling":null,"host":null,)"
      R"("platforms":null,"content_size":null,"tagged":null})"
      "\n");
}

TEST_CASE("docker's object has docker's order and docker's words") {
  CHECK(written<Row>({known(), unknown()}, "{{json .}}", two_days_later) ==
        R"({"Containers":"4","CreatedAt":"2026-01-02 03:04:05 +0000 UTC",)"
        R"("CreatedSince":"2 days ago","Digest":"\u003cnone\u003e","ID":"0123456789ab",)"
        R"("Repository":"nginx","SharedSize":"N/A","Size":"22.1MB","Tag":"1",)"
        R"("UniqueSize":"N/A","VirtualSize":"22.1MB"})"
        "\n"
        R"({"Containers":"N/A","CreatedAt":"N/A","CreatedSince":"N/A",)"
        R"("Digest":"\u003cnone\u003e","ID":"0123456789ab","Repository":"\u003cnone\u003e",)"
        R"("SharedSize":"N/A","Size":"N/A","Tag":"\u003cnone\u003e","UniqueSize":"N/A",)"
        R"("VirtualSize":"N/A"})"
        "\n");
}

TEST_CASE("a total is the last object of JSON, and has no place in a template") {
  const dkrls::FormatOptions options{.now = {},
                                     .total = dkrls::Total{2, 18'446'744'073'709'551'615u}};
  CHECK(written<Row>({}, ImageFormat::json(), options) ==
        "{\"total\":{\"images\":2,\"size\":18446744073709551615}}\n");
  CHECK(written<Row>({}, "{{.Tag}}\\t{{.Size}}", options).empty());
  CHECK(written<Row>({}, "table {{.Tag}}\\t{{.Size}}\\t{{.ID}}", options) ==
        "TAG       SIZE      IMAGE ID\n"
        "TOTAL     18.45EB\n");
}

TEST_CASE(
    "headings and whole IDs can be chosen for tables and templates; JSON always has whole IDs") {
  const dkrls::FormatOptions options{.now = {}, .heading = false, .whole_ids = true};
  CHECK(written<Row>({unknown()}, "table {{.ID}}\\t{{.Size}}", options) == id + "   N/A\n");
  CHECK(written<Row>({unknown()}, "{{.ID}}", options) == id + "\n");
  CHECK(written<Row>({unknown()}, "{{json .}}", options).find(id) != std::string::npos);
  CHECK(written<Row>({unknown()}, "json", options) == written<Row>({unknown()}, "json"));
}

TEST_CASE("known dates are passed to the function that knows the time zone") {
  const dkrls::FormatOptions options{
      .now = {}, .append_time = [](std::string& out, std::chrono::sys_seconds time) {
        out += "local " + std::to_string(time.time_since_epoch().count());
      }};
  CHECK(written<Row>({known(), unknown()}, "{{.CreatedAt}}", options) == "local 1767323045\nN/A\n");
}

TEST_CASE("a date beyond the year 9999 is null in JSON") {
  const Row far = row("a", "1", id, 253'402'300'800);
  CHECK(written<Row>({far}, "json").find(R"("created":null)") != std::string::npos);
  CHECK(shown(far, ".CreatedAt") == "N/A");
  CHECK(shown(far, ".CreatedUnix") == "253402300800");
}

TEST_CASE("hostile names do not control a terminal in any format") {
  const std::string evil = "a\x1b[2J\n\"\\\u202e\u2028\xff";
  Image image;
  image.labels = std::vector<dkrls::Label>{{evil, evil}};
  const Row hostile = with_image(row(evil, evil, evil), image);
  const std::string escaped = "a\\x1b[2J\\n\"\\\\u202e\\u2028\\xff";
  const std::string json = R"("a\u001b[2J\n\"\\\u202e\u2028\ufffd")";

  CHECK(shown(hostile, ".Repository") == escaped);
  CHECK(shown(hostile, ".Labels") == escaped + "=" + escaped);
  CHECK(shown(hostile, ".Reference") == escaped + ":" + escaped);
  CHECK(shown(hostile, "json .Tag") == json);
  CHECK(shown(hostile, "json .Labels") == "{" + json + ":" + json + "}");
  for (const std::string_view format :
       {"table", "json", "{{json .}}", "table {{.Labels}}\\t{{.ID}}"}) {
    const std::string text = written<Row>({hostile}, format);
    CAPTURE(text);
    for (const std::string& line : lines_of(text))
      CHECK(dkrls::is_printable(line));
    CHECK(lines_of(text).size() == (format.starts_with("table") ? 2 : 1));
  }
}
