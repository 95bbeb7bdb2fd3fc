// SPDX-License-Identifier: MIT
#include <dkrls/format.hpp>
#include <random>

#include "catch.hpp"

using dkrls::FormatProblem;
using dkrls::ImageField;
using dkrls::ImageFormat;
using dkrls::RepositoryField;
using dkrls::RepositoryFormat;
using Layout = ImageFormat::Layout;

namespace {

ImageFormat parsed(std::string_view text) {
  FormatProblem problem;
  const auto format = ImageFormat::parse(text, ImageFormat::table({ImageField::tag}), problem);
  CAPTURE(std::string(text), problem.message);
  REQUIRE(format.has_value());
  return *format;
}

template <class Format = ImageFormat>
std::string refused(std::string_view text) {
  FormatProblem problem;
  const auto format = Format::parse(text, {}, problem);
  CHECK(format.error() == dkrls::Errc::invalid_format);
  CHECK(
      problem.message.starts_with("column " + std::to_string(problem.column) + " of the format: "));
  return problem.message.substr(problem.message.find(' ') + 1);
}

}  // namespace

TEST_CASE("the words table and json are formats, with blanks around them, too") {
  for (const std::string_view text : {"table", " table", "table  "}) {
    CHECK(parsed(text).layout() == Layout::table);
    CHECK(parsed(text).shows(ImageField::tag));
    CHECK_FALSE(parsed(text).shows(ImageField::repository));  // the table that it was given
  }
  CHECK(parsed("json").layout() == Layout::json);
  CHECK(parsed(" json ").layout() == Layout::json);
}

TEST_CASE("a template is a table where the text begins with that word") {
  CHECK(parsed("table {{.ID}}").layout() == Layout::docker_table);
  CHECK(parsed("table{{.ID}}").layout() == Layout::docker_table);
  CHECK(parsed("{{.ID}}").layout() == Layout::lines);
  CHECK(parsed(" table {{.ID}}").layout() == Layout::lines);
}

TEST_CASE("a format shows what it reads") {
  const ImageFormat fields = parsed("a{{.Size}}b{{json .Labels}}");
  CHECK(fields.shows(ImageField::size));
  CHECK(fields.shows(ImageField::labels));
  CHECK_FALSE(fields.shows(ImageField::repository));
  CHECK_FALSE(parsed("a table {{.Size}}").shows(ImageField::repository));  // of a literal: number 0

  CHECK(ImageFormat().shows(ImageField::created_since));
  CHECK_FALSE(ImageFormat().shows(ImageField::digest));
  CHECK(ImageFormat::table({ImageField::digest}).shows(ImageField::digest));

  CHECK(ImageFormat::json().shows(ImageField::labels));
  CHECK(ImageFormat::json().shows(ImageField::digest));
  CHECK_FALSE(ImageFormat::json().shows(ImageField::unique_size));
}

TEST_CASE("docker's object shows what docker's has, and no digest unless that is asked for") {
  const ImageFormat object = parsed("{{json .}}");
  CHECK(object.shows(ImageField::containers));
  CHECK(object.shows(ImageField::created_at));
  CHECK_FALSE(object.shows(ImageField::digest));
  CHECK_FALSE(object.shows(ImageField::labels));
  CHECK_FALSE(object.shows(ImageField::reference));
}

TEST_CASE("where docker has no such record, the whole is our JSON object") {
  FormatProblem problem;
  const auto format = RepositoryFormat::parse("{{json .}}", {}, problem);
  CHECK(format->shows(RepositoryField::newest));
  CHECK_FALSE(format->shows(RepositoryField::newest_unix));
}

TEST_CASE("a total has a place in JSON, and behind another column of a table") {
  CHECK(ImageFormat().has_place_for_total());
  CHECK(ImageFormat::json().has_place_for_total());
  CHECK(RepositoryFormat().has_place_for_total());
  CHECK(parsed("table {{.ID}}\\t{{.Size}}\\t{{.Tag}}").has_place_for_total());
  CHECK_FALSE(parsed("table {{.Size}}\\t{{.ID}}").has_place_for_total());
  CHECK_FALSE(parsed("table {{.ID}}\\t{{.Size}}!").has_place_for_total());
  CHECK_FALSE(parsed("{{.ID}}\\t{{.Size}}").has_place_for_total());
  CHECK_FALSE(ImageFormat::table({}).has_place_for_total());
}

