// SPDX-License-Identifier: MIT

// The parser of image lists: the result is the same for any chunks, and it has the images of the
// document that boost::json::parse makes.

#include <algorithm>
#include <boost/json/parse.hpp>
#include <optional>
#include <string>
#include <vector>

#include "fuzz.hpp"
#include "parse_images.hpp"

using namespace dkrls_fuzz;

namespace {

dkrls_test::ParsedImages parse(const std::vector<std::string_view>& pieces) {
  dkrls_test::ParsedImages parsed = dkrls_test::parse_pieces(pieces, {.manifests = true});
  expect(!parsed.error == parsed.problem.empty(), "a refusal says what is wrong, and nothing else");
  return parsed;
}

/// Returns a field of an image in the document; null if the image does not have it.
const boost::json::value& field_of(const boost::json::value& image, std::string_view key) {
  static const boost::json::value absent;
  const boost::json::value* const field = image.as_object().if_contains(key);
  return field != nullptr ? *field : absent;
}

bool is_same(const std::vector<std::string>& texts, const boost::json::value& list) {
  if (list.is_null())
    return texts.empty();
  const boost::json::array& expected = list.as_array();
  return std::equal(texts.begin(), texts.end(), expected.begin(), expected.end(),
                    [](const std::string& text, const boost::json::value& value) {
                      return text == std::string_view(value.as_string());
                    });
}

bool is_same(const std::optional<std::uint64_t>& count, const boost::json::value& number) {
  if (number.is_null() || number.as_int64() < 0)
    return !count;
  return count == static_cast<std::uint64_t>(number.as_int64());
}

void compare_with_document(std::string_view body, const std::vector<dkrls::Image>& images) {
  boost::json::parse_options options;
  options.max_depth = 64;
  boost::system::error_code ec;
  const boost::json::value document = boost::json::parse(body, ec, {}, options);
  expect(!ec, "an image list is JSON");
  if (document.is_null()) {
    expect(images.empty(), "null is an empty list");
    return;
  }
  const boost::json::array& list = document.as_array();
  expect(list.size() == images.size(), "each image is there once");
  for (std::size_t i = 0; i < images.size(); ++i) {
    expect(std::string_view(field_of(list[i], "Id").as_string()) == images[i].id,
           "its ID is the same");
    expect(is_same(images[i].repo_tags, field_of(list[i], "RepoTags")), "its tags are the same");
    expect(is_same(images[i].size, field_of(list[i], "Size")), "its size is the same");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body = text_of(data, size);
  const dkrls_test::ParsedImages whole = parse({body});
  Numbers numbers(body);
  expect(parse(cut(body, 1, numbers)) == whole, "byte by byte is as good as whole");
  expect(parse(cut(body, 16, numbers)) == whole, "chunks are as good as whole");
  for (const dkrls::Image& image : whole.images)
    expect(!image.id.empty(), "every image has an ID");
  if (!whole.error)
    compare_with_document(body, whole.images);
  return 0;
}
