// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/image.hpp"

namespace dkrls::detail {

/// A row as its JSON shows it.
struct PrintedRow {
  Image image;             ///< without names
  std::string repository;  ///< empty if it is null, like the tag
  std::string tag;
  std::vector<std::string> digests;
  std::optional<bool> dangling;
};

/// Parses a JSON object that a Formatter wrote for a row; nullopt for that of a total.
/// *Errors:* throws Error with Errc::not_a_row and what is wrong with it.
DKRLS_DECL std::optional<PrintedRow> parse_row(std::string_view json);

/// Returns the image with the names of the row.
DKRLS_DECL Image image_of(PrintedRow row);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/rows/row_parser.ipp"
#endif
