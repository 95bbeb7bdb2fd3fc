// SPDX-License-Identifier: MIT
#pragma once

#include <dkrls/formatter.hpp>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "builders.hpp"
#include "catch.hpp"
#include "lines.hpp"

/// Records as a formatter writes them.
namespace dkrls_test {

/// The format of a text that is one.
template <class Record>
dkrls::Format<Record> format_of(std::string_view text) {
  dkrls::FormatProblem problem;
  auto format = dkrls::Format<Record>::parse(text, {}, problem);
  if (!format)
    throw std::runtime_error(problem.message);
  return *format;
}

template <class Record>
std::string written(const std::vector<Record>& records, const dkrls::Format<Record>& format,
                    const dkrls::FormatOptions& options = {.now = at(1'600'000'000)}) {
  std::ostringstream out;
  dkrls::Formatter<Record>(format, options).write(records, out);
  CHECK(out.good());
  return out.str();
}

template <class Record>
std::string written(const std::vector<Record>& records, std::string_view format,
                    const dkrls::FormatOptions& options = {.now = at(1'600'000'000)}) {
  return written(records, format_of<Record>(format), options);
}

}  // namespace dkrls_test
