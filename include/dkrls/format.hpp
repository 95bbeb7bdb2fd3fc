// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/format/piece.hpp"
#include "dkrls/error.hpp"
#include "dkrls/field.hpp"
#include "dkrls/format_problem.hpp"

namespace dkrls {

/// The format of a list with one line for each record: a table, JSON or a template. `Record` is
/// Row, Repository or RepositoryUsage.
///
/// *Lifetime:* keeps no view of a text that it was parsed from.
/// *Threads:* const functions may run at the same time.
template <class Record>
class Format {
 public:
  using Field = FieldOf<Record>;  ///< ImageField, RepositoryField or UsageField

  /// How records become lines.
  enum class Layout {
    lines,         ///< a template: a line a record
    json,          ///< an object a record
    table,         ///< columns
    docker_table,  ///< columns of docker's widths
  };

  /// A table with the columns of `docker images`, `dkr-ls repos --long` or `dkr-ls du`.
  Format();

  /// A table whose columns are at least 20 cells wide.
  static Format table(const std::vector<Field>& columns);

  /// One JSON object per line; docs/json.md lists its keys.
  static Format json();

  /// Parses a value of docker's `--format`:
  /// - "json": unlike docker's, it is json(), with bytes, whole IDs and RFC 3339 dates;
  /// - "table": `plain_table`; "table TEMPLATE": a table with docker's widths;
  /// - "TEMPLATE": text with {{.Field}}, {{json .Field}}, {{json .}} and Go's trim markers. The two
  ///   characters "\t" become a tab, "\n" a new line.
  ///
  /// *Errors:* Errc::invalid_format for other text, including all other actions of Go's templates;
  /// `problem` then describes the fault and its place.
  static result<Format> parse(std::string_view text, const Format& plain_table,
                              FormatProblem& problem);

  /// True if the format prints a field, so that a program need not request the others. {{json .}}
  /// does not print the digest, as in docker without --digests; see FormatOptions::digests. The
  /// fields digest, labels, containers, reference, platform, content_size and dangling need
  /// Row::image.
  bool shows(Field field) const noexcept;

  /// True if the format can print FormatOptions::total and the lines below it: JSON, and a table
  /// whose size column is not the first.
  bool has_place_for_total() const noexcept;

  Layout layout() const noexcept { return layout_; }  ///< for the Formatter

  /// For the Formatter.
  const std::vector<detail::Cell>& cells() const noexcept { return cells_; }

 private:
  Format(Layout layout, std::vector<detail::Cell> cells)
      : layout_(layout), cells_(std::move(cells)) {}

  Layout layout_;
  std::vector<detail::Cell> cells_;
};

using ImageFormat = Format<Row>;              ///< of a listing
using RepositoryFormat = Format<Repository>;  ///< of repositories
using UsageFormat = Format<RepositoryUsage>;  ///< of repositories with their disk space

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/format.ipp"
#endif
