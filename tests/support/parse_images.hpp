// SPDX-License-Identifier: MIT
#pragma once

#include <dkrls/detail/engine_json/image_list_parser.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dkrls_test {

/// The result of parsing the body of an image list.
struct ParsedImages {
  std::vector<dkrls::Image> images;  ///< includes the images before an error
  dkrls::error_code error;
  std::string problem;

  friend bool operator==(const ParsedImages&, const ParsedImages&) = default;
};

/// Parses the chunks of a body up to the first error.
template <class Pieces>
ParsedImages parse_pieces(const Pieces& pieces, dkrls::detail::ImageFields fields = {}) {
  ParsedImages parsed;
  dkrls::detail::ImageListParser parser(
      [&](const dkrls::Image& image) { parsed.images.push_back(image); }, std::move(fields));
  for (const std::string_view piece : pieces) {
    parser.write(piece, parsed.error);
    if (parsed.error)
      break;
  }
  if (!parsed.error)
    parser.finish(parsed.error);
  parsed.problem = parser.problem();
  return parsed;
}

/// Parses a body, whole or in chunks of one size.
inline ParsedImages parse_images(std::string_view body,
                                 std::size_t piece_size = std::string_view::npos,
                                 dkrls::detail::ImageFields fields = {}) {
  std::vector<std::string_view> pieces;
  while (!body.empty()) {
    pieces.push_back(body.substr(0, piece_size));
    body.remove_prefix(pieces.back().size());
  }
  return parse_pieces(pieces, std::move(fields));
}

}  // namespace dkrls_test
