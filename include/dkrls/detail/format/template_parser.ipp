// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <utility>

#include "dkrls/detail/format/template_parser.hpp"
#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/detail/text/utf8.hpp"

namespace dkrls::detail {

inline std::string with_typed_blanks(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (blank_size(rest) == 2)
      out += text[++i] == 't' ? '\t' : '\n';
    else
      out += text[i];
  }
  return out;
}

DKRLS_DECL void TemplateParser::set_problem(const TemplateRefusal& refusal) {
  problem_.column = count_code_points(cursor_.format.substr(0, refusal.at)) + 1;
  problem_.message = "column " + std::to_string(problem_.column) + " of the format: " + refusal.why;
}

DKRLS_DECL void TemplateParser::add_literal(Cell& pieces, std::size_t end, bool trim_end) {
  std::string text = with_typed_blanks(cursor_.format.substr(cursor_.at, end - cursor_.at));
  if (trim_end)
    text.erase(text.find_last_not_of(template_blanks) + 1);
  if (trim_start_)
    text.erase(0, text.find_first_not_of(template_blanks));
  if (!text.empty())
    pieces.push_back({.kind = Piece::Kind::literal, .literal = std::move(text), .at = cursor_.at});
  cursor_.at = end;
}

/// Takes the end of an action, "}}" or " -}}".
DKRLS_DECL void TemplateParser::close_action() {
  cursor_.skip_blanks();
  trim_start_ = cursor_.comes("-}}") && ends_in_blank(cursor_.format.substr(0, cursor_.at));
  cursor_.at += trim_start_ ? 1 : 0;
  if (cursor_.at >= cursor_.format.size())
    refuse(action_, "\"{{\" has no \"}}\"");
  if (!cursor_.comes("}}"))
    refuse(cursor_.at, "\"}}\" is expected here");
  cursor_.at += 2;
}

/// "/* ... */" and the end of the action.
DKRLS_DECL void TemplateParser::parse_comment() {
  const std::size_t end = cursor_.format.find("*/", cursor_.at);
  if (end == std::string_view::npos)
    refuse(cursor_.at, "\"/*\" has no \"*/\"");
  cursor_.at = end + 2;
  close_action();
}

/// The value of an action, and the end of that.
DKRLS_DECL Piece TemplateParser::parse_value() {
  Typed value = expressions_.parse_pipeline();
  close_action();
  Piece piece{.kind = Piece::Kind::value, .at = value.at};
  const bool is_json = value.expression.kind == Expression::Kind::call &&
                       value.expression.function == Function::json;
  const Expression& read = is_json ? value.expression.arguments.front() : value.expression;
  piece.field = read.field;
  if (value.type == TemplateType::record)
    refuse(value.at, "\".\" is no text; give {{json .}} or a field");
  if (value.type == TemplateType::number)
    refuse(value.at, "a number is no text; give a field");
  if (read.kind == Expression::Kind::record)
    piece.kind = whole_;
  else if (read.kind == Expression::Kind::field)
    piece.kind = is_json ? Piece::Kind::json : Piece::Kind::text;
  else
    piece.expression = std::move(value.expression);
  return piece;
}

/// What stands behind "if": a value, and lists of pieces up to {{end}}.
DKRLS_DECL void TemplateParser::parse_condition(Piece& condition) {
  const TemplateDepth depth(cursor_);
  const Typed value = expressions_.parse_pipeline();
  if (value.type == TemplateType::record || value.type == TemplateType::number ||
      reads_record(value.expression))
    refuse(value.at, "a field or a function is expected behind \"if\"");
  condition.expression = value.expression;
  close_action();
  if (parse_list(condition.then, condition.at) == End::end)
    return;
  cursor_.skip_blanks();
  if (cursor_.word() == "if") {  // {{else if}}: both have one {{end}}
    condition.otherwise.push_back({.kind = Piece::Kind::condition, .at = cursor_.at});
    cursor_.at += 2;
    parse_condition(condition.otherwise.back());
    return;
  }
  close_action();
  if (parse_list(condition.otherwise, condition.at) == End::otherwise)
    refuse(action_, "{{if}} has a second {{else}}");
}

