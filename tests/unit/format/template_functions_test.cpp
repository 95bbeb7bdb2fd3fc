// SPDX-License-Identifier: MIT

// What templates compute. tests/templates_test.sh compares them with docker's own output.

#include <dkrls/formatter.hpp>
#include <sstream>

#include "catch.hpp"

namespace {

using dkrls::Repository;
using dkrls::RepositoryFormat;

/// What a template makes of a repository "my-org/app_1" with two tags, and of one without a name.
std::string rendered(std::string_view text) {
  dkrls::FormatProblem problem;
  const auto format = RepositoryFormat::parse(text, {}, problem);
  CAPTURE(std::string(text), problem.message);
  REQUIRE(format.has_value());
  Repository named;
  named.name = "my-org/app_1";
  named.tags = 2;
  std::ostringstream out;
  dkrls::Formatter<Repository>(*format, {}).write(std::vector<Repository>{named, {}}, out);
  return out.str();
}

std::string refused(std::string_view text) {
  dkrls::FormatProblem problem;
  CHECK_FALSE(RepositoryFormat::parse(text, {}, problem).has_value());
  return problem.message;
}

}  // namespace

TEST_CASE("if chooses by a field or a function, with else and else if") {
  CHECK(rendered("{{if .Repository}}y{{end}}") ==
        "y\ny\n");  // "<none>" is a text, as docker has it
  CHECK(rendered(R"({{if eq .Repository "<none>"}}none{{else}}{{.Repository}}{{end}})") ==
        "my-org/app_1\nnone\n");
  CHECK(rendered(R"({{if eq .Tags "0"}}a{{else if eq .Tags "2"}}b{{else}}c{{end}}!)") ==
        "b!\na!\n");
  CHECK(rendered(R"({{if eq .Tags "7"}}a{{end}})") == "\n\n");
  CHECK(rendered(R"({{if ne .Tags "2"}}{{if ne .Tags "1"}}x{{end}}y{{end}}z)") == "z\nxyz\n");
  CHECK(rendered(R"({{if true}}a{{end}}{{if not true}}b{{end}}{{if ""}}c{{end}})") == "a\na\n");
}

TEST_CASE("and, or and not decide, and return what decided") {
  CHECK(rendered(R"({{if and (ne .Repository "<none>") (ne .Tags "1")}}y{{else}}n{{end}})") ==
        "y\nn\n");
  CHECK(rendered(R"({{if or (eq .Tags "2") (eq .Tags "3")}}y{{else}}n{{end}})") == "y\nn\n");
  CHECK(rendered(R"({{or "" .Tags}} {{and "a" .Tags}} {{and "" .Tags}}|)") == "2 2 |\n0 0 |\n");
  CHECK(rendered(R"({{not (eq .Tags "2")}} {{eq .Tags "1" "2"}} {{ne .Tags "2"}})") ==
        "false true false\ntrue false true\n");
  CHECK(rendered(R"({{if and (eq .Tags "2") .Repository}}y{{end}})") == "y\n\n");
}

TEST_CASE("functions change text, and pipes hand their last argument on") {
  CHECK(rendered("{{upper .Repository}}") == "MY-ORG/APP_1\n<NONE>\n");
  CHECK(rendered("{{.Repository | upper | lower}}") == "my-org/app_1\n<none>\n");
  CHECK(rendered("{{title .Repository}}") == "My-Org/App_1\n<None>\n");
  CHECK(rendered("{{truncate .Repository 6}}|{{truncate .Tags 9}}") == "my-org|2\n<none>|0\n");
  CHECK(rendered(R"({{truncate "a\"é" 3}})") == "a\"\na\"\n");  // no half of a character
  CHECK(rendered(R"({{join (split .Repository "/") "-"}})") == "my-org-app_1\n<none>\n");
  CHECK(rendered(R"({{split .Repository "/"}})") == "[my-org app_1]\n[<none>]\n");
  CHECK(rendered(R"({{split "ab" "" | json}})") == "[\"a\",\"b\"]\n[\"a\",\"b\"]\n");
  CHECK(rendered("{{println .Repository .Tags true}}") ==
        "my-org/app_1 2 true\n\n<none> 0 true\n\n");
  CHECK(rendered("{{println}}") == "\n\n\n\n");
  CHECK(rendered("{{.Tags | json}} {{json .Tags}} {{json (upper .Repository)}}") ==
        "2 2 \"MY-ORG/APP_1\"\n0 0 \"<NONE>\"\n");
  CHECK(rendered("{{`raw \\x`}}{{ \"a\\tb\\\\\" }}") == "raw \\xa\tb\\\nraw \\xa\tb\\\n");
}

