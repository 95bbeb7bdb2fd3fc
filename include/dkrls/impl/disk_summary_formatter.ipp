// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <ostream>
#include <string>
#include <vector>

#include "dkrls/detail/format/figure_text.hpp"
#include "dkrls/detail/format/fitting.hpp"
#include "dkrls/detail/format/record_text.hpp"
#include "dkrls/detail/format/usage_fields.hpp"
#include "dkrls/disk_summary_formatter.hpp"
#include "dkrls/formatter.hpp"

namespace dkrls {
namespace detail {

using TextLine = std::vector<std::string>;

constexpr std::size_t gap_of_screen = 3;

/// Returns the cells of each column and of the gap behind it.
inline std::vector<std::size_t> widths_of(const std::vector<TextLine>& lines) {
  std::vector<std::size_t> widths(lines.empty() ? 0 : lines.front().size());
  for (const TextLine& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i)
      widths[i] = std::max(widths[i], display_width(line[i]) + gap_of_screen);
  return widths;
}

/// Writes the cells of a line, cut to the screen if that is too narrow.
inline void write_line(const TextLine& line, const std::vector<std::size_t>& widths,
                       const ScreenOptions& screen, std::ostream& out) {
  std::string text;
  std::size_t end = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    text += line[i];
    end += i < widths.size() ? widths[i] : 0;
    text.append(end - std::min(end, display_width(text)), ' ');
  }
  if (screen.width)
    text.resize(first_cells(text, *screen.width).size());
  text.erase(text.find_last_not_of(' ') + 1);
  out << text << '\n';
}

/// Returns what ON DISK shows: the engine's own total if it reports one.
inline Figure shown_on_disk(const DiskSummary& summary) {
  return summary.layers_size ? Figure{*summary.layers_size, {}} : summary.on_disk;
}

/// Returns the byte counts, each with its label and its meaning.
inline std::vector<TextLine> figures_of(const DiskSummary& summary) {
  const auto size = [](const Figure& figure) { return format_figure(figure); };
  const char* const meaning = summary.layers_size ? "what they really take, as the engine counts"
                                                  : "what they really take: images share layers";
  return {{"ALL ROWS", size({summary.size_of_rows, {}}), "the sizes of all rows added up"},
          {"ALL IMAGES", size({summary.size_of_images, {}}), "the sizes of all images added up"},
          {"ON DISK", size(shown_on_disk(summary)), meaning},
          {"UNUSED", size(summary.unused), "freed by removing all images without a container"},
          {"DANGLING", size(summary.dangling), "freed by removing all dangling images"}};
}

/// Writes the byte counts, without their meanings if those do not fit.
inline void write_figures(const DiskSummary& summary, const ScreenOptions& screen,
                          std::ostream& out) {
  std::vector<TextLine> lines = figures_of(summary);
  const std::vector<std::size_t> widths = widths_of(lines);
  if (screen.width && widths[0] + widths[1] + widths[2] - gap_of_screen > *screen.width)
    for (TextLine& line : lines)
      line.pop_back();
  write_line({"IMAGES", std::to_string(summary.images) + ", listed in " +
                            std::to_string(summary.rows) + (summary.rows == 1 ? " row" : " rows")},
             {widths.front()}, screen, out);
  for (const TextLine& line : lines)
    write_line(line, widths, screen, out);
}

inline TextLine host_line(std::string_view name, const DiskSummary& summary,
                          const Figure& on_disk) {
  TextLine line = {std::string(), std::to_string(summary.images)};
  append_printable(line.front(), name);
  append_byte_size(line.emplace_back(), summary.size_of_images);
  for (const Figure* figure : {&on_disk, &summary.unused, &summary.dangling})
    append_figure(line.emplace_back(), *figure);
  return line;
}

/// Writes a line a host and their sum. Names lose their middle if the screen is too narrow.
inline void write_hosts(std::span<const DiskSummary> hosts, const DiskSummary& sum,
                        const ScreenOptions& screen, std::ostream& out) {
  constexpr std::size_t narrowest_name = 10;
  std::vector<TextLine> lines;
  if (screen.heading)
    lines.push_back({"HOST", "IMAGES", "ALL IMAGES", "ON DISK", "UNUSED", "DANGLING"});
  Figure on_disk;
  for (const DiskSummary& host : hosts) {
    lines.push_back(host_line(or_none(host.host), host, shown_on_disk(host)));
    on_disk = on_disk + shown_on_disk(host);
  }
  lines.push_back(host_line("TOTAL", sum, on_disk));
  std::vector<std::size_t> widths = widths_of(lines);
  if (screen.width) {
    const std::size_t others = std::accumulate(widths.begin() + 1, widths.end(), std::size_t{0});
    const std::size_t room = *screen.width - std::min(*screen.width, others - gap_of_screen);
    widths.front() = std::min(widths.front(), std::max(room, narrowest_name + gap_of_screen));
  }
  for (TextLine& line : lines) {
    line.front() = shortened(line.front(), widths.front() - gap_of_screen, screen.ellipsis);
    write_line(line, widths, screen, out);
  }
}

/// Returns the percentage of the bytes on the disk, such as "21%", right-aligned in 4 cells; blanks
/// if one of them is only a lower bound.
inline std::string share_text(const Figure& part, const Figure& whole) {
  constexpr std::size_t cells = 4;
  std::string text;
  if (part.exact() && whole.exact() && whole.bytes > 0) {
    const double percent = 100 * static_cast<double>(part.bytes) / static_cast<double>(whole.bytes);
    const bool next_to_nothing = part.bytes > 0 && percent < 0.5;
    text = next_to_nothing ? "<1%" : std::to_string(std::lround(percent)) + "%";
  }
  return std::string(cells - std::min(cells, text.size()), ' ') + text;
}

/// The table of repositories, fitted to the screen.
class UsageTable {
 public:
  UsageTable(const DiskSummary& summary, const UsageFormat& format, const ScreenOptions& screen)
      : summary_(summary), repositories_(summary.repositories), screen_(screen) {
    if (screen.heading)
      lines_.push_back(headings<RepositoryUsage>(format.cells()));
    for (const RepositoryUsage& repository : repositories_) {
      UsageLine record{&repository};
      TextLine& line = lines_.emplace_back();
      for (const Cell& cell : format.cells())
        append_cell<RepositoryUsage>(line.emplace_back(), cell, record);
    }
    for (const RepositoryUsage& repository : repositories_)
      most_unique_ = std::max(most_unique_, repository.unique.bytes);
    widths_ = widths_of(lines_);
    if (screen.width)
      fit(*screen.width);
  }

