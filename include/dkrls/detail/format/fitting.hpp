// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/text/utf8.hpp"
#include "dkrls/terminal_text.hpp"

/// How a table is fitted to a terminal.
namespace dkrls::detail {

/// A column of a table, in cells of the terminal.
struct ColumnWidth {
  std::size_t content = 0;      ///< of its widest text
  std::size_t min_advance = 0;  ///< from its start to the start of the next, if there is room
  bool may_shorten = false;
  std::size_t advance = 0;  ///< set by fit_columns()
};

/// Returns the start of the character that ends at `end`.
inline std::size_t start_of_character(std::string_view text, std::size_t end) noexcept {
  do {
    --end;
  } while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0u) == 0x80u);
  return end;
}

/// Returns the first characters of a printable text that take at most so many cells.
inline std::string_view first_cells(std::string_view text, std::size_t cells) noexcept {
  std::size_t end = 0;
  for (std::size_t used = 0; end < text.size();) {
    const std::size_t length = std::max<std::size_t>(decode_utf8(text.substr(end)).length, 1);
    used += display_width(text.substr(end, length));
    if (used > cells)
      break;
    end += length;
  }
  return text.substr(0, end);
}

/// Returns the last characters of a printable text that take at most so many cells; a combining
/// mark does not stand first.
inline std::string_view last_cells(std::string_view text, std::size_t cells) noexcept {
  std::size_t start = text.size();
  std::size_t begin = start;
  for (std::size_t used = 0; start > 0;) {
    const std::size_t previous = start_of_character(text, start);
    const std::size_t width = display_width(text.substr(previous, start - previous));
    used += width;
    if (used > cells)
      break;
    start = previous;
    begin = width > 0 ? start : begin;
  }
  return text.substr(begin);
}

/// Returns a printable text in at most so many cells. `mark` stands for its middle if that is cut
/// out: names of images differ at both ends.
inline std::string shortened(std::string_view text, std::size_t cells, std::string_view mark) {
  if (display_width(text) <= cells)
    return std::string(text);
  const std::size_t room = cells - std::min(cells, display_width(mark));
  const std::string_view head = first_cells(text, room / 2);
  const std::string_view tail = last_cells(text, room - display_width(head));
  return std::string(first_cells(std::string(head).append(mark).append(tail), cells));
}

/// Returns how wide a line of the table is with such gaps, or with wider columns if `roomy`.
inline std::size_t set_advances(std::vector<ColumnWidth>& columns, std::size_t gap, bool roomy) {
  std::size_t width = columns.back().content;
  for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
    columns[i].advance = columns[i].content + gap;
    if (roomy)
      columns[i].advance = std::max(columns[i].advance, columns[i].min_advance);
    width += columns[i].advance;
  }
  return width;
}

/// Sets where columns start, so that a line has at most `width` cells if that is possible: the gaps
/// shrink first, from 3 cells to 2, then the widest of the columns that may be shortened.
inline void fit_columns(std::vector<ColumnWidth>& columns, std::optional<std::size_t> width) {
  constexpr std::size_t gap = 3;
  constexpr std::size_t narrow_gap = 2;
  constexpr std::size_t narrowest = 10;
  if (columns.empty())
    return;
  if (set_advances(columns, gap, true) <= width.value_or(static_cast<std::size_t>(-1)) ||
      set_advances(columns, gap, false) <= *width)
    return;
  const auto is_narrower = [](const ColumnWidth& a, const ColumnWidth& b) {
    return (a.may_shorten ? a.content : 0) < (b.may_shorten ? b.content : 0);
  };
  while (set_advances(columns, narrow_gap, false) > *width) {
    ColumnWidth& widest = *std::max_element(columns.begin(), columns.end(), is_narrower);
    if (!widest.may_shorten || widest.content <= narrowest)
      return;
    --widest.content;
  }
}

}  // namespace dkrls::detail