TEST_CASE("comments say nothing, and trim markers take the blanks around them") {
  CHECK(rendered("a {{/* a comment */}} {{.Tags}}") == "a  2\na  0\n");
  CHECK(rendered("a {{- /* a comment */ -}} {{.Tags}}") == "a2\na0\n");
  CHECK(rendered("{{- .Repository -}} : {{- .Tags -}} !") == "my-org/app_1:2!\n<none>:0!\n");
  CHECK(rendered(R"({{if eq .Tags "2" -}}  a  {{- else -}}  b  {{- end -}}  c)") == "ac\nbc\n");
}

TEST_CASE("a table has headings for what its cells compute, as docker makes them") {
  CHECK(rendered("table {{upper .Repository}}\t{{.Tags}}") ==
        "REPOSITORY     TAGS\nMY-ORG/APP_1   2\n<NONE>         0\n");
  CHECK(rendered(R"(table {{if eq .Tags "2"}}two{{else}}{{.Tags}}{{end}}\t{{json .Images}})") ==
        "TAGS      IMAGES\ntwo       0\n0         0\n");
  CHECK(rendered(R"(table {{split (json (split .Tags ".")) ","}}\t{{.Tags}})") ==
        "[[\"TAGS\"]]   TAGS\n[[\"2\"]]      2\n[[\"0\"]]      0\n");
  CHECK(rendered(R"(table {{join (split .Tags ".") (json (not .Tags))}}\t{{.Tags}})") ==
        "TAGS      TAGS\n2         2\n0         0\n");
  CHECK(refused("table {{println .Tags}}\t{{.Images}}") ==
        "column 9 of the format: a row of a table is one line, without println or tabs in a text");
  CHECK(refused("table {{join (split .Tags \"\") \"\\t\"}}") ==
        "column 9 of the format: a row of a table is one line, without println or tabs in a text");
  CHECK(refused("table {{if .Tags}}a\\tb{{end}}") ==
        "column 19 of the format: a tab between {{if}} and {{end}} makes no column");
  CHECK(refused("table {{if .Tags}}a\\nb{{end}}") ==
        "column 20 of the format: a row of a table is one line");
}

TEST_CASE("a format reads the fields of its conditions and functions") {
  dkrls::FormatProblem problem;
  const auto shows = [&](std::string_view text, dkrls::RepositoryField field) {
    return RepositoryFormat::parse(text, {}, problem)->shows(field);
  };
  CHECK(shows("{{if .Size}}x{{end}}", dkrls::RepositoryField::size));
  CHECK(shows("{{if true}}{{.Size}}{{end}}", dkrls::RepositoryField::size));
  CHECK(shows("{{if true}}{{else}}{{upper (lower .Size)}}{{end}}", dkrls::RepositoryField::size));
  CHECK_FALSE(shows("{{if true}}{{.Tags}}{{end}}", dkrls::RepositoryField::size));
  CHECK_FALSE(shows("{{upper \"x\"}}", dkrls::RepositoryField::repository));
}