TEST_CASE("what is no format is refused, and where it stops to be one") {
  const struct {
    std::string_view text, why;
  } table[] = {
      {"jsn",
       "1 of the format: unknown format \"jsn\"; give table, json or a template such as "
       "{{.Repository}}"},
      {"yaml",
       "1 of the format: unknown format \"yaml\"; give table, json or a template such as "
       "{{.Repository}}"},
      {"tables",
       "1 of the format: unknown format \"tables\"; give table, json or a template such as "
       "{{.Repository}}"},
      {"",
       "1 of the format: unknown format \"\"; give table, json or a template such as "
       "{{.Repository}}"},
      {"table ID",
       "1 of the format: unknown format \"table ID\"; give table, json or a template "
       "such as {{.Repository}}"},
      {"{{.Tag}}:{{.Repo}}",
       "12 of the format: unknown field \".Repo\"; did you mean \".Repository\"?"},
      {"{{.tag}}", "3 of the format: unknown field \".tag\"; did you mean \".Tag\"?"},
      {"caf\u00e9 {{json .Sise}}",
       "13 of the format: unknown field \".Sise\"; there are .Repository, .Tag, .Digest, .ID, "
       ".CreatedSince, .CreatedAt, .Size, .Labels, .Containers, .Unique, .VirtualSize, "
       ".SharedSize, .UniqueSize, .Reference, .Bytes, .CreatedUnix, .UniqueBytes, .Dangling, "
       ".Host, .Platform, .ContentSize, .TaggedSince, .TaggedAt"},
      {"{{json}}", "3 of the format: \"json\" needs 1 argument"},
      {"{{json }}", "3 of the format: \"json\" needs 1 argument"},
      {"{{.Tag-}}", "7 of the format: \"}}\" is expected here"},
      {"{{.Tag .ID}}", "8 of the format: \"}}\" is expected here"},
      {"{{.Tag.ID}}", "7 of the format: \"}}\" is expected here"},
      {"{{.Tag}", "1 of the format: \"{{\" has no \"}}\""},
      {"a {{.Tag}} {{", "12 of the format: \"{{\" has no \"}}\""},
      {"{{.}}", "3 of the format: \".\" is no text; give {{json .}} or a field"},
      {"table {{.ID}}\\t{{json .}}", "18 of the format: a table has no heading for {{json .}}"},
      {"table {{.ID}} a\\n{{.Tag}}", "16 of the format: a row of a table is one line"},
      {"table {{.ID}}\n{{.Tag}}", "14 of the format: a row of a table is one line"},
  };
  for (const auto& [text, why] : table) {
    CAPTURE(std::string(text));
    CHECK(refused(text) == why);
  }
}

TEST_CASE("a field that resembles none is answered with all of them") {
  CHECK(
      refused("{{.Owner}}") ==
      "3 of the format: unknown field \".Owner\"; there are .Repository, .Tag, .Digest, .ID, "
      ".CreatedSince, .CreatedAt, .Size, .Labels, .Containers, .Unique, .VirtualSize, .SharedSize, "
      ".UniqueSize, .Reference, .Bytes, .CreatedUnix, .UniqueBytes, .Dangling, .Host, "
      ".Platform, .ContentSize, .TaggedSince, .TaggedAt");
  CHECK(refused<RepositoryFormat>("{{.CreatedAt}}") ==
        "3 of the format: unknown field \".CreatedAt\"; there are .Repository, .Tags, .Images, "
        ".Newest, .Oldest, .Size, .Bytes, .NewestUnix, .OldestUnix, .Hosts");
}

TEST_CASE("every text is a format or is refused with a place in it") {
  constexpr std::string_view parts[] = {
      "{{", "}}",  ".",     "json",       " ",   "-",        "\\t",     "\\n",    "\t",    "\n",
      "ID", "Tag", "table", "Repository", "if ", "{{else}}", "{{end}}", "eq",     "upper", "(",
      ")",  "{",   "}",     "\\",         "|",   "\"",       "\xff",    "\u4e2d", ".Size"};
  std::mt19937 random(7);
  std::size_t formats = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text = i % 2 == 0 ? "" : "table {{.ID}}";
    for (std::size_t count = random() % 9; count > 0; --count)
      text += parts[random() % std::size(parts)];
    FormatProblem problem;
    if (ImageFormat::parse(text, {}, problem))
      ++formats;
    else if (problem.column < 1 || problem.column > text.size() + 1)
      FAIL_CHECK(text << " is refused at column " << problem.column);
  }
  CHECK(formats > 1000);
}
