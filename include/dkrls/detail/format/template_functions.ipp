// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <iterator>
#include <utility>

#include "dkrls/detail/format/template_functions.hpp"

namespace dkrls::detail {

DKRLS_DECL const FunctionTraits* find_function(std::string_view name) noexcept {
  const auto* const found =
      std::find_if(std::begin(template_functions), std::end(template_functions),
                   [&](auto& each) { return each.name == name; });
  return found == std::end(template_functions) ? nullptr : found;
}

DKRLS_DECL bool reads_record(const Expression& expression) noexcept {
  return expression.kind == Expression::Kind::call && expression.arguments.size() == 1 &&
         expression.arguments.front().kind == Expression::Kind::record;
}

/// Throws TemplateRefusal unless an argument has the type that a letter of FunctionTraits names.
inline void check_argument(const FunctionTraits& function, char wanted, const Typed& argument) {
  const TemplateType type = argument.type;
  if (reads_record(argument.expression))
    refuse(argument.at, "{{json .}} stands alone");
  const bool fits = wanted == 't'   ? type == TemplateType::text
                    : wanted == 'n' ? type == TemplateType::number
                    : wanted == 'l' ? type == TemplateType::list
                                    : type != TemplateType::number && type != TemplateType::record;
  if (fits || (type == TemplateType::record && function.function == Function::json))
    return;
  const std::string_view needed = wanted == 'n'   ? "a number"
                                  : wanted == 'l' ? "a list, as split makes one,"
                                                  : "a text";
  throw TemplateRefusal{
      argument.at, "\"" + std::string(function.name) + "\" needs " + std::string(needed) + " here"};
}

/// Returns the type of what a function returns. Throws TemplateRefusal for texts that are compared
/// with anything else.
inline TemplateType type_of_call(const FunctionTraits& function,
                                 const std::vector<Typed>& arguments, std::size_t at) {
  const bool alike = std::all_of(arguments.begin(), arguments.end(), [&](const Typed& each) {
    return each.type == arguments.front().type;
  });
  switch (function.function) {
    case Function::eq:
    case Function::ne:
      if (!alike || arguments.front().type == TemplateType::list ||
          arguments.front().type == TemplateType::any)
        throw TemplateRefusal{
            at, "\"" + std::string(function.name) + "\" compares texts with texts only"};
      return TemplateType::truth;
    case Function::negation:
      return TemplateType::truth;
    case Function::conjunction:
    case Function::disjunction:
      return alike ? arguments.front().type : TemplateType::any;
    case Function::split:
      return TemplateType::list;
    default:
      return TemplateType::text;
  }
}

DKRLS_DECL Typed make_call(std::string_view name, std::vector<Typed> arguments, std::size_t at) {
  const FunctionTraits& function = *find_function(name);
  const std::size_t least = function.least;
  if (arguments.size() < least ||
      (!function.repeats && arguments.size() > function.arguments.size()))
    throw TemplateRefusal{at, "\"" + std::string(name) + "\" needs " + std::to_string(least) +
                                  (function.repeats ? " arguments or more"
                                   : least == 1     ? " argument"
                                                    : " arguments")};
  for (std::size_t i = 0; i < arguments.size(); ++i)
    check_argument(function, function.arguments[std::min(i, function.arguments.size() - 1)],
                   arguments[i]);
  Typed call{{.kind = Expression::Kind::call, .function = function.function},
             type_of_call(function, arguments, at),
             at};
  for (Typed& argument : arguments)
    call.expression.arguments.push_back(std::move(argument.expression));
  return call;
}

}  // namespace dkrls::detail
