#pragma once

#include <algorithm>

#include "dkrls/detail/format/template_parser.hpp"
#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/detail/text/utf8.hpp"
#include "dkrls/terminal_text.hpp"

namespace dkrls::detail {

inline constexpr std::string_view template_blanks = " \t\r\n";

/// How many characters the blank at the start of `text` takes: 2 where it is typed, else 0.
constexpr std::size_t blank_size(std::string_view text) noexcept {
  if (text.starts_with("\\t") || text.starts_with("\\n"))
    return 2;
  return !text.empty() && template_blanks.find(text.front()) != std::string_view::npos ? 1 : 0;
}

constexpr bool ends_in_blank(std::string_view text) noexcept {
  return text.ends_with("\\t") || text.ends_with("\\n") ||
         (!text.empty() && template_blanks.find(text.back()) != std::string_view::npos);
}

constexpr bool is_name_character(char c) noexcept {
  return is_digit(c) || c == '_' || (to_lower(c) >= 'a' && to_lower(c) <= 'z');
}

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

DKRLS_DECL bool TemplateParser::refuse(std::size_t at, const std::string& why) {
  problem_.column = count_code_points(format_.substr(0, at)) + 1;
  problem_.message = "column " + std::to_string(problem_.column) + " of the format: " + why;
  return false;
}

DKRLS_DECL bool TemplateParser::refuse_field(std::size_t at, std::string_view name) {
  const auto begins_with_name = [&](std::string_view field) {
    return !name.empty() && equals_ignoring_case(field.substr(0, name.size()), name);
  };
  const auto meant = std::find_if(fields_.begin(), fields_.end(), begins_with_name);
  std::string why = "unknown field \"." + std::string(name) + '"';
  if (meant != fields_.end())
    return refuse(at, why + "; did you mean \"." + std::string(*meant) + "\"?");
  why += "; there are";
  for (const std::string_view field : fields_)
    why += (field == fields_.front() ? " ." : ", .") + std::string(field);
  return refuse(at, why);
}

DKRLS_DECL void TemplateParser::add_literal(std::size_t start, std::size_t end, bool trim_end) {
  std::string text = with_typed_blanks(format_.substr(start, end - start));
  if (trim_end)
    text.erase(text.find_last_not_of(template_blanks) + 1);
  if (trim_start_)
    text.erase(0, text.find_first_not_of(template_blanks));
  if (text.empty())
    return;
  pieces_.push_back({Piece::Kind::literal, std::move(text)});
  starts_.push_back(start);
}

DKRLS_DECL void TemplateParser::skip_blanks() {
  while (const std::size_t size = blank_size(format_.substr(at_)))
    at_ += size;
}

/// A '.' and, unless the whole is meant, a name.
DKRLS_DECL bool TemplateParser::parse_field() {
  const std::size_t dot = at_++;
  const bool json = pieces_.back().kind == Piece::Kind::json;
  const std::size_t start = at_;
  while (at_ < format_.size() && is_name_character(format_[at_]))
    ++at_;
  const std::string_view name = format_.substr(start, at_ - start);
  if (name.empty()) {
    if (!json)
      return refuse(dot, "\".\" is no text; give {{json .}} or a field");
    pieces_.back().kind = whole_;
    return true;
  }
  const auto field = std::find(fields_.begin(), fields_.end(), name);
  if (field == fields_.end())
    return refuse_field(dot, name);
  pieces_.back().field = static_cast<std::size_t>(field - fields_.begin());
  return true;
}

/// What is between "{{" and "}}".
DKRLS_DECL bool TemplateParser::parse_action() {
  const std::size_t open = at_;
  at_ += 2;
  if (format_.substr(at_).starts_with('-') && blank_size(format_.substr(at_ + 1)) > 0)
    ++at_;
  skip_blanks();
  const std::size_t first = at_;
  starts_.push_back(first);
  pieces_.push_back({Piece::Kind::text});
  if (format_.substr(at_).starts_with("json") && blank_size(format_.substr(at_ + 4)) > 0) {
    pieces_.back().kind = Piece::Kind::json;
    at_ += 4;
    skip_blanks();
  }
  const std::size_t close = format_.find("}}", first);
  if (close == std::string_view::npos)
    return refuse(open, "\"{{\" has no \"}}\"");
  if (!format_.substr(at_).starts_with('.'))
    return refuse(first, "only {{.Field}}, {{json .Field}} and {{json .}} are known");
  if (!parse_field())
    return false;
  skip_blanks();
  trim_start_ = format_.substr(at_).starts_with("-}}") && ends_in_blank(format_.substr(0, at_));
  at_ += trim_start_ ? 1 : 0;
  if (at_ != close)
    return refuse(at_, "\"}}\" is expected after a field");
  at_ += 2;
  return true;
}

DKRLS_DECL bool TemplateParser::parse(std::string_view format, std::size_t start) {
  format_ = format;
  at_ = start;
  while (at_ < format_.size()) {
    const std::size_t open = std::min(format_.find("{{", at_), format_.size());
    const std::string_view action = format_.substr(open);
    const bool trim = action.starts_with("{{-") && blank_size(action.substr(3)) > 0;
    add_literal(at_, open, trim);
    at_ = open;
    if (open < format_.size() && !parse_action())
      return false;
  }
  return true;
}

/// Each tab begins another cell.
inline void append_literal(std::string_view text, std::vector<Cell>& cells) {
  for (;;) {
    const std::size_t tab = std::min(text.find('\t'), text.size());
    if (tab > 0)
      cells.back().push_back({Piece::Kind::literal, std::string(text.substr(0, tab))});
    if (tab == text.size())
      return;
    cells.emplace_back();
    text.remove_prefix(tab + 1);
  }
}

DKRLS_DECL bool TemplateParser::split(std::vector<Cell>& cells) {
  cells.emplace_back();
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const Piece& piece = pieces_[i];
    if (piece.kind == Piece::Kind::object || piece.kind == Piece::Kind::docker_object)
      return refuse(starts_[i], "a table has no heading for {{json .}}");
    if (piece.literal.find('\n') != std::string::npos)
      return refuse(std::min(format_.find("\\n", starts_[i]), format_.find('\n', starts_[i])),
                    "a row of a table is one line");
    if (piece.kind == Piece::Kind::literal)
      append_literal(piece.literal, cells);
    else
      cells.back().push_back(piece);
  }
  return true;
}

}  // namespace dkrls::detail