  void write(std::ostream& out) {
    const std::size_t first = lines_.size() - repositories_.size();
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      TextLine& line = lines_[i];
      line.front() = shortened(line.front(), widths_.front() - gap_of_screen, screen_.ellipsis);
      if (bar_ > 0 && i >= first)
        line.push_back(share_text(repositories_[i - first].unique, summary_.on_disk) + "  " +
                       bar_of(repositories_[i - first]));
      write_line(line, widths_, screen_, out);
    }
  }

 private:
  static constexpr std::size_t narrowest_name = 20;
  static constexpr std::size_t share = 6;        ///< cells of a share and the gap behind it
  static constexpr std::size_t wanted_bar = 20;  ///< names are cut for bars of this size
  static constexpr std::size_t shortest_bar = 5;

  /// Shares the cells beside the columns of numbers between names and bars.
  void fit(std::size_t width) {
    std::size_t& name = widths_.front();
    std::size_t taken = 0;
    for (const std::size_t column : widths_)
      taken += column;
    taken -= name;
    const auto name_beside = [&](std::size_t other) {
      return std::min(name, std::max(narrowest_name, width - std::min(width, other)));
    };
    const std::size_t beside_bar = name_beside(taken + share + wanted_bar);
    if (taken + beside_bar + share + shortest_bar > width) {
      name = name_beside(taken - gap_of_screen);  // no gap behind the last column
    } else {
      name = beside_bar;
      bar_ = width - taken - name - share;
    }
  }