TEST_CASE("what templates cannot do is refused at its place") {
  const std::string supported =
      "; there are fields such as .Repository, if, else, end, index, and, eq, join, json, lower, "
      "ne, "
      "not, or, println, split, title, truncate, upper";
  const struct {
    std::string_view text;
    std::string why;
  } table[] = {
      {"{{printf \"%s\" .Tags}}", "3 of the format: \"printf\" is not supported" + supported},
      {"{{slice .Tags 0 8}}", "3 of the format: \"slice\" is not supported" + supported},
      {"a {{range .Tags}}{{end}}", "5 of the format: \"range\" is not supported" + supported},
      {"{{with .Tags}}{{.}}{{end}}", "3 of the format: \"with\" is not supported" + supported},
      {"{{len .Tags}}", "3 of the format: \"len\" is not supported" + supported},
      {"{{$r := .Tags}}{{$r}}", "3 of the format: \"$\" is not supported" + supported},
      {"{{lower $r}}", "9 of the format: \"$\" is not supported" + supported},
      {"{{-1}}", "3 of the format: a field or a function is expected" + supported},
      {"{{if .Tags}}x", "3 of the format: {{if}} has no {{end}}"},
      {"{{if .Tags}}x{{else}}", "3 of the format: {{if}} has no {{end}}"},
      {"{{if .Tags}}{{else}}{{else}}{{end}}", "21 of the format: {{if}} has a second {{else}}"},
      {"x{{end}}", "4 of the format: {{end}} has no {{if}}"},
      {"x{{else}}", "4 of the format: {{else}} has no {{if}}"},
      {"{{if}}x{{end}}", "5 of the format: a field or a function is expected" + supported},
      {"{{if .}}x{{end}}", "6 of the format: a field or a function is expected behind \"if\""},
      {"{{if json .}}x{{end}}", "6 of the format: a field or a function is expected behind \"if\""},
      {"{{upper (json .)}}", "9 of the format: {{json .}} stands alone"},
      {"{{lower}}", "3 of the format: \"lower\" needs 1 argument"},
      {"{{lower .Tags .Size}}", "3 of the format: \"lower\" needs 1 argument"},
      {"{{split .Tags}}", "3 of the format: \"split\" needs 2 arguments"},
      {"{{eq .Tags}}", "3 of the format: \"eq\" needs 2 arguments or more"},
      {"{{eq .Tags 2}}", "12 of the format: \"eq\" needs a text here"},
      {"{{eq .Tags true}}", "3 of the format: \"eq\" compares texts with texts only"},
      {"{{truncate .Tags \"3\"}}", "18 of the format: \"truncate\" needs a number here"},
      {"{{truncate .Tags 9999999999}}", "18 of the format: a number is too big"},
      {"{{join .Tags \"-\"}}", "8 of the format: \"join\" needs a list, as split makes one, here"},
      {"{{upper (split .Tags \"-\")}}", "9 of the format: \"upper\" needs a text here"},
      {"{{.Tags | .Size}}", "11 of the format: a function is expected behind \"|\""},
      {"{{upper (lower .Tags}}", "9 of the format: \"(\" has no \")\""},
      {"{{\"a}}", "3 of the format: a text has no end"},
      {"{{\"\\q\"}}", "4 of the format: unknown escape in a text"},
      {"{{/* a }}", "3 of the format: \"/*\" has no \"*/\""},
      {"{{3}}", "3 of the format: a number is no text; give a field"},
  };
  for (const auto& [text, why] : table) {
    CAPTURE(std::string(text));
    CHECK(refused(text) == "column " + why);
  }
}

TEST_CASE("a template nests as deep as it is read by recursion, and no deeper") {
  const auto repeated = [](std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i)
      all += text;
    return all;
  };
  const auto nested = [&](int depth) {
    return repeated("{{if .Tags}}", depth) + "x" + repeated("{{end}}", depth);
  };
  const auto parenthesized = [&](int depth) {
    return "{{" + repeated("(", depth) + ".Tags" + repeated(")", depth) + "}}";
  };
  CHECK(rendered(nested(50)) == "x\nx\n");
  CHECK(refused(nested(51)).ends_with("{{if}} and parentheses nest too deep"));
  CHECK(rendered(parenthesized(50)) == "2\n0\n");
  CHECK(refused(parenthesized(100'000)).ends_with("{{if}} and parentheses nest too deep"));
  CHECK(rendered("{{.Tags" + repeated("|lower", 50) + "}}") == "2\n0\n");
  CHECK(refused("{{.Tags" + repeated("|lower", 100'000) + "}}").ends_with("too many pipes"));
  CHECK(refused("{{if .Tags}}" + repeated("{{else if .Tags}}", 100'000) + "{{end}}")
            .ends_with("{{if}} and parentheses nest too deep"));
}
