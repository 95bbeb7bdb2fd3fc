#pragma once

#include <algorithm>
#include <array>
#include <ostream>
#include <string>

#include "dkrls/age.hpp"
#include "dkrls/byte_size.hpp"
#include "dkrls/formatter.hpp"
#include "dkrls/terminal_text.hpp"

namespace dkrls {
namespace detail {

inline constexpr std::size_t min_column_width = 20;
inline constexpr std::size_t column_gap = 3;

/// A column: its heading and how a row's cell in it reads.
struct ColumnTraits {
  std::string_view heading;

  /// What append_cell() shows, where that is text of the row; nullptr where it is not.
  std::string_view (*text)(const Row& row);

  void (*append_cell)(std::string& out, const Row& row, std::chrono::sys_seconds now);
};

/// The first 12 digits, as docker shortens IDs.
inline std::string_view short_id(std::string_view id) noexcept {
  constexpr std::size_t digits = 12;
  return id.substr(id.find(':') + 1).substr(0, digits);  // npos + 1 is 0
}

inline std::string_view name_or_none(std::string_view name) noexcept {
  return name.empty() ? "<none>" : name;
}

inline std::string_view repository_text(const Row& row) {
  return name_or_none(row.repository);
}
inline std::string_view tag_text(const Row& row) {
  return name_or_none(row.tag);
}
inline std::string_view id_text(const Row& row) {
  return short_id(row.id);
}

template <std::string_view (*text)(const Row&)>
void append_text(std::string& out, const Row& row, std::chrono::sys_seconds) {
  append_printable(out, text(row));
}

inline void append_created(std::string& out, const Row& row, std::chrono::sys_seconds now) {
  if (!row.created) {
    out += "N/A";
    return;
  }
  append_age(out, now - *row.created);
  out += " ago";
}

inline void append_size(std::string& out, const Row& row, std::chrono::sys_seconds) {
  if (row.size)
    append_byte_size(out, *row.size);
  else
    out += "N/A";
}

/// In the order of Column.
inline constexpr std::array<ColumnTraits, 5> column_traits = {{
    {"REPOSITORY", repository_text, append_text<repository_text>},
    {"TAG", tag_text, append_text<tag_text>},
    {"IMAGE ID", id_text, append_text<id_text>},
    {"CREATED", nullptr, append_created},
    {"SIZE", nullptr, append_size},
}};

constexpr const ColumnTraits& traits(Column column) noexcept {
  return column_traits[static_cast<std::size_t>(column)];
}

/// The width of a column that others follow.
inline std::size_t column_width(const ColumnTraits& column, const Listing& listing,
                                std::chrono::sys_seconds now) {
  std::size_t widest = column.heading.size();
  std::string cell;
  for (const Row& row : listing.rows()) {
    if (column.text != nullptr) {
      const std::string_view text = column.text(row);
      // Shown as it is: no need to put the cell together.
      if (is_printable(text)) {
        widest = std::max(widest, display_width(text));
        continue;
      }
    }
    cell.clear();
    column.append_cell(cell, row, now);
    widest = std::max(widest, display_width(cell));
  }
  return std::max(min_column_width, widest + column_gap);
}

/// Lines of text on their way to a stream, in few large writes.
class TableWriter {
 public:
  TableWriter(std::ostream& out, std::vector<std::size_t> widths)
      : out_(out), widths_(std::move(widths)) {
    text_.reserve(chunk + chunk / 4);
  }

  /// Where the text of the next cell is to be appended.
  std::string& begin_cell() {
    text_.append(padding_, ' ');
    cell_ = text_.size();
    return text_;
  }

  /// The padding is due only when another cell follows: lines do not end in blanks.
  void end_cell() {
    if (column_ < widths_.size())
      padding_ = widths_[column_] - display_width(std::string_view(text_).substr(cell_));
    ++column_;
  }

  void skip_cell() {
    begin_cell();
    end_cell();
  }

  void end_line() {
    text_.erase(text_.find_last_not_of(' ') + 1);  // the last cell may be empty or end in blanks
    text_ += '\n';
    column_ = 0;
    padding_ = 0;
    if (text_.size() >= chunk)
      flush();
  }

  /// Hands over what has been kept back; due at the end. No destructor does it: streams may throw.
  void flush() {
    out_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
    text_.clear();
  }

 private:
  static constexpr std::size_t chunk = 64 * 1024;

  std::ostream& out_;
  std::vector<std::size_t> widths_;
  std::string text_;
  std::size_t cell_ = 0;     // where the current cell starts
  std::size_t column_ = 0;   // the current cell's
  std::size_t padding_ = 0;  // blanks between the last cell and the next
};

}  // namespace detail

DKRLS_DECL void Formatter::write(const Listing& listing, std::ostream& out) const {
  // The last column needs no width: nothing is aligned to it.
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i + 1 < columns_.size(); ++i)
    widths.push_back(detail::column_width(detail::traits(columns_[i]), listing, now_));

  detail::TableWriter table(out, std::move(widths));
  for (const Column column : columns_) {
    table.begin_cell() += detail::traits(column).heading;
    table.end_cell();
  }
  table.end_line();
  for (const Row& row : listing.rows()) {
    for (const Column column : columns_) {
      detail::traits(column).append_cell(table.begin_cell(), row, now_);
      table.end_cell();
    }
    table.end_line();
    if (!out)
      return;
  }

  const auto size_column = std::find(columns_.begin(), columns_.end(), Column::size);
  if (show_total_ && size_column != columns_.begin() && size_column != columns_.end()) {
    for (auto column = columns_.begin(); column + 1 != size_column; ++column)
      table.skip_cell();
    table.begin_cell() += "TOTAL";
    table.end_cell();
    constexpr int digits_of_sums = 4;
    append_byte_size(table.begin_cell(), listing.total().bytes, digits_of_sums);
    table.end_cell();
    table.end_line();
  }
  table.flush();
}

}  // namespace dkrls
