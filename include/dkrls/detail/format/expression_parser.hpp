// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/format/template_cursor.hpp"
#include "dkrls/detail/format/template_functions.hpp"

namespace dkrls::detail {

/// Parses what computes a value in Go's templates: fields, texts, true and false, functions, pipes
/// and parentheses. Source: Go's text/template, "Pipelines".
class ExpressionParser {
 public:
  /// *Lifetime:* `cursor` and `fields`, the names of the fields, must outlive this object.
  ExpressionParser(TemplateCursor& cursor, std::span<const std::string_view> fields)
      : cursor_(cursor), fields_(fields) {}

  /// Takes a pipeline from the cursor. Throws TemplateRefusal.
  Typed parse_pipeline();

 private:
  Typed parse_command(const Typed* piped);
  Typed parse_operand();
  Typed parse_field();
  Typed parse_member(std::size_t start, std::size_t field);
  Typed parse_index(std::size_t start);
  Typed parse_text();
  Typed parse_number();
  bool operand_comes();
  [[noreturn]] void refuse_field(std::size_t at, std::string_view name) const;

  TemplateCursor& cursor_;
  std::span<const std::string_view> fields_;
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/format/expression_parser.ipp"
#endif
