// SPDX-License-Identifier: MIT
#include <array>
#include <dkrls/detail/engine_json/listed_field.hpp>
#include <random>

#include "builders.hpp"
#include "catch.hpp"
#include "parse_images.hpp"

using dkrls_test::parse_images;
using dkrls_test::parse_pieces;
using dkrls_test::ParsedImages;

namespace {

/// A body with everything that a chunk may divide: keys, strings, numbers, literals, escapes,
/// surrogate pairs, UTF-8, blanks.
const std::string body =
    " [ {\"Id\":\"sha256:1\",\"Rep\\u006fTags\":[\"a:1\",\"\\u003cnone\\u003e:\\\"\\n\\\\\"],"
    "\"Created\":1591721862,\"Size\":-1,\"Extra\":{\"Id\":\"\\ud83d\\ude00\",\"x\":[1.5e-3,true,"
    "null,{}]},\"Other\":12345678901234567890123} , "
    "{\"Labels\":{\"k\\u00e4y\":\"\\ud83d\\ude00 \",\"k\u00e4z\":\"\"},\"ParentId\":\"p\","
    "\"Containers\":12,\"RepoDigests\":[\"\u00e4\u20ac\U0001f600@b\"],"
    "\"Created\":null,\"Id\":\"sha256:2\",\"Size\":9223372036854775807,\"RepoTags\":null} ] \n";

ParsedImages expected() {
  ParsedImages parsed;
  parsed.images.push_back(dkrls_test::named({"a:1", "<none>:\"\n\\"}));
  parsed.images.back().id = "sha256:1";
  parsed.images.back().created = dkrls_test::at(1591721862);
  parsed.images.push_back(dkrls_test::named({}, {"\u00e4\u20ac\U0001f600@b"}));
  parsed.images.back().id = "sha256:2";
  parsed.images.back().labels =
      std::vector<dkrls::Label>{{"k\u00e4y", "\U0001f600 "}, {"k\u00e4z", ""}};
  parsed.images.back().parent_id = "p";
  parsed.images.back().size = 9'223'372'036'854'775'807u;
  return parsed;
}

/// Returns the body in three chunks. Some of them may be empty.
std::array<std::string_view, 3> cut(std::string_view text, std::size_t first, std::size_t second) {
  return {text.substr(0, first), text.substr(first, second - first), text.substr(second)};
}

}  // namespace

TEST_CASE("a body gives the same result whole, byte by byte, and in chunks of any size") {
  CHECK(parse_images(body) == expected());
  for (std::size_t piece_size = 1; piece_size < body.size(); ++piece_size)
    if (parse_images(body, piece_size) != expected())
      FAIL_CHECK("in pieces of " << piece_size);
}

TEST_CASE("a body gives the same result in any three chunks") {
  const ParsedImages whole = parse_images(body);
  CHECK(whole == expected());
  for (std::size_t first = 0; first <= body.size(); ++first)
    for (std::size_t second = first; second <= body.size(); ++second)
      if (parse_pieces(cut(body, first, second)) != whole)
        FAIL_CHECK("cut at " << first << " and " << second);
}

TEST_CASE("a body gives the same result in random chunks, including empty ones") {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::string_view> pieces;
    for (std::string_view rest = body; !rest.empty(); rest.remove_prefix(pieces.back().size()))
      pieces.push_back(rest.substr(0, random() % 8));
    if (parse_pieces(pieces) != expected())
      FAIL_CHECK("round " << round);
  }
  SUCCEED();
}

TEST_CASE("a body that is cut short fails at every byte until its last bracket") {
  const std::size_t end = body.rfind(']') + 1;
  for (std::size_t size = 1; size < end; ++size) {
    const ParsedImages parsed = parse_images(std::string_view(body).substr(0, size));
    CAPTURE(size);
    CHECK(parsed.error == dkrls::Errc::truncated_answer);
  }
  for (std::size_t size = end; size <= body.size(); ++size)
    CHECK(parse_images(std::string_view(body).substr(0, size)) == expected());
}

TEST_CASE("a long name may come in many chunks, and a too long one is refused") {
  const std::string longest(dkrls::detail::name_limit.size, 'x');
  for (const std::size_t piece_size : {1u, 1000u, 4096u, 65535u, 65536u, 65537u}) {
    CAPTURE(piece_size);
    CHECK_FALSE(parse_images("[{\"Id\":\"" + longest + "\"}]", piece_size).error);
    const auto refused = parse_images("[{\"Id\":\"" + longest + "x\"}]", piece_size);
    CHECK(refused.error == dkrls::Errc::not_an_image_list);
    CHECK(refused.problem.starts_with("a name is too long at byte "));
  }
}

TEST_CASE("no byte of a body can be replaced to break the parser") {
  std::mt19937 random(8);
  std::size_t refused = 0;
  constexpr std::size_t rounds = 20'000;
  for (std::size_t round = 0; round < rounds; ++round) {
    std::string broken = body;
    for (std::size_t changes = random() % 3 + 1; changes > 0; --changes)
      broken[random() % broken.size()] = static_cast<char>(random());
    const ParsedImages parsed = parse_images(broken, random() % 64 + 1);
    refused += parsed.error ? 1 : 0;
    if (parsed.error.failed() == parsed.problem.empty())
      FAIL_CHECK("a failure without a problem, or the other way round: " << broken);
  }
  CHECK(refused > rounds / 2);
}
