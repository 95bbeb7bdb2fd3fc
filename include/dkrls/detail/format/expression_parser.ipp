// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "dkrls/detail/format/expression_parser.hpp"

namespace dkrls::detail {

DKRLS_DECL void ExpressionParser::refuse_field(std::size_t at, std::string_view name) const {
  const auto begins_with_name = [&](std::string_view field) {
    return equals_ignoring_case(field.substr(0, name.size()), name);
  };
  const auto meant = std::find_if(fields_.begin(), fields_.end(), begins_with_name);
  std::string why = "unknown field \"." + std::string(name) + '"';
  if (meant != fields_.end())
    refuse(at, why + "; did you mean \"." + std::string(*meant) + "\"?");
  why += "; there are";
  for (const std::string_view field : fields_)
    why += (field == fields_.front() ? " ." : ", .") + std::string(field);
  refuse(at, why);
}

[[noreturn]] inline void refuse_word(std::size_t at, std::string_view word) {
  std::string why = word.empty() ? "a field or a function is expected"
                                 : "\"" + std::string(word) + "\" is not supported";
  why += "; there are fields such as .Repository, if, else, end, index";
  for (const FunctionTraits& each : template_functions)
    why.append(", ").append(each.name);
  refuse(at, why);
}

/// A text between double quotes, with Go's escapes for a quote, a backslash, a tab and a new line,
/// or between backquotes. There a typed "\t" and "\n" are a tab and a new line, too: docker
/// replaces them in the whole format before it reads it.
DKRLS_DECL Typed ExpressionParser::parse_text() {
  const std::size_t start = cursor_.at;
  const char quote = cursor_.format[cursor_.at++];
  std::string text;
  for (; cursor_.at < cursor_.format.size() && cursor_.format[cursor_.at] != quote; ++cursor_.at) {
    if (cursor_.format[cursor_.at] == '\\' && quote == '"' &&
        cursor_.at + 1 < cursor_.format.size()) {
      constexpr std::string_view escaped = "\"\\tnr";
      const std::size_t which = escaped.find(cursor_.format[++cursor_.at]);
      if (which == std::string_view::npos)
        refuse(cursor_.at - 1, "unknown escape in a text");
      text += "\"\\\t\n\r"[which];
    } else if (cursor_.comes("\\t") || cursor_.comes("\\n")) {
      text += cursor_.format[++cursor_.at] == 't' ? '\t' : '\n';
    } else {
      text += cursor_.format[cursor_.at];
    }
  }
  if (cursor_.at == cursor_.format.size())
    refuse(start, "a text has no end");
  ++cursor_.at;
  return {{.kind = Expression::Kind::text, .text = std::move(text)}, TemplateType::text, start};
}

DKRLS_DECL Typed ExpressionParser::parse_number() {
  constexpr std::size_t most_digits = 9;
  const std::size_t start = cursor_.at;
  std::size_t number = 0;
  for (; cursor_.at < cursor_.format.size() && is_digit(cursor_.format[cursor_.at]); ++cursor_.at)
    number = number * 10 + static_cast<std::size_t>(cursor_.format[cursor_.at] - '0');
  if (cursor_.at - start > most_digits)
    refuse(start, "a number is too big");
  return {{.kind = Expression::Kind::number, .number = number}, TemplateType::number, start};
}

/// The field that has keys.
inline constexpr std::string_view map_field = "Labels";

/// The ".key" of ".Labels.key", which starts at `start`.
DKRLS_DECL Typed ExpressionParser::parse_member(std::size_t start, std::size_t field) {
  const std::size_t dot = cursor_.at++;
  const std::string key(cursor_.word());
  cursor_.at += key.size();
  if (key.empty() || cursor_.comes(".") || cursor_.comes("-") || cursor_.comes("/"))
    refuse(dot, "such a key is read by {{index .Labels \"key\"}}");
  return {
      {.kind = Expression::Kind::member, .field = field, .text = key}, TemplateType::text, start};
}

/// What follows the word index: the field and a key between quotes.
DKRLS_DECL Typed ExpressionParser::parse_index(std::size_t start) {
  cursor_.skip_blanks();
  const std::size_t field_start = cursor_.at;
  const Typed field = cursor_.comes(".") ? parse_field() : Typed();
  if (field.expression.kind != Expression::Kind::field ||
      fields_[field.expression.field] != map_field)
    refuse(field_start, "index reads .Labels only: {{index .Labels \"key\"}}");
  cursor_.skip_blanks();
  if (!cursor_.comes("\"") && !cursor_.comes("`"))
    refuse(cursor_.at, "index needs a key in quotes: {{index .Labels \"key\"}}");
  const Typed key = parse_text();
  return {{.kind = Expression::Kind::member,
           .field = field.expression.field,
           .text = key.expression.text},
          TemplateType::text,
          start};
}

/// ".", ".Field" or ".Labels.key".
DKRLS_DECL Typed ExpressionParser::parse_field() {
  const std::size_t start = cursor_.at++;
  const std::string_view name = cursor_.word();
  cursor_.at += name.size();
  if (name.empty())
    return {{.kind = Expression::Kind::record}, TemplateType::record, start};
  const auto field = std::find(fields_.begin(), fields_.end(), name);
  if (field == fields_.end())
    refuse_field(start, name);
  const auto number = static_cast<std::size_t>(field - fields_.begin());
  if (name == map_field && cursor_.comes("."))
    return parse_member(start, number);
  return {{.kind = Expression::Kind::field, .field = number}, TemplateType::text, start};
}

DKRLS_DECL bool ExpressionParser::operand_comes() {
  cursor_.skip_blanks();
  const std::string_view text = cursor_.rest();
  return !text.empty() &&
         (is_name_character(text.front()) ||
          std::string_view(".\"`($'").find(text.front()) != std::string_view::npos);
}

DKRLS_DECL Typed ExpressionParser::parse_operand() {
  cursor_.skip_blanks();
  const std::size_t start = cursor_.at;
  if (cursor_.comes("."))
    return parse_field();
  if (cursor_.comes("\"") || cursor_.comes("`"))
    return parse_text();
  if (cursor_.comes("(")) {
    const TemplateDepth depth(cursor_);
    ++cursor_.at;
    Typed value = parse_pipeline();
    cursor_.skip_blanks();
    if (!cursor_.comes(")"))
      refuse(start, "\"(\" has no \")\"");
    ++cursor_.at;
    value.at = start;
    return value;
  }
  const std::string_view word = cursor_.word();
  if (!word.empty() && is_digit(word.front()))
    return parse_number();
  cursor_.at += word.size();
  if (word == "true" || word == "false")
    return {{.kind = Expression::Kind::truth, .number = word == "true" ? 1u : 0u},
            TemplateType::truth,
            start};
  if (find_function(word) != nullptr)
    return make_call(word, {}, start);
  if (cursor_.comes("$"))
    refuse_word(start, "$");
  refuse_word(start, word);
}

/// A function with its arguments, the last of which may be piped into it, or an operand.
DKRLS_DECL Typed ExpressionParser::parse_command(const Typed* piped) {
  cursor_.skip_blanks();
  const std::size_t start = cursor_.at;
  const std::string_view name = cursor_.word();
  if (find_function(name) == nullptr) {
    cursor_.at += name == "index" ? name.size() : 0;
    Typed operand = name == "index" ? parse_index(start) : parse_operand();
    if (piped != nullptr)
      refuse(start, "a function is expected behind \"|\"");
    if (operand_comes())
      refuse(cursor_.at, "\"}}\" is expected here");
    return operand;
  }
  cursor_.at += name.size();
  std::vector<Typed> arguments;
  while (operand_comes())
    arguments.push_back(parse_operand());
  if (piped != nullptr)
    arguments.push_back(*piped);
  return make_call(name, std::move(arguments), start);
}

DKRLS_DECL Typed ExpressionParser::parse_pipeline() {
  Typed value = parse_command(nullptr);
  std::size_t pipes = 0;
  for (cursor_.skip_blanks(); cursor_.comes("|"); cursor_.skip_blanks()) {
    if (++pipes > TemplateDepth::most)
      refuse(cursor_.at, "too many pipes");
    ++cursor_.at;
    value = parse_command(&value);
  }
  return value;
}

}  // namespace dkrls::detail
