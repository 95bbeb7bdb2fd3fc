// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/format/expression_parser.hpp"
#include "dkrls/detail/format/piece.hpp"
#include "dkrls/detail/format/template_cursor.hpp"
#include "dkrls/format_problem.hpp"

namespace dkrls::detail {

/// Parses the part of Go's templates that lists need: text with {{.Field}}, {{json .}}, {{if}},
/// {{else}} and {{end}}, pipes, the functions of template_functions.hpp, comments, and the trim
/// markers "{{- " and " -}}". As in docker, the two characters "\t" become a tab and "\n" a new
/// line. Source: Go's text/template; docker/cli, formatter.Context.
class TemplateParser {
 public:
  /// `whole` is the meaning of {{json .}}; `fields` are the names of the fields in their order.
  TemplateParser(Piece::Kind whole, std::span<const std::string_view> fields)
      : whole_(whole), expressions_(cursor_, fields) {}

  TemplateParser(const TemplateParser&) = delete;
  TemplateParser& operator=(const TemplateParser&) = delete;

  /// Parses `format` from byte `start` on. Columns in error messages count from the start of
  /// `format`.
  ///
  /// *Errors:* returns false for text that is no such template; problem() then describes it.
  bool parse(std::string_view format, std::size_t start);

  /// Splits the parsed template at its tabs into the cells of a table.
  ///
  /// *Errors:* returns false for text that a table line cannot contain; problem() then describes
  /// it.
  bool split(std::vector<Cell>& cells);

  /// The parsed template as one cell.
  Cell& pieces() noexcept { return pieces_; }

  const FormatProblem& problem() const noexcept { return problem_; }

 private:
  /// What ended a list of pieces.
  enum class End { of_format, otherwise, end };

  // These throw TemplateRefusal.
  End parse_list(Cell& pieces, std::optional<std::size_t> start_of_if);
  std::optional<End> parse_action(Cell& pieces, std::optional<std::size_t> start_of_if);
  void parse_condition(Piece& condition);
  void parse_comment();
  Piece parse_value();
  void close_action();
  void check_line(const Piece& piece) const;

  void set_problem(const TemplateRefusal& refusal);
  void add_literal(Cell& pieces, std::size_t end, bool trim_end);

  Piece::Kind whole_;
  TemplateCursor cursor_;
  ExpressionParser expressions_;
  std::size_t action_ = 0;   // where the last "{{" is
  bool trim_start_ = false;  // of the next literal
  Cell pieces_;
  FormatProblem problem_;
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/format/template_parser.ipp"
#endif
