// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "dkrls/detail/config.hpp"

namespace dkrls::detail {

/// The functions of templates: docker's own and Go's, of each those that take and return text,
/// lists of text and truth. Source: docker/cli, templates.basicFunctions; Go's text/template.
enum class Function {
  conjunction,
  eq,
  join,
  json,
  lower,
  ne,
  negation,
  disjunction,
  println,
  split,
  title,
  truncate,
  upper
};

/// An expression of a template: a field, a constant or a call.
struct Expression {
  enum class Kind {
    field,
    member,  ///< what the field has under the key `text`
    record,  ///< ".", the whole record, which json alone can read
    text,
    truth,
    number,
    call,
  };

  Kind kind = Kind::text;
  std::size_t field = 0;  ///< the number of the field in RecordTraits::fields
  std::string text = {};
  std::size_t number = 0;  ///< 1 is true
  Function function = Function::json;
  std::vector<Expression> arguments = {};
};

/// True if a value of the expression may end a line or a column: it calls println, or has a text
/// with a tab or a new line.
DKRLS_DECL bool breaks_line(const Expression& expression);

/// True if the expression or one of its arguments reads the field.
DKRLS_DECL bool reads_field(const Expression& expression, std::size_t field);

/// A text, true or false, or a list of texts.
using Value = std::variant<std::string, bool, std::vector<std::string>>;

/// Where expressions get their fields from.
class FieldReader {
 public:
  virtual ~FieldReader() = default;

  /// Returns the field as people read it.
  virtual std::string text(std::size_t field) = 0;

  /// Returns the field as {{json .Field}} shows it.
  virtual std::string json(std::size_t field) = 0;

  /// Returns what the field has under a key, as people read it or as JSON.
  virtual std::string member(std::size_t field, std::string_view key) = 0;
  virtual std::string member_json(std::size_t field, std::string_view key) = 0;

  /// True for the headings of a table, which functions leave as they are.
  /// Source: docker/cli, templates.HeaderFunctions.
  virtual bool reads_headings() const = 0;
};

DKRLS_DECL Value evaluate(const Expression& expression, FieldReader& fields);

/// Returns what {{if}} makes of a value: an empty text or list is false.
DKRLS_DECL bool is_true(const Value& value);

/// Appends a value as Go prints it.
DKRLS_DECL void append_value(std::string& out, const Value& value);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/format/expression.ipp"
#endif
