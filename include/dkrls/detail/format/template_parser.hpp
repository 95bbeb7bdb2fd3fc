#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/format/piece.hpp"
#include "dkrls/format_problem.hpp"

namespace dkrls::detail {

/// Parses the part of Go's templates that lists need: text with {{.Field}}, {{json .Field}} and
/// {{json .}}, blanks inside the braces and the trim markers "{{- " and " -}}". As in docker, the
/// two characters "\t" become a tab and "\n" a new line. Source: Go's text/template, "Text and
/// spaces"; docker/cli, formatter.Context.
class TemplateParser {
 public:
  /// `whole` is the meaning of {{json .}}; `fields` are the names of the fields in their order.
  TemplateParser(Piece::Kind whole, std::span<const std::string_view> fields)
      : whole_(whole), fields_(fields) {}

  /// Parses `format` from byte `start` on. Columns in error messages count from the start of
  /// `format`.
  /// *Errors:* returns false for an unknown action; problem() then describes it.
  bool parse(std::string_view format, std::size_t start);

  /// Splits the parsed template at its tabs into the cells of a table.
  /// *Errors:* returns false for text that a table line cannot contain; problem() then describes
  /// it.
  bool split(std::vector<Cell>& cells);

  /// The parsed template as one cell.
  Cell& pieces() noexcept { return pieces_; }

  const FormatProblem& problem() const noexcept { return problem_; }

 private:
  bool refuse(std::size_t at, const std::string& why);
  bool refuse_field(std::size_t at, std::string_view name);
  void add_literal(std::size_t start, std::size_t end, bool trim_end);
  bool parse_action();
  bool parse_field();
  void skip_blanks();

  Piece::Kind whole_;
  std::span<const std::string_view> fields_;
  std::string_view format_;
  std::size_t at_ = 0;       // in format_
  bool trim_start_ = false;  // of the next literal
  Cell pieces_;
  std::vector<std::size_t> starts_;  // of the pieces, in format_
  FormatProblem problem_;
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/format/template_parser.ipp"
#endif
