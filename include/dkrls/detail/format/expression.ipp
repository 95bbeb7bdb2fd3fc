// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <utility>

#include "dkrls/detail/format/expression.hpp"
#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/detail/text/json_text.hpp"
#include "dkrls/detail/text/utf8.hpp"

namespace dkrls::detail {

/// The functions below change the case of ASCII letters only: names of images have no others.
constexpr char to_upper(char c) noexcept {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

template <class Change>
std::string with_each(std::string text, Change change) {
  std::transform(text.begin(), text.end(), text.begin(), change);
  return text;
}

/// As Go's strings.Title: a letter behind a character that is no letter, digit or "_" becomes big.
inline std::string to_title(std::string text) {
  bool starts_word = true;
  for (char& c : text) {
    if (starts_word)
      c = to_upper(c);
    const char small = to_lower(c);
    starts_word = static_cast<unsigned char>(c) < 0x80 && !is_digit(c) && c != '_' &&
                  (small < 'a' || small > 'z');
  }
  return text;
}

/// The bytes of the first character; a byte that is not UTF-8 counts as one.
inline std::size_t first_length(std::string_view text) noexcept {
  return std::max<std::size_t>(decode_utf8(text).length, 1);
}

/// As Go's strings.Split: an empty separator splits between characters.
inline std::vector<std::string> split_text(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  if (separator.empty()) {
    while (!text.empty()) {
      const std::size_t length = first_length(text);
      parts.emplace_back(text.substr(0, length));
      text.remove_prefix(length);
    }
    return parts;
  }
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos)
      return parts;
    text.remove_prefix(end + separator.size());
  }
}

inline std::string join_texts(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    text.append(i == 0 ? "" : separator).append(parts[i]);
  return text;
}

/// The first `bytes` bytes, but no part of a character.
inline std::string truncated(std::string_view text, std::size_t bytes) {
  std::size_t end = 0;
  while (end < text.size()) {
    const std::size_t length = first_length(text.substr(end));
    if (end + length > bytes)
      break;
    end += length;
  }
  return std::string(text.substr(0, end));
}

inline std::string value_as_json(const Value& value) {
  std::string out;
  if (const auto* const text = std::get_if<std::string>(&value)) {
    append_json_string(out, *text, JsonEscapes::needed);
  } else if (const auto* const list = std::get_if<std::vector<std::string>>(&value)) {
    out += '[';
    for (const std::string& each : *list) {
      out.append(out.size() == 1 ? "" : ",");
      append_json_string(out, each, JsonEscapes::needed);
    }
    out += ']';
  } else {
    append_value(out, value);
  }
  return out;
}

/// True for a function that leaves a heading unchanged.
inline bool changes_text_only(Function function) noexcept {
  return function == Function::json || function == Function::lower || function == Function::title ||
         function == Function::truncate || function == Function::upper;
}

/// and, or: the first argument that decides, or the last.
inline Value evaluate_until(const std::vector<Expression>& arguments, bool deciding,
                            FieldReader& fields) {
  for (std::size_t i = 0;; ++i) {
    Value value = evaluate(arguments[i], fields);
    if (i + 1 == arguments.size() || is_true(value) == deciding)
      return value;
  }
}

inline Value call(Function function, const std::vector<Expression>& arguments,
                  FieldReader& fields) {
  if (function == Function::conjunction || function == Function::disjunction)
    return evaluate_until(arguments, function == Function::disjunction, fields);
  if (fields.reads_headings() && changes_text_only(function)) {
    const Value heading = evaluate(arguments.front(), fields);
    return std::holds_alternative<std::string>(heading) ? heading : value_as_json(heading);
  }
  if (function == Function::json && arguments.front().kind == Expression::Kind::field)
    return fields.json(arguments.front().field);
  if (function == Function::json && arguments.front().kind == Expression::Kind::member)
    return fields.member_json(arguments.front().field, arguments.front().text);

  std::vector<Value> values;
  values.reserve(arguments.size());
  for (const Expression& argument : arguments)
    values.push_back(evaluate(argument, fields));
  const auto text = [&](std::size_t i) { return std::get<std::string>(values[i]); };
  switch (function) {
    case Function::eq:
      return std::find(values.begin() + 1, values.end(), values.front()) != values.end();
    case Function::ne:
      return values[0] != values[1];
    case Function::negation:
      return !is_true(values[0]);
    case Function::lower:
      return with_each(text(0), to_lower);
    case Function::upper:
      return with_each(text(0), to_upper);
    case Function::title:
      return to_title(text(0));
    case Function::split:
      return split_text(text(0), text(1));
    case Function::join:
      return join_texts(std::get<std::vector<std::string>>(values[0]), text(1));
    case Function::truncate:
      return truncated(text(0), arguments[1].number);
    case Function::json:
      return value_as_json(values[0]);
    case Function::println:
    case Function::conjunction:
    case Function::disjunction:
      break;
  }
  std::string line;
  for (std::size_t i = 0; i < values.size(); ++i) {
    line.append(i == 0 ? "" : " ");
    append_value(line, values[i]);
  }
  return line + '\n';
}

DKRLS_DECL bool breaks_line(const Expression& expression) {
  return (expression.kind == Expression::Kind::call && expression.function == Function::println) ||
         expression.text.find_first_of("\t\r\n") != std::string::npos ||
         std::any_of(expression.arguments.begin(), expression.arguments.end(), breaks_line);
}

DKRLS_DECL bool reads_field(const Expression& expression, std::size_t field) {
  const bool is_field =
      expression.kind == Expression::Kind::field || expression.kind == Expression::Kind::member;
  return (is_field && expression.field == field) ||
         std::any_of(expression.arguments.begin(), expression.arguments.end(),
                     [&](const Expression& each) { return reads_field(each, field); });
}

DKRLS_DECL Value evaluate(const Expression& expression, FieldReader& fields) {
  switch (expression.kind) {
    case Expression::Kind::field:
      return fields.text(expression.field);
    case Expression::Kind::member:
      return fields.member(expression.field, expression.text);
    case Expression::Kind::text:
      return expression.text;
    case Expression::Kind::truth:
      return expression.number == 1;
    case Expression::Kind::call:
      return call(expression.function, expression.arguments, fields);
    case Expression::Kind::record:
    case Expression::Kind::number:
      break;  // arguments that no function evaluates
  }
  return std::string();
}

DKRLS_DECL bool is_true(const Value& value) {
  if (const bool* const truth = std::get_if<bool>(&value))
    return *truth;
  if (const auto* const list = std::get_if<std::vector<std::string>>(&value))
    return !list->empty();
  return !std::get<std::string>(value).empty();
}

DKRLS_DECL void append_value(std::string& out, const Value& value) {
  if (const bool* const truth = std::get_if<bool>(&value))
    out += *truth ? "true" : "false";
  else if (const auto* const list = std::get_if<std::vector<std::string>>(&value))
    out.append("[").append(join_texts(*list, " ")).append("]");
  else
    out += std::get<std::string>(value);
}

}  // namespace dkrls::detail
