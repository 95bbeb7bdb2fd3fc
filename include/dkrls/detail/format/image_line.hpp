#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// Returns the digests by which the row's repository knows its image, each once and sorted. Some
/// engines list them among the tags.
inline std::vector<std::string_view> digests_of(const Row& row) {
  std::vector<std::string_view> digests;
  if (!row.image || row.repository.empty())
    return digests;
  for (const auto* texts : {&row.image->repo_digests, &row.image->repo_tags}) {
    for (const std::string& text : *texts) {
      const Reference reference = parse_reference(text);
      if (reference.repository == row.repository && !reference.digest.empty())
        digests.push_back(reference.digest);
    }
  }
  std::sort(digests.begin(), digests.end());
  digests.erase(std::unique(digests.begin(), digests.end()), digests.end());
  return digests;
}

/// Returns the bytes that only this image holds; nullopt if they are unknown.
inline std::optional<Figure> unique_of(const ImageLine& line) {
  return line.options.unique ? line.options.unique(*line.row) : std::nullopt;
}

}  // namespace dkrls::detail
