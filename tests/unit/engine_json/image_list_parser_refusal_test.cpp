// SPDX-License-Identifier: MIT
#include <dkrls/detail/engine_json/image_list_parser.hpp>
#include <dkrls/detail/engine_json/listed_field.hpp>

#include "builders.hpp"
#include "catch.hpp"
#include "parse_images.hpp"

using dkrls::Errc;
using dkrls::detail::ImageListParser;
using dkrls_test::parse_images;

namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Checks that a body is refused, whole and byte by byte, and that the message names the byte.
void check_refused(const std::string& body, std::string_view complaint) {
  for (const std::size_t piece_size : {std::string::npos, std::size_t(1)}) {
    const auto parsed = parse_images(body, piece_size);
    CAPTURE(body.substr(0, 200), complaint, piece_size, parsed.problem);
    CHECK(parsed.error == Errc::not_an_image_list);
    CHECK(contains(parsed.problem, complaint));
    const std::size_t byte = parsed.problem.rfind(" at byte ");
    REQUIRE(byte != std::string::npos);
    CHECK(std::stoul(parsed.problem.substr(byte + 9)) <= body.size());
  }
}

}  // namespace

TEST_CASE("a value of the wrong type in a field is refused") {
  const struct {
    std::string_view field, complaint, wrong_types;
  } table[] = {
      {"Id", "Id is not a string", "n f o a"},
      {"ParentId", "ParentId is not a string", "n f o a"},
      {"RepoTags", "RepoTags is not a list of strings", "s n f o A"},
      {"RepoDigests", "RepoDigests is not a list of strings", "s n f o A"},
      {"Created", "Created is not a number of seconds", "s f o a"},
      {"Size", "Size is not a number of bytes", "s f o a"},
      {"Labels", "Labels is not an object of strings", "s n f a O"},
  };
  const auto values = [](char type) -> std::vector<std::string> {
    switch (type) {
      case 's':
        return {R"("")", R"("1")", R"("\u0031")"};
      case 'n':
        return {"0", "1", "-1", "9223372036854775807"};
      case 'f':
        return {"1.5",
                "1.0",
                "1e3",
                "-0.0",
                "true",
                "false",
                "9223372036854775808",
                "18446744073709551616",
                "-9223372036854775809"};
      case 'o':
        return {"{}", R"({"Id":"1"})"};
      case 'a':
        return {"[]", "[1]", R"(["1"])", "[[]]", "[null]"};
      case 'A':  // wrong as elements only
        return {"[1]",    "[1.5]",     "[true]",     "[null]",          "[{}]",
                "[[]]",   "[[[]]]",    R"([["a"]])", R"(["a:1",[]])",   R"(["a:1",null])",
                "[[{}]]", "[{},\"\"]", "[[1]]",      R"(["a:1",["b"]])"};
      case 'O':  // likewise
        return {R"({"a":1})",     R"({"a":1.5})",        R"({"a":true})",
                R"({"a":null})",  R"({"a":{}})",         R"({"a":[]})",
                R"({"a":["b"]})", R"({"a":"b","c":{}})", R"({"a":{"b":"c"}})"};
    }
    return {};
  };
  for (const auto& [field, complaint, wrong_types] : table)
    for (const char type : wrong_types)
      for (const std::string& value : values(type))
        check_refused(R"([{"Id":"1",")" + std::string(field) + "\":" + value + "}]", complaint);
}

TEST_CASE("other JSON is not a list of images") {
  const std::string bodies[] = {
      "{}",
      R"({"message":"page not found"})",
      R"("text")",
      R"("")",
      "0",
      "1",
      "1.5",
      "true",
      "false",
      "[1]",
      "[1.5]",
      "[18446744073709551615]",
      "[true]",
      "[null]",
      R"(["text"])",
      R"([""])",
      "[[]]",
      "[[1,2,3]]",
      R"([[{"Id":"1"}]])",
      R"([{"Id":"1"},[]])",
      R"([{"Id":"1"},null])",
      R"([{"Id":"1"},"Id"])",
      R"([{"Id":"1"},1])",
  };
  for (const std::string& body : bodies)
    check_refused(body, "not a list of images");
}

