// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "dkrls/detail/text/ascii.hpp"

namespace dkrls::detail {

inline constexpr std::string_view template_blanks = " \t\r\n";

/// Returns how many characters the blank at the start of `text` takes: 2 if it is typed as "\t" or
/// "\n", 0 if there is none.
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
  return is_letter_or_digit(c) || c == '_';
}

/// The text of a template, and how far it was read.
struct TemplateCursor {
  std::string_view format;
  std::size_t at = 0;
  std::size_t depth = 0;  ///< see TemplateDepth

  std::string_view rest() const noexcept { return format.substr(at); }
  bool comes(std::string_view text) const noexcept { return rest().starts_with(text); }

  /// Returns the letters, digits and underscores that come next.
  std::string_view word() const noexcept {
    const std::string_view text = rest();
    const auto end = std::find_if_not(text.begin(), text.end(), is_name_character);
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
  }

  void skip_blanks() noexcept {
    while (const std::size_t size = blank_size(rest()))
      at += size;
  }
};

}  // namespace dkrls::detail
