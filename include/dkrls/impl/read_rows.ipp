// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <boost/system/errc.hpp>
#include <cstddef>
#include <cstdint>
#include <istream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "dkrls/detail/rows/host_prefix.hpp"
#include "dkrls/detail/rows/row_parser.hpp"
#include "dkrls/read_rows.hpp"

namespace dkrls {
namespace detail {

/// Parses the lines of rows.
class RowLineParser {
 public:
  /// Returns the row of a line; nullopt if the line has none.
  /// *Errors:* throws Error with Errc::not_a_row.
  std::optional<PrintedRow> parse(std::string_view line) {
    const std::size_t begin = line.find('{');
    const auto host = host_of_prefix(line.substr(0, begin));
    if (begin == std::string_view::npos || !host) {
      read_line_without_row(line);
      return std::nullopt;
    }
    std::optional<PrintedRow> row = parse_row(line.substr(begin));
    if (row && row->image.host.empty())
      row->image.host = host->empty() ? host_ : *host;
    return row;
  }

 private:
  void read_line_without_row(std::string_view line) {
    if (line.find_first_not_of(white_space) == std::string_view::npos)
      return;
    const auto head = parse_ansible_head(line);
    if (!head)
      refuse_row("it is no row of dkr-ls tags --format json: \"" + beginning_of(line) + '"');
    if (!head->succeeded)
      refuse_row("ansible reports " + std::string(head->host) + " as " + std::string(head->status));
    host_ = head->host;
  }

  static std::string beginning_of(std::string_view line) {
    constexpr std::size_t shown = 100;
    return std::string(line.substr(0, shown)) + (line.size() > shown ? "..." : "");
  }

  std::string host_;  // that ansible named last
};

/// Passes rows on, and joins those that show another digest of the same row.
class RowJoiner {
 public:
  explicit RowJoiner(const ImageSink& sink) : sink_(sink) {}

  void add(PrintedRow row) {
    const auto [place, is_first] = last_.try_emplace(row.image.host);
    PrintedRow& last = place->second;
    if (!is_first && shows_other_digest(last, row)) {
      last.digests.push_back(std::move(row.digests.front()));
      return;
    }
    if (!is_first)
      sink_(image_of(std::move(last)));
    last = std::move(row);
  }

  void finish() {
    for (auto& [host, row] : last_)
      sink_(image_of(std::move(row)));
  }

 private:
  static bool shows_other_digest(const PrintedRow& last, const PrintedRow& next) {
    return !last.digests.empty() && !next.digests.empty() && last.image.id == next.image.id &&
           last.repository == next.repository && last.tag == next.tag;
  }

  const ImageSink& sink_;
  std::map<std::string, PrintedRow> last_;  // by host
};

/// Calls `read_line` for each line until that returns false. Returns false if a line is too long.
template <class ReadLine>
bool for_each_line(std::istream& in, ReadLine read_line) {
  constexpr std::size_t longest_line = 16 * 1024 * 1024;
  // Not initialized: the pages behind the longest line stay untouched.
  const auto line = std::make_unique_for_overwrite<char[]>(longest_line + 1);
  while (in.getline(line.get(), longest_line + 1)) {
    const auto size = static_cast<std::size_t>(in.gcount()) - (in.eof() ? 0 : 1);
    if (!read_line(std::string_view(line.get(), size)))
      return true;
  }
  return in.gcount() == 0;
}

}  // namespace detail

DKRLS_DECL void read_rows(std::istream& in, const ImageSink& sink, error_code& ec,
                          Diagnostics& diagnostics) {
  ec = {};
  diagnostics = {};
  std::uint64_t lines = 0;
  const auto fail = [&](const std::string& problem) {
    ec = Errc::not_a_row;
    diagnostics.message = "line " + std::to_string(lines) + ": " + problem;
  };
  detail::RowLineParser parser;
  detail::RowJoiner joiner(sink);
  const auto read_line = [&](std::string_view line) {
    ++lines;
    std::optional<detail::PrintedRow> row;
    try {
      row = parser.parse(line);
    } catch (const Error& error) {
      fail(error.diagnostics().message);
      return false;
    }
    if (row)
      joiner.add(std::move(*row));
    return true;
  };
  const bool opened = in.good();
  if (!detail::for_each_line(in, read_line) && !in.bad()) {
    ++lines;
    fail("it is longer than 16 MiB");
  }
  if (!opened || in.bad())
    ec = make_error_code(boost::system::errc::io_error);
  if (!ec)
    joiner.finish();
}

DKRLS_DECL void read_rows(std::istream& in, const ImageSink& sink) {
  error_code ec;
  Diagnostics diagnostics;
  read_rows(in, sink, ec, diagnostics);
  if (ec)
    throw Error(ec, std::move(diagnostics));
}

}  // namespace dkrls