TEST_CASE("an image without Id is refused") {
  for (const std::string body :
       {R"([{}])", R"([{"Id":null}])", R"([{"Id":""}])", R"([{"Size":1}])", R"([{"id":"1"}])",
        R"([{"Id":"1"},{}])", R"([{"Id":"1","Id":null}])", R"([{"Labels":{"Id":"1"}}])",
        R"([{"ParentId":"1"}])"})
    check_refused(body, "an image without Id");
}

TEST_CASE("a name longer than 64 KiB is refused") {
  const std::string too_long(dkrls::detail::name_limit.size + 1, 'x');
  check_refused("[{\"Id\":\"" + too_long + "\"}]", "a name is too long");
  check_refused("[{\"Id\":\"1\",\"RepoTags\":[\"a:1\",\"" + too_long + "\"]}]",
                "a name is too long");
  check_refused("[{\"Id\":\"1\",\"RepoDigests\":[\"" + too_long + "\"]}]", "a name is too long");
}

TEST_CASE("invalid JSON is refused") {
  const std::string bodies[] = {
      "x",
      "nul!",
      "<html>",
      "[,]",
      "[}",
      "[]]",
      "[{]",
      R"([{"Id"}])",
      R"([{"Id":}])",
      R"([{"Id":"1",}])",
      R"([{"Id":"1"},])",
      R"([{"Id":"1"} {"Id":"2"}])",
      R"([{Id:"1"}])",
      R"([{'Id':'1'}])",
      R"([{"Id":"1","Size":01}])",
      R"([{"Id":"1","Size":+1}])",
      R"([{"Id":"1","Size":0x1}])",
      R"([{"Id":"1","Size":NaN}])",
      R"([{"Id":"1","Size":.5}])",
      R"([{"Id":"\x"}])",
      R"([{"Id":"\u12g4"}])",
      "[{\"Id\":\"a\nb\"}]",
      "[{\"Id\":\"\x1b\"}]",
      "// no comments\n[]",
      "[] // no comments",
  };
  for (const std::string& body : bodies)
    check_refused(body, "not JSON: ");
}

TEST_CASE("text after the list is refused, blanks are not") {
  for (const std::string list : {"[]\n", "null\n", R"([{"Id":"1"}])"})
    for (const char* trailing : {"[]", "x", "null", "{}", ",", "\"\"", "1", "\n\n[]"})
      check_refused(list + trailing, "not JSON: ");
  CHECK_FALSE(parse_images("[]\n\r\t ").error);
}

TEST_CASE("text that is not UTF-8 is refused in every place") {
  for (const std::string flaw : {"\xff", "\x80", "\xc0\x80", "\xed\xa0\x80", "\xc3", "\xe2\x82",
                                 "\xf4\x90\x80\x80", "\xf0\x9f\x98", "\xc3("}) {
    check_refused("[{\"Id\":\"" + flaw + "\"}]", "not JSON: ");
    check_refused("[{\"Id\":\"1\",\"RepoTags\":[\"a" + flaw + "\"]}]", "not JSON: ");
    check_refused("[{\"Id\":\"1\",\"" + flaw + "\":0}]", "not JSON: ");
    check_refused("[{\"Id\":\"1\",\"Labels\":{\"a\":\"" + flaw + "\"}}]", "not JSON: ");
  }
}

TEST_CASE("half of a surrogate pair is refused") {
  for (const std::string escape : {R"(\ud83d)", R"(\ude00)", R"(\ud83dx)", R"(\ud83d\n)",
                                   R"(\ud83d\ud83d)", R"(\ude00\ud83d)"})
    check_refused("[{\"Id\":\"1\",\"RepoTags\":[\"" + escape + "\"]}]", "not JSON: ");
}

