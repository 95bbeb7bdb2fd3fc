// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/format/expression.hpp"
#include "dkrls/detail/format/template_cursor.hpp"

/// The functions of templates as the parser sees them: their names, and the types they take.
namespace dkrls::detail {

/// Thrown while a template is parsed: why it is refused, and at which byte of the format.
struct TemplateRefusal {
  std::size_t at;
  std::string why;
};

[[noreturn]] inline void refuse(std::size_t at, const std::string& why) {
  throw TemplateRefusal{at, why};
}

/// Limits how deep conditions and parentheses nest, which both are read by recursion.
class TemplateDepth {
 public:
  static constexpr std::size_t most = 50;

  explicit TemplateDepth(TemplateCursor& cursor) : cursor_(cursor) {
    if (cursor.depth == most)
      refuse(cursor.at, "{{if}} and parentheses nest too deep");
    ++cursor.depth;
  }
  ~TemplateDepth() { --cursor_.depth; }
  TemplateDepth(const TemplateDepth&) = delete;
  TemplateDepth& operator=(const TemplateDepth&) = delete;

 private:
  TemplateCursor& cursor_;
};

/// The type of an expression. `any` is text, truth or list.
enum class TemplateType { text, truth, number, list, record, any };

/// An expression, its type, and where it begins.
struct Typed {
  Expression expression;
  TemplateType type = TemplateType::text;
  std::size_t at = 0;
};

/// A function, a letter for the type of each argument (t: text, n: number, l: list, a: any of text,
/// truth and list), how many arguments it needs, and whether the last may be repeated.
struct FunctionTraits {
  std::string_view name;
  Function function;
  std::string_view arguments;
  std::size_t least;
  bool repeats;
};

inline constexpr FunctionTraits template_functions[] = {
    {"and", Function::conjunction, "a", 1, true}, {"eq", Function::eq, "a", 2, true},
    {"join", Function::join, "lt", 2, false},     {"json", Function::json, "a", 1, false},
    {"lower", Function::lower, "t", 1, false},    {"ne", Function::ne, "aa", 2, false},
    {"not", Function::negation, "a", 1, false},   {"or", Function::disjunction, "a", 1, true},
    {"println", Function::println, "a", 0, true}, {"split", Function::split, "tt", 2, false},
    {"title", Function::title, "t", 1, false},    {"truncate", Function::truncate, "tn", 2, false},
    {"upper", Function::upper, "t", 1, false},
};

/// Returns nullptr if there is no such function.
DKRLS_DECL const FunctionTraits* find_function(std::string_view name) noexcept;

/// True for "json .", the whole record.
DKRLS_DECL bool reads_record(const Expression& expression) noexcept;

/// Returns the call of a function that find_function() knows. Throws TemplateRefusal if the
/// arguments are not what it takes.
DKRLS_DECL Typed make_call(std::string_view name, std::vector<Typed> arguments, std::size_t at);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/format/template_functions.ipp"
#endif