  std::string bar_of(const RepositoryUsage& repository) const {
    if (repository.unique.bytes == 0)
      return {};
    const double part =
        static_cast<double>(repository.unique.bytes) / static_cast<double>(most_unique_);
    const double cells = std::ceil(part * static_cast<double>(bar_));
    std::string bar;
    for (std::size_t i = 0; i < std::min(bar_, static_cast<std::size_t>(cells)); ++i)
      bar += screen_.bar;
    return bar;
  }

  const DiskSummary& summary_;
  const std::vector<RepositoryUsage>& repositories_;
  const ScreenOptions& screen_;
  std::vector<TextLine> lines_;
  std::vector<std::size_t> widths_;
  std::uint64_t most_unique_ = 0;
  std::size_t bar_ = 0;  // cells of the longest
};

/// Appends the byte counts behind a '{' or another key.
inline void append_summary_keys(std::string& out, const DiskSummary& summary) {
  const auto append_count = [&](std::string_view key, std::uint64_t count) {
    append_json_key(out, key);
    append_number(out, count);
  };
  append_count("images", summary.images);
  append_count("size", summary.size_of_images);
  append_count("rows", summary.rows);
  append_count("size_of_rows", summary.size_of_rows);
  const auto append = [&](std::string_view key, const Figure& figure) {
    append_json_key(out, key);
    append_figure_json(out, figure);
  };
  append("on_disk", summary.on_disk);
  append("unused", summary.unused);
  append("dangling", summary.dangling);
  append_json_key(out, "layers_size");
  if (summary.layers_size)
    append_number(out, *summary.layers_size);
  else
    out += "null";
}

inline void append_host_object(std::string& out, const DiskSummary& host) {
  out += '{';
  append_json_key(out, "host");
  append_json_or_null(out, host.host);
  append_summary_keys(out, host);
  out += "}\n";
}

inline void append_summary_object(std::string& out, const DiskSummary& summary) {
  out += "{\"total\":{";
  append_summary_keys(out, summary);
  out += "}}\n";
}

}  // namespace detail

DKRLS_DECL void DiskSummaryFormatter::write(const DiskSummary& summary, std::ostream& out) const {
  if (format_.layout() == UsageFormat::Layout::table)
    detail::write_figures(summary, screen_, out);
  write_lines(summary, {}, out);
}

DKRLS_DECL void DiskSummaryFormatter::write(std::span<const DiskSummary> hosts,
                                            std::ostream& out) const {
  const DiskSummary sum = sum_of(hosts);
  if (format_.layout() == UsageFormat::Layout::table)
    detail::write_hosts(hosts, sum, screen_, out);
  write_lines(sum, hosts, out);
}

/// Writes the repositories, and as JSON what is below them.
DKRLS_DECL void DiskSummaryFormatter::write_lines(const DiskSummary& summary,
                                                  std::span<const DiskSummary> hosts,
                                                  std::ostream& out) const {
  if (format_.layout() == UsageFormat::Layout::table) {
    if (!summary.repositories.empty() && !format_.cells().empty()) {
      out << '\n';
      detail::UsageTable(summary, format_, screen_).write(out);
    }
    return;
  }
  Formatter<RepositoryUsage>(
      format_,
      {.now = {}, .heading = screen_.heading, .width = screen_.width, .ellipsis = screen_.ellipsis})
      .write(summary.repositories, out);
  if (format_.layout() != UsageFormat::Layout::json)
    return;
  std::string objects;
  for (const DiskSummary& host : hosts)
    detail::append_host_object(objects, host);
  detail::append_summary_object(objects, summary);
  out << objects;
}

}  // namespace dkrls
