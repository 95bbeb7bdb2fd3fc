// SPDX-License-Identifier: MIT
#pragma once

#include <dkrls/formatter.hpp>
#include <dkrls/image_query.hpp>
#include <dkrls/read_rows.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace dkrls_test {

/// Returns what `dkr-ls tags --format json` prints for these images.
inline std::string print_rows(const std::vector<dkrls::Image>& images,
                              dkrls::RowOrder order = dkrls::RowOrder()) {
  std::ostringstream out;
  const dkrls::Listing listing = dkrls::ImageQuery().order_by(order).keep_images().select(images);
  dkrls::Formatter(dkrls::ImageFormat::json(), dkrls::FormatOptions()).write(listing, out);
  return out.str();
}

/// The result of reading rows.
struct ReadRows {
  std::vector<dkrls::Image> images;  ///< includes the images before an error
  dkrls::error_code error;
  std::string problem;
};

inline ReadRows read_rows(const std::string& text) {
  ReadRows read;
  std::istringstream in(text);
  dkrls::Diagnostics diagnostics;
  dkrls::read_rows(
      in, [&](const dkrls::Image& image) { read.images.push_back(image); }, read.error,
      diagnostics);
  read.problem = diagnostics.message;
  return read;
}

}  // namespace dkrls_test
