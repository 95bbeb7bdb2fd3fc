// SPDX-License-Identifier: MIT
#include "terminal/error_line.hpp"

#include <dkrls/terminal_text.hpp>
#include <ostream>
#include <string>

namespace dkr_ls {

void print_error(std::ostream& err, std::string_view message) {
  std::string line = "Error: ";
  dkrls::append_printable(line, message);
  err << line << '\n';
}

}  // namespace dkr_ls
