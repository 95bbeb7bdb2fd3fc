// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/format/fields.hpp"
#include "dkrls/detail/format/fitting.hpp"
#include "dkrls/detail/format/piece.hpp"
#include "dkrls/detail/format/record_text.hpp"
#include "dkrls/terminal_text.hpp"

namespace dkrls::detail {

/// Aligns the lines of a table: measure() all of them first, then fit() and write() them.
template <class Record>
class TableWriter {
 public:
  using Line = typename RecordTraits<Record>::Line;

  /// `mark` stands for what is cut out of a name, `width` is that of the terminal; nullopt if there
  /// is none. *Lifetime:* `cells`, `mark` and `out` must outlive this object.
  TableWriter(const std::vector<Cell>& cells, std::size_t min_advance, std::string_view mark,
              std::optional<std::size_t> width, std::ostream& out)
      : cells_(cells), mark_(mark), width_(width), out_(out) {
    for (const Cell& cell : cells)
      columns_.push_back({.min_advance = min_advance, .may_shorten = may_shorten<Record>(cell)});
  }

  void measure(Line& line) {
    // Nothing stands behind the last column: its width matters on a terminal only. Its sizes take a
    // sixth of the time to print a table.
    const std::size_t left_out = width_ ? 0 : 1;
    for (std::size_t i = 0; i + left_out < columns_.size(); ++i) {
      text_.clear();
      append_cell<Record>(text_, cells_[i], line);
      make_room(i, text_);
    }
  }

  /// Measures a line of these cells; the last columns may be missing.
  void measure(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      make_room(i, cells[i]);
  }

  /// Fits the columns to the terminal.
  void fit() { fit_columns(columns_, width_); }

  void write(Line& line) {
    write_padded(cells_.size(),
                 [&](std::size_t column) { append_cell<Record>(text_, cells_[column], line); });
  }

  void write(const std::vector<std::string>& cells) {
    write_padded(cells.size(), [&](std::size_t column) { text_ += cells[column]; });
  }

 private:
  void make_room(std::size_t column, std::string_view cell) {
    columns_[column].content = std::max(columns_[column].content, display_width(cell));
  }

  template <class AppendCell>
  void write_padded(std::size_t count, AppendCell append) {
    text_.clear();
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t start = text_.size();
      append(i);
      std::size_t width = display_width(std::string_view(text_).substr(start));
      if (width_ && columns_[i].may_shorten && width > columns_[i].content) {
        text_.replace(start, std::string::npos,
                      shortened(std::string_view(text_).substr(start), columns_[i].content, mark_));
        width = display_width(std::string_view(text_).substr(start));
      }
      if (i + 1 < count)
        text_.append(columns_[i].advance - width, ' ');
    }
    if (width_ && display_width(text_) > *width_)  // too narrow for any table
      text_.resize(first_cells(text_, *width_).size());
    text_.erase(text_.find_last_not_of(' ') + 1);  // the last cells may be empty or end in blanks
    text_ += '\n';
    out_ << text_;
  }

  const std::vector<Cell>& cells_;
  std::string_view mark_;
  std::vector<ColumnWidth> columns_;
  std::optional<std::size_t> width_;
  std::ostream& out_;
  std::string text_;  // of a cell or a line; a member to reuse its memory
};

}  // namespace dkrls::detail
