// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "dkrls/disk_usage.hpp"
#include "dkrls/format_options.hpp"
#include "dkrls/listing.hpp"

namespace dkrls::detail {

/// A row under one of its digests.
struct ImageLine {
  const FormatOptions& options;
  bool shows_digest = false;     ///< one line for each digest of a row
  bool shows_reference = false;  ///< one line for each digest of a row without a tag
  const Row* row = nullptr;
  std::string_view digest = {};  ///< empty if there is none or none is shown
};

/// Returns the bytes that only this image holds; nullopt if they are unknown.
inline std::optional<Figure> unique_of(const ImageLine& line) {
  return line.options.unique ? line.options.unique(*line.row) : std::nullopt;
}

}  // namespace dkrls::detail
