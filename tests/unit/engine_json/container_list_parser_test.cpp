// SPDX-License-Identifier: MIT
#include <dkrls/detail/engine_json/container_list_parser.hpp>
#include <stdexcept>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::Errc;
using dkrls::detail::ContainerListParser;
using dkrls_test::Texts;

namespace {

/// The result of parsing the body of a container list.
struct ParsedContainers {
  Texts image_ids;
  dkrls::error_code error;
  std::string problem;

  friend bool operator==(const ParsedContainers&, const ParsedContainers&) = default;
};

ParsedContainers parse_containers(std::string_view body,
                                  std::size_t piece_size = std::string_view::npos) {
  ParsedContainers parsed;
  ContainerListParser parser([&](std::string_view id) { parsed.image_ids.emplace_back(id); });
  for (; !body.empty() && !parsed.error; body.remove_prefix(std::min(piece_size, body.size())))
    parser.write(body.substr(0, piece_size), parsed.error);
  if (!parsed.error)
    parser.finish(parsed.error);
  parsed.problem = parser.problem();
  return parsed;
}

const std::string body =
    R"([{"Id":"8dfafdbc3a40","Names":["/a"],"Image":"nginx:1","ImageID":"sha256:1","Created":1,)"
    R"("Ports":[{"PrivatePort":80}],"Labels":{"ImageID":"no"},"State":"running",)"
    R"("NetworkSettings":{"Networks":{"bridge":{"IPAMConfig":null,"ImageID":"no"}}}},)"
    R"({"Id":"2","ImageID":null},{"Id":"3"},{},{"ImageID":""},)"
    R"({"ImageID":"no","ImageI\u0044":"sha256:2"},{"ImageID":"sha256:1"}] )";

}  // namespace

TEST_CASE("each container with an ImageID gives the ID of its image") {
  const ParsedContainers parsed = parse_containers(body);
  CHECK_FALSE(parsed.error);
  CHECK(parsed.problem.empty());
  CHECK(parsed.image_ids == Texts{"sha256:1", "sha256:2", "sha256:1"});
  for (std::size_t piece_size = 1; piece_size < body.size(); ++piece_size)
    if (parse_containers(body, piece_size) != parsed)
      FAIL_CHECK("in pieces of " << piece_size);
}

TEST_CASE("an engine without containers sends an empty list or null") {
  for (const std::string_view nothing : {"[]", "[]\n", "null", " [ ] "}) {
    const ParsedContainers parsed = parse_containers(nothing);
    CHECK_FALSE(parsed.error);
    CHECK(parsed.image_ids.empty());
  }
}

TEST_CASE("other JSON is not a list of containers") {
  const struct {
    std::string_view body, complaint;
  } table[] = {
      {"", "an empty answer"},
      {"{}", "not a list of containers at byte 0"},
      {"[1]", "not a list of containers at byte "},
      {"[[]]", "not a list of containers at byte 1"},
      {"[null]", "not a list of containers at byte "},
      {R"([{"ImageID":1}])", "ImageID is not a string at byte "},
      {R"([{"ImageID":["a"]}])", "ImageID is not a string at byte "},
      {R"([{"ImageID":{"a":"b"}}])", "ImageID is not a string at byte "},
      {"[}", "not JSON: "},
      {"[] x", "not JSON: "},
      {"\xef\xbb\xbf[]", "not JSON: "},
      {"[{\"Names\":[\"\xff\"]}]", "not JSON: "},
      {R"([{"Names":["\ud800"]}])", "not JSON: "},
  };
  for (const auto& [text, complaint] : table)
    for (const std::size_t piece_size : {std::string_view::npos, std::size_t(1)}) {
      const ParsedContainers parsed = parse_containers(text, piece_size);
      CAPTURE(text, parsed.problem, piece_size);
      CHECK(parsed.error == Errc::unexpected_answer);
      CHECK(parsed.problem.starts_with(complaint));
    }
  const auto too_long = parse_containers("[{\"ImageID\":\"" + std::string(1'000'000, 'x') + "\"}]");
  CHECK(too_long.error == Errc::unexpected_answer);
  CHECK(too_long.problem.starts_with("a name is too long at byte "));
}

TEST_CASE("a list of containers that ends early is truncated") {
  for (std::size_t size = 1; size < body.rfind(']'); ++size) {
    const ParsedContainers parsed = parse_containers(std::string_view(body).substr(0, size));
    CAPTURE(size);
    CHECK(parsed.error == Errc::truncated_answer);
    CHECK(parsed.problem == "the list of containers ends at byte " + std::to_string(size));
  }
}

TEST_CASE("an exception of the container sink leaves write()") {
  ContainerListParser parser([](std::string_view) { throw std::runtime_error("full"); });
  dkrls::error_code error;
  CHECK_THROWS_AS(parser.write(R"([{"ImageID":"1"}])", error), std::runtime_error);
}

TEST_CASE("a container keeps nothing of a previous one with much text") {
  const std::string much(20'000, 'x');
  CHECK(
      parse_containers(R"([{"ImageID":")" + much + R"("},{"ImageID":"1"},{"Id":"2"}])").image_ids ==
      Texts{much, "1"});
}