/// Returns what an action ended, if any. Behind {{else}} the action is still open.
DKRLS_DECL std::optional<TemplateParser::End> TemplateParser::parse_action(
    Cell& pieces, std::optional<std::size_t> start_of_if) {
  action_ = cursor_.at;
  cursor_.at += 2;
  if (cursor_.comes("-") && blank_size(cursor_.format.substr(cursor_.at + 1)) > 0)
    cursor_.at += 1 + blank_size(cursor_.format.substr(cursor_.at + 1));
  if (cursor_.comes("/*")) {
    parse_comment();
    return std::nullopt;
  }
  cursor_.skip_blanks();
  if (cursor_.format.find("}}", cursor_.at) == std::string_view::npos)
    refuse(action_, "\"{{\" has no \"}}\"");
  const std::size_t start = cursor_.at;
  const std::string_view word = cursor_.word();
  if (word == "end" || word == "else") {
    if (!start_of_if)
      refuse(start, "{{" + std::string(word) + "}} has no {{if}}");
    cursor_.at += word.size();
    if (word == "else")
      return End::otherwise;
    close_action();
    return End::end;
  }
  if (word == "if") {
    cursor_.at += word.size();
    Piece condition{.kind = Piece::Kind::condition, .at = start};
    parse_condition(condition);
    pieces.push_back(std::move(condition));
  } else {
    pieces.push_back(parse_value());
  }
  return std::nullopt;
}

/// Reads pieces up to the end of the format, or of the {{if}} that starts at `start_of_if`.
DKRLS_DECL TemplateParser::End TemplateParser::parse_list(Cell& pieces,
                                                          std::optional<std::size_t> start_of_if) {
  for (;;) {
    const std::size_t open = std::min(cursor_.format.find("{{", cursor_.at), cursor_.format.size());
    const std::string_view action = cursor_.format.substr(open);
    add_literal(pieces, open, action.starts_with("{{-") && blank_size(action.substr(3)) > 0);
    trim_start_ = false;
    if (open == cursor_.format.size()) {
      if (start_of_if)
        refuse(*start_of_if, "{{if}} has no {{end}}");
      return End::of_format;
    }
    if (const std::optional<End> end = parse_action(pieces, start_of_if))
      return *end;
  }
}

DKRLS_DECL bool TemplateParser::parse(std::string_view format, std::size_t start) {
  cursor_.format = format;
  cursor_.at = start;
  try {
    parse_list(pieces_, std::nullopt);
    return true;
  } catch (const TemplateRefusal& refusal) {
    set_problem(refusal);
    return false;
  }
}

/// Throws if a piece has no place in a line of a table.
DKRLS_DECL void TemplateParser::check_line(const Piece& piece) const {
  if (piece.kind == Piece::Kind::object || piece.kind == Piece::Kind::docker_object)
    refuse(piece.at, "a table has no heading for {{json .}}");
  if (piece.kind == Piece::Kind::value && breaks_line(piece.expression))
    refuse(piece.at, "a row of a table is one line, without println or tabs in a text");
  if (piece.literal.find('\n') != std::string::npos)
    refuse(std::min(cursor_.format.find("\\n", piece.at), cursor_.format.find('\n', piece.at)),
           "a row of a table is one line");
  for (const Cell* const pieces : {&piece.then, &piece.otherwise}) {
    for (const Piece& each : *pieces) {
      check_line(each);
      if (each.literal.find('\t') != std::string::npos)
        refuse(each.at, "a tab between {{if}} and {{end}} makes no column");
    }
  }
}

/// Adds the text of a literal; each tab begins another cell.
inline void append_literal(std::string_view text, std::vector<Cell>& cells) {
  for (;;) {
    const std::size_t tab = std::min(text.find('\t'), text.size());
    if (tab > 0)
      cells.back().push_back(
          {.kind = Piece::Kind::literal, .literal = std::string(text.substr(0, tab))});
    if (tab == text.size())
      return;
    cells.emplace_back();
    text.remove_prefix(tab + 1);
  }
}

DKRLS_DECL bool TemplateParser::split(std::vector<Cell>& cells) {
  cells.emplace_back();
  try {
    for (const Piece& piece : pieces_) {
      check_line(piece);
      if (piece.kind == Piece::Kind::literal)
        append_literal(piece.literal, cells);
      else
        cells.back().push_back(piece);
    }
    return true;
  } catch (const TemplateRefusal& refusal) {
    set_problem(refusal);
    return false;
  }
}

}  // namespace dkrls::detail
