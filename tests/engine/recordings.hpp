// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <dkrls/detail/text/ascii.hpp>
#include <dkrls/listing.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "lines.hpp"

/// Reads the files in the folder recordings/; see its README.
namespace recordings {

using dkrls_test::lines_of;

inline const std::filesystem::path folder = std::filesystem::path(TEST_DATA_DIR) / "recordings";

inline const std::vector<std::string> engines = {"docker-20.10.24", "docker-26.1.5-overlay2",
                                                 "docker-26.1.5-containerd", "podman-4.3.1",
                                                 "podman-5.4.2"};

/// The engines of which there are image lists and what docker showed of them.
inline const std::vector<std::string> listed_engines = [] {
  std::vector<std::string> all = engines;
  all.emplace_back("docker-29.7.2-containerd");
  return all;
}();

inline std::string read_file(const std::filesystem::path& path) {
  const std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in || !text)
    throw std::runtime_error("cannot read " + path.string());
  return text.str();
}

/// Removes and returns the text up to the next "\r\n".
inline std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find("\r\n");
  if (end == std::string_view::npos)
    throw std::runtime_error("a line without an end");
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 2);
  return line;
}

/// Joins the chunks of an HTTP body (RFC 9112, section 7.1).
inline std::string join_chunks(std::string_view framed) {
  std::string body;
  for (;;) {
    const std::string_view digits = take_line(framed);
    std::size_t size = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
    if (size == 0)
      return body;
    body += framed.substr(0, size);
    framed.remove_prefix(size);
    if (!take_line(framed).empty())
      throw std::runtime_error("a chunk of the wrong size");
  }
}

struct Answer {
  int status = 0;
  std::string body;
};

inline Answer read_answer(const std::filesystem::path& path) {
  const std::string text = read_file(path);
  std::string_view rest = text;
  const std::string_view status = take_line(rest).substr(std::string_view("HTTP/1.1 ").size());
  Answer answer;
  std::from_chars(status.data(), status.data() + status.size(), answer.status);
  bool chunked = false;
  for (std::string_view line = take_line(rest); !line.empty(); line = take_line(rest))
    chunked = chunked || dkrls::detail::equals_ignoring_case(line, "Transfer-Encoding: chunked");
  answer.body = chunked ? join_chunks(rest) : std::string(rest);
  return answer;
}

/// A line of `docker images` or of dkr-ls: REPOSITORY, TAG, IMAGE ID, CREATED, SIZE.
struct Cells : std::array<std::string, 5> {
  std::string& repository() { return (*this)[0]; }
  std::string& created() { return (*this)[3]; }

  friend std::ostream& operator<<(std::ostream& out, const Cells& cells) {
    for (const std::string& cell : cells)
      out << "[" << cell << "]";
    return out;
  }
};

/// Returns the rows of a table. Each column begins below its heading.
inline std::vector<Cells> read_table(const std::string& text) {
  const std::vector<std::string> lines = lines_of(text);
  std::array<std::size_t, 6> starts = {};
  starts.back() = std::string::npos;
  const std::array headings = {"REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE"};
  for (std::size_t i = 0; i < headings.size(); ++i) {
    starts[i] = lines.at(0).find(headings[i]);
    if (starts[i] == std::string::npos)
      throw std::runtime_error("no heading " + std::string(headings[i]));
  }
  std::vector<Cells> rows;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    Cells& row = rows.emplace_back();
    for (std::size_t column = 0; column < row.size(); ++column) {
      const std::size_t width = starts[column + 1] - starts[column];
      row[column] = lines[i].substr(starts[column], width);
      row[column].erase(row[column].find_last_not_of(' ') + 1);
    }
  }
  return rows;
}

/// Returns the time of the recording, from RECORDED_AT.txt: "2026-11-22T12:48:10Z".
inline std::chrono::sys_seconds recorded_at(const std::string& engine,
                                            const std::string& recorded = "cli") {
  const std::string text = read_file(folder / engine / recorded / "RECORDED_AT.txt");
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (std::sscanf(text.c_str(), "%d-%d-%dT%d:%d:%dZ", &year, &month, &day, &hour, &minute,
                  &second) != 6)
    throw std::runtime_error("not a time: " + text);
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

}  // namespace recordings
