#pragma once

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/format/fields.hpp"
#include "dkrls/detail/format/piece.hpp"
#include "dkrls/detail/format/record_text.hpp"
#include "dkrls/terminal_text.hpp"

namespace dkrls::detail {

/// Aligns the lines of a table: measure() all of them first, then write() them.
template <class Record>
class TableWriter {
 public:
  using Line = typename RecordTraits<Record>::Line;

  /// Lifetime: `cells` and `out` must outlive this object.
  TableWriter(const std::vector<Cell>& cells, std::size_t min_width, std::ostream& out)
      : cells_(cells), widths_(cells.empty() ? 0 : cells.size() - 1, min_width), out_(out) {}

  void measure(Line& line) {
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      text_.clear();
      append_cell<Record>(text_, cells_[i], line);
      make_room(i, text_);
    }
  }

  /// Measures a line of these cells; the last columns may be missing.
  void measure(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < std::min(cells.size(), widths_.size()); ++i)
      make_room(i, cells[i]);
  }

  void write(Line& line) {
    write_padded(cells_.size(),
                 [&](std::size_t column) { append_cell<Record>(text_, cells_[column], line); });
  }

  void write(const std::vector<std::string>& cells) {
    write_padded(cells.size(), [&](std::size_t column) { text_ += cells[column]; });
  }

 private:
  void make_room(std::size_t column, std::string_view cell) {
    constexpr std::size_t gap = 3;
    widths_[column] = std::max(widths_[column], display_width(cell) + gap);
  }

  template <class AppendCell>
  void write_padded(std::size_t count, AppendCell append) {
    text_.clear();
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t start = text_.size();
      append(i);
      if (i + 1 < count)
        text_.append(widths_[i] - display_width(std::string_view(text_).substr(start)), ' ');
    }
    text_.erase(text_.find_last_not_of(' ') + 1);  // the last cells may be empty or end in blanks
    text_ += '\n';
    out_ << text_;
  }

  const std::vector<Cell>& cells_;
  std::vector<std::size_t> widths_;  // of all columns but the last
  std::ostream& out_;
  std::string text_;  // of a cell or a line; a member to reuse its memory
};

}  // namespace dkrls::detail
