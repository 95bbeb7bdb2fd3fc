// SPDX-License-Identifier: MIT
#include <dkrls/formatter.hpp>

#include "formatter_support.hpp"

using dkrls::Row;
using dkrls_test::lines_of;
using dkrls_test::row;
using dkrls_test::written;

namespace {

/// Returns the output of a template for nginx:1.
std::string shown(std::string_view format) {
  return written<Row>({row("nginx", "1", "sha256:0123")}, format);
}

}  // namespace

TEST_CASE("a template prints its text, its fields and a new line") {
  CHECK(shown("{{.Repository}}:{{.Tag}}") == "nginx:1\n");
  CHECK(shown("a {{.Tag}} b }} { {{json .Tag}}") == "a 1 b }} { \"1\"\n");
  CHECK(shown("{{ .Tag }}{{\t.Tag\n}}{{json   .Tag }}{{\\tjson\\n.Tag\\t}}") == "11\"1\"\"1\"\n");
}

TEST_CASE("\"\\t\" and \"\\n\" become a tab and a new line; other backslashes stay") {
  CHECK(shown("{{.Tag}}\\t{{.Tag}}\\n.") == "1\t1\n.\n");
  CHECK(shown("{{.Tag}}\\\\t\\x\\") == "1\\\t\\x\\\n");
}

TEST_CASE("blanks at both ends of a template are dropped, other white space is kept") {
  CHECK(shown("   {{.Tag}}  ") == "1\n");
  CHECK(shown("\\t{{.Tag}} \\n") == "\t1 \n\n");
}

TEST_CASE("trim markers remove the white space on their side") {
  CHECK(shown("a {{.Tag}} b") == "a 1 b\n");
  CHECK(shown("a \\n\t {{- .Tag}} b") == "a1 b\n");
  CHECK(shown("a {{.Tag -}} \\t b") == "a 1b\n");
  CHECK(shown("{{.Tag -}} \n {{- .Tag}}") == "11\n");
  CHECK(shown("a {{-\\tjson .Tag\\n-}} b") == "a\"1\"b\n");
}

TEST_CASE("a table has docker's headings, and columns that are at least 10 wide") {
  CHECK(shown("table {{.Tag}}\\t{{.Repository}}\\t{{.ID}}") ==
        "TAG       REPOSITORY   IMAGE ID\n"
        "1         nginx        0123\n");
  CHECK(shown("table a{{json .Tag}}\tb\\t{{.CreatedSince}}") ==
        "aTAG      b         CREATED\n"
        "a\"1\"      b         N/A\n");
  CHECK(shown("table {{.Repository}}:{{.Tag}}") == "REPOSITORY:TAG\nnginx:1\n");
}

TEST_CASE("empty cells of a table keep their width, except at the end of a line") {
  CHECK(shown("table \\t{{.Tag}}\\t\\t{{.ID}}\\t ") ==
        "          TAG                 IMAGE ID\n"
        "          1                   0123\n");
}

TEST_CASE("three blanks follow a cell that is wider than its column") {
  const std::vector<Row> rows = {row("caf\u00e9-\u4e2d-name", "1", "2"), row("x\ny", "2", "3")};
  CHECK(written<Row>(rows, "table {{.Repository}}\\t{{.Tag}}") ==
        "REPOSITORY     TAG\n"
        "caf\u00e9-\u4e2d-name   1\n"
        "x\\ny           2\n");
}

TEST_CASE("a label is read by its key") {
  Row labelled = row("nginx", "1", "sha256:0123");
  dkrls::Image image = dkrls_test::named({"nginx:1"});
  image.labels = std::vector<dkrls::Label>{{"a.b/c-d", "x\n\"y"}, {"stage", "test"}};
  labelled.image = std::make_shared<const dkrls::Image>(image);
  const auto label = [&](std::string_view format) { return written<Row>({labelled}, format); };
  CHECK(label("{{.Labels.stage}}|{{ .Labels.stage }}|") == "test|test|\n");
  CHECK(label("{{index .Labels \"stage\"}}") == "test\n");
  CHECK(label("{{ index  .Labels  \"a.b/c-d\" }}") == "x\\n\"y\n");
  CHECK(label("{{index .Labels `a.b/c-d` -}} !") == "x\\n\"y!\n");
  CHECK(label("{{json .Labels.stage}} {{json (index .Labels \"a.b/c-d\")}}") ==
        "\"test\" \"x\\n\\\"y\"\n");
  CHECK(label("{{upper .Labels.stage}} {{index .Labels \"stage\" | upper}}") == "TEST TEST\n");
  CHECK(label("{{if eq .Labels.stage \"test\"}}yes{{end}}{{if .Labels.none}}no{{end}}") == "yes\n");
  CHECK(label("{{.Labels.none}}.{{index .Labels \"\"}}.") == "..\n");
  CHECK(label("table {{.Labels.stage}}\\t{{.Tag}}") ==
        "stage     TAG\n"
        "test      1\n");
  CHECK(shown("{{.Labels.stage}}") == "N/A\n");  // the row has no image
  for (const std::string_view format :
       {"{{.Labels.stage}}", "{{index .Labels \"a\"}}", "{{upper .Labels.stage}}"})
    CHECK(dkrls_test::format_of<Row>(format).shows(dkrls::ImageField::labels));
}

TEST_CASE("a key of a label that cannot be read is refused, with the way that works") {
  const auto problem = [](std::string_view format) {
    dkrls::FormatProblem found;
    CHECK(dkrls::ImageFormat::parse(format, {}, found).error() == dkrls::Errc::invalid_format);
    return found.message;
  };
  const std::string such =
      "column 10 of the format: such a key is read by {{index .Labels \"key\"}}";
  for (const std::string_view format :
       {"{{.Labels.a.b}}", "{{.Labels.a-b}}", "{{.Labels.a/b}}", "{{.Labels.}}"})
    CHECK(problem(format) == such);
  const std::string quotes = "index needs a key in quotes: {{index .Labels \"key\"}}";
  for (const std::string_view format : {"{{index .Labels}}", "{{index .Labels stage}}"})
    CHECK(problem(format).ends_with(quotes));
  CHECK(problem("{{index .Labels \"stage}}").ends_with("a text has no end"));
  const std::string only =
      "column 9 of the format: index reads .Labels only: {{index .Labels \"key\"}}";
  for (const std::string_view format : {"{{index .Tag \"a\"}}", "{{index . \"a\"}}",
                                        "{{index \"a\"}}", "{{index .Labels.a \"a\"}}"})
    CHECK(problem(format) == only);
  CHECK(problem("{{.Tag.a}}").starts_with("column "));
  CHECK(problem("{{index .Labels \"a\" \"b\"}}").starts_with("column "));
}
