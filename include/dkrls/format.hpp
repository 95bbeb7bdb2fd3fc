#pragma once

#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/format/piece.hpp"
#include "dkrls/error.hpp"
#include "dkrls/field.hpp"
#include "dkrls/format_problem.hpp"

namespace dkrls {

/// How the lines of a list are written, one a record: as a table, as JSON or by a template.
/// `Record` is Row, Repository or RepositoryUsage.
template <class Record>
class Format {
 public:
  using Field = FieldOf<Record>;

  enum class Layout { lines, json, table, docker_table };

  /// A table of the columns that `docker images` has, or of those of `dkr-ls repos --long` or
  /// `dkr-ls du`.
  Format();

  /// A table whose columns are at least 20 cells wide.
  static Format table(const std::vector<Field>& columns);

  /// A JSON object a line; docs/json.md lists its keys.
  static Format json();

  /// Reads what docker takes as `--format`:
  /// - "json"; unlike docker's it is json(), of bytes, whole IDs and dates of RFC 3339;
  /// - "table", which is `plain_table`, and "table TEMPLATE" with docker's widths;
  /// - "TEMPLATE": text with {{.Field}}, {{json .Field}}, {{json .}} and Go's trim markers, where a
  ///   typed "\t" and "\n" are a tab and a new line.
  ///
  /// Errc::invalid_format for other text, all other actions of Go's templates among it; `problem`
  /// then says what and where.
  static result<Format> parse(std::string_view text, const Format& plain_table,
                              FormatProblem& problem);

  /// Whether a field is read for what is shown, so that a program can leave out what is not.
  /// {{json .}} does not show the digest, as docker's does not without --digests; see
  /// FormatOptions::digests. The fields digest, labels, containers and reference need Row::image.
  bool shows(Field field) const noexcept;

  /// Whether there is a place for FormatOptions::total and what is shown below it: in JSON, and in
  /// a table whose column of sizes has another before it.
  bool has_place_for_total() const noexcept;

  /// For the Formatter.
  Layout layout() const noexcept { return layout_; }
  const std::vector<detail::Cell>& cells() const noexcept { return cells_; }

 private:
  Format(Layout layout, std::vector<detail::Cell> cells)
      : layout_(layout), cells_(std::move(cells)) {}

  Layout layout_;
  std::vector<detail::Cell> cells_;
};

using ImageFormat = Format<Row>;
using RepositoryFormat = Format<Repository>;
using UsageFormat = Format<RepositoryUsage>;

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/format.ipp"
#endif