TEST_CASE("a byte order mark is refused") {
  check_refused("\xef\xbb\xbf[]", "not JSON: ");
  check_refused(std::string("[\0]\0", 4), "not JSON: ");  // UTF-16
}

TEST_CASE("nesting is accepted up to the limit and refused beyond") {
  const auto nested = [](std::size_t depth, const std::string& open, const std::string& close) {
    std::string body = R"([{"Id":"1","Other":)";
    for (std::size_t i = 0; i < depth; ++i)
      body += open;
    body += "0";
    for (std::size_t i = 0; i < depth; ++i)
      body += close;
    return body + "}]";
  };
  // The list and the image are two levels.
  for (const auto& [open, close] : {std::pair("[", "]"), std::pair(R"({"a":)", "}")}) {
    CHECK_FALSE(parse_images(nested(62, open, close)).error);
    CHECK_FALSE(parse_images(nested(62, open, close), 1).error);
    for (const std::size_t depth : {63u, 10'000u, 100'000u})
      check_refused(nested(depth, open, close), "nested deeper than 64 at byte ");
  }
  check_refused(std::string(100'000, '['), "not a list of images");
}

TEST_CASE("the problem names the byte of the fault") {
  CHECK(parse_images("[x").problem == "not JSON: syntax error at byte 1");
  CHECK(parse_images(R"([{"Id":"1"}}])").problem == "not JSON: syntax error at byte 11");
  CHECK(parse_images("{}").problem == "not a list of images at byte 0");
  const std::string before = R"([{"Id":"1","Created":)";
  const std::string problem = parse_images(before + "true}]").problem;
  const auto byte = std::stoul(problem.substr(problem.rfind(' ')));
  CHECK(byte >= before.size());
  CHECK(byte <= before.size() + 4);
}

TEST_CASE("the byte is counted from the start of the body in any chunks") {
  const std::string body = R"([{"Id":"1","RepoTags":["a:1"]},{"Id":"2"} x)";
  const std::string problem = parse_images(body).problem;
  CHECK(problem == "not JSON: syntax error at byte " + std::to_string(body.size() - 1));
  for (std::size_t piece_size = 1; piece_size <= body.size(); ++piece_size)
    CHECK(parse_images(body, piece_size).problem == problem);
}

TEST_CASE("an empty answer is no list") {
  const auto parsed = parse_images("");
  CHECK(parsed.error == Errc::not_an_image_list);
  CHECK(parsed.problem == "an empty answer");
  CHECK(dkrls_test::parse_pieces(std::vector<std::string_view>{"", ""}) == parsed);
}

TEST_CASE("a list that ends early is truncated, and the problem names the place") {
  for (const std::string body : {"[", " ", "\n", "n", "nul", "[{", R"([{"I)", R"([{"Id)",
                                 R"([{"Id")", R"([{"Id":"1)", R"([{"Id":"1")", R"([{"Id":"1"})",
                                 R"([{"Id":"1"},)", R"([{"Id":"1","Size":12)", R"([{"Id":"\u00)"}) {
    const auto parsed = parse_images(body);
    CAPTURE(body);
    CHECK(parsed.error == Errc::truncated_answer);
    CHECK(parsed.problem == "the list of images ends at byte " + std::to_string(body.size()));
  }
}

TEST_CASE("a parser keeps failing after a failure") {
  ImageListParser parser([](const dkrls::Image&) { FAIL("an image"); });
  dkrls::error_code error;
  CHECK(parser.problem().empty());
  parser.write("[x", error);
  CHECK(error == Errc::not_an_image_list);
  error.clear();
  parser.write(R"([{"Id":"1"}])", error);
  CHECK(error == Errc::not_an_image_list);
  error.clear();
  parser.finish(error);
  CHECK(error == Errc::not_an_image_list);
  CHECK(contains(parser.problem(), "at byte 1"));
}
