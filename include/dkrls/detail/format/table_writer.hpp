#pragma once

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/format/fields.hpp"
#include "dkrls/detail/format/line_writer.hpp"
#include "dkrls/detail/format/piece.hpp"
#include "dkrls/detail/format/record_text.hpp"
#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/terminal_text.hpp"

namespace dkrls::detail {

/// Aligns the lines of a table: measure() all of them, then write() them.
template <class Record>
class TableWriter {
 public:
  using Line = typename RecordTraits<Record>::Line;

  /// The cells live as long as this object.
  TableWriter(const std::vector<Cell>& cells, std::size_t min_width, std::ostream& out)
      : cells_(cells), columns_(cells.empty() ? 0 : cells.size() - 1), out_(out) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      columns_[i].width = min_width;
      if (cells[i].size() == 1 && cells[i].front().kind == Piece::Kind::text)
        columns_[i].view = RecordTraits<Record>::fields[cells[i].front().field].view;
      plain_ = plain_ && columns_[i].view != nullptr;
    }
  }

  void measure(Line& line) {
    for (std::size_t i = 0; i < columns_.size(); ++i)
      columns_[i].make_room_for(measure_cell(i, line));
  }

  /// A line of these cells; the last columns may be missing.
  void measure(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < std::min(cells.size(), columns_.size()); ++i)
      columns_[i].make_room_for(display_width(cells[i]));
  }

  void write(Line& line) {
    if (plain_)
      append_plain(line);
    else
      append_padded(cells_.size(), [&](std::string& text, std::size_t column) {
        append_cell<Record>(text, cells_[column], line);
      });
    end_line();
  }

  void write(const std::vector<std::string>& cells) {
    append_padded(cells.size(),
                  [&](std::string& text, std::size_t column) { text += cells[column]; });
    end_line();
  }

  void flush() { out_.flush(); }
  bool good() const { return out_.good(); }

 private:
  /// All columns but the last have a width: nothing is aligned to that.
  struct Column {
    std::string_view (*view)(Line& line) = nullptr;  ///< the cells, where they are one field's
    std::size_t width = 0;

    void make_room_for(std::size_t cell) noexcept {
      constexpr std::size_t gap = 3;
      width = std::max(width, cell + gap);
    }
  };

  std::size_t measure_cell(std::size_t column, Line& line) {
    if (columns_[column].view != nullptr) {
      const std::string_view cell = columns_[column].view(line);
      if (is_all_printable_ascii(cell))
        return cell.size();
      plain_ = false;
    }
    cell_.clear();
    append_cell<Record>(cell_, cells_[column], line);
    return display_width(cell_);
  }

  std::size_t aligned_width() const noexcept {
    std::size_t width = 0;
    for (const Column& column : columns_)
      width += column.width;
    return width;
  }

  /// Puts the views onto a line of blanks.
  void append_plain(Line& line) {
    std::string& text = out_.text();
    std::size_t start = text.size();
    text.append(aligned_width(), ' ');
    for (const Column& column : columns_) {
      const std::string_view cell = column.view(line);
      cell.copy(text.data() + start, cell.size());
      start += column.width;
    }
    append_cell<Record>(text, cells_.back(), line);
  }

  template <class AppendCell>
  void append_padded(std::size_t count, AppendCell append) {
    std::string& text = out_.text();
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t start = text.size();
      append(text, i);
      if (i + 1 < count)
        text.append(columns_[i].width - display_width(std::string_view(text).substr(start)), ' ');
    }
  }

  /// The last cells may be empty or end in blanks.
  void end_line() {
    std::string& text = out_.text();
    if (!text.empty() && text.back() == ' ')
      text.erase(text.find_last_not_of(' ') + 1);
    out_.end_line();
  }

  const std::vector<Cell>& cells_;
  std::vector<Column> columns_;
  bool plain_ = true;  // all cells can be copied as they are, each byte a cell of the terminal
  LineWriter out_;
  std::string cell_;  // kept for its memory
};

}  // namespace dkrls::detail
