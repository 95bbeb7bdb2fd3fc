// SPDX-License-Identifier: MIT
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dkrls/byte_size.hpp"
#include "dkrls/detail/format/figure_text.hpp"
#include "dkrls/detail/format/image_fields.hpp"
#include "dkrls/detail/format/record_text.hpp"
#include "dkrls/detail/format/repository_fields.hpp"
#include "dkrls/detail/format/table_writer.hpp"
#include "dkrls/detail/format/usage_fields.hpp"
#include "dkrls/formatter.hpp"

namespace dkrls {
namespace detail {

/// Returns a line below a table: a byte count in the column of sizes, its label in the one before.
inline std::vector<std::string> last_line(std::string_view label, std::string bytes,
                                          std::size_t column_of_sizes) {
  std::vector<std::string> cells(column_of_sizes + 1);
  cells[column_of_sizes - 1] = label;
  cells[column_of_sizes] = std::move(bytes);
  return cells;
}

/// Returns the lines below a table that has a place for them.
inline std::vector<std::vector<std::string>> last_lines(const FormatOptions& options,
                                                        std::size_t column_of_sizes) {
  constexpr int digits_of_sums = 4;
  std::vector<std::vector<std::string>> lines;
  if (options.total)
    lines.push_back(last_line("TOTAL", format_byte_size(options.total->bytes, digits_of_sums),
                              column_of_sizes));
  if (options.reclaimable)
    lines.push_back(last_line("RECLAIMABLE", format_figure(*options.reclaimable, digits_of_sums),
                              column_of_sizes));
  return lines;
}

inline void append_total_object(std::string& out, const FormatOptions& options) {
  out += "{\"total\":{";
  if (options.total) {
    append_json_key(out, "images");
    append_number(out, std::uint64_t{options.total->images});
    append_json_key(out, "size");
    append_number(out, options.total->bytes);
  }
  if (options.reclaimable) {
    append_json_key(out, "reclaimable");
    append_figure_json(out, *options.reclaimable);
  }
  out += "}}";
}

template <class Record>
void write_table(std::span<const Record> records, const Format<Record>& format,
                 const FormatOptions& options, std::ostream& out) {
  using Traits = RecordTraits<Record>;
  constexpr std::size_t docker_width = 10;
  constexpr std::size_t our_width = 20;
  const bool as_docker = format.layout() == Format<Record>::Layout::docker_table;
  TableWriter<Record> table(format.cells(), as_docker ? docker_width : our_width, options.ellipsis,
                            options.width, out);
  auto line = Traits::line(format, options);

  std::vector<std::string> heading;
  if (options.heading)
    heading = headings<Record>(format.cells());
  table.measure(heading);
  for (const Record& record : records)
    Traits::for_each_line(record, line, [&] { table.measure(line); });
  std::vector<std::vector<std::string>> below;
  if (format.has_place_for_total())
    below = last_lines(options, column_of_sizes<Record>(format.cells()));
  for (const std::vector<std::string>& cells : below)
    table.measure(cells);
  table.fit();

  if (options.heading)
    table.write(heading);
  for (const Record& record : records) {
    if (out.fail())
      return;
    Traits::for_each_line(record, line, [&] { table.write(line); });
  }
  for (const std::vector<std::string>& cells : below)
    table.write(cells);
}

/// Writes lines without columns: JSON and plain templates.
template <class Record>
void write_lines(std::span<const Record> records, const Format<Record>& format,
                 const FormatOptions& options, std::ostream& out) {
  using Traits = RecordTraits<Record>;
  std::string text;
  auto line = Traits::line(format, options);
  for (const Record& record : records) {
    if (out.fail())
      return;
    text.clear();
    Traits::for_each_line(record, line, [&] {
      append_cell<Record>(text, format.cells().front(), line);
      text += '\n';
    });
    out << text;
  }
  if ((options.total || options.reclaimable) && format.has_place_for_total()) {
    text.clear();
    append_total_object(text, options);
    out << text << '\n';
  }
}

}  // namespace detail

template <class Record>
void Formatter<Record>::write(std::span<const Record> records, std::ostream& out) const {
  using Layout = typename Format<Record>::Layout;
  if (format_.layout() == Layout::table || format_.layout() == Layout::docker_table)
    detail::write_table<Record>(records, format_, options_, out);
  else
    detail::write_lines<Record>(records, format_, options_, out);
}

#ifdef DKRLS_SEPARATE_COMPILATION
template class Formatter<Row>;
template class Formatter<Repository>;
template class Formatter<RepositoryUsage>;
#endif

}  // namespace dkrls
