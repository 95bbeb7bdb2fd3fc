// SPDX-License-Identifier: MIT
#include "golden.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "catch.hpp"

namespace dkrls_test {
namespace {

constexpr const char* out_heading = "--- stdout\n";
constexpr const char* err_heading = "--- stderr\n";
constexpr const char* status_heading = "--- exit status\n";

bool renewing() {
  const char* const value = std::getenv("DKR_LS_RENEW_GOLDEN");
  return value != nullptr && std::string(value) == "1";
}

std::string read_file(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Returns the text between two headings.
std::string section(const std::string& text, const std::string& heading, const std::string& next) {
  const std::size_t begin = text.find(heading);
  const std::size_t end = next.empty() ? text.size() : text.find(next, begin);
  if (begin == std::string::npos || end == std::string::npos)
    return "(the golden file has no such section)";
  return text.substr(begin + heading.size(), end - begin - heading.size());
}

}  // namespace

void check_golden_file(const std::string& path, const std::string& command_line,
                       const Finished& actual) {
  const std::string status = std::to_string(actual.status) + "\n";
  if (renewing()) {
    std::ofstream(path) << "$ " << command_line << '\n'
                        << out_heading << actual.out << err_heading << actual.err << status_heading
                        << status;
  }
  const std::string golden = read_file(path);
  CAPTURE(path, command_line);
  CHECK(golden.substr(0, golden.find('\n')) == "$ " + command_line);
  CHECK(actual.out == section(golden, out_heading, err_heading));
  CHECK(actual.err == section(golden, err_heading, status_heading));
  CHECK(status == section(golden, status_heading, {}));
}

}  // namespace dkrls_test
