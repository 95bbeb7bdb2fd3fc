// The parser of image lists: in whatever pieces a list comes, the result is the same. What it reads
// with agrees with Boost.JSON about what is JSON, and what is in it.

#include "fuzz.hpp"
#include "json_trace.hpp"
#include "parse_images.hpp"

using namespace dkrls_fuzz;

namespace {

dkrls_test::ParsedImages parse(const std::vector<std::string_view>& pieces) {
  dkrls_test::ParsedImages parsed = dkrls_test::parse_pieces(pieces);
  expect(!parsed.error == parsed.problem.empty(), "a refusal says what is wrong, and nothing else");
  return parsed;
}

void compare_with_boost(std::string_view body, bool is_image_list) {
  const dkrls_test::JsonTrace trace = dkrls_test::trace_json({body});
  expect(trace.is_json || !is_image_list, "an image list is JSON");
  const auto expected = dkrls_test::trace_with_boost(body);
  if (!expected)
    return;
  expect(trace.is_json == expected->is_json, "what is JSON is JSON to Boost, and nothing else is");
  expect(!trace.is_json || trace.told == expected->told, "the same is in it");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body = text_of(data, size);
  const dkrls_test::ParsedImages whole = parse({body});
  Numbers numbers(body);
  expect(parse(cut(body, 1, numbers)) == whole, "byte by byte is as good as whole");
  expect(parse(cut(body, 16, numbers)) == whole, "pieces are as good as whole");
  for (const dkrls::Image& image : whole.images)
    expect(!image.id.empty(), "every image has an ID");
  compare_with_boost(body, !whole.error);
  return 0;
}
