// SPDX-License-Identifier: MIT
#include "cli/shell_word.hpp"

#include <dkrls/terminal_text.hpp>

namespace dkr_ls {

std::string shell_word(std::string_view text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=./:,+@";
  std::string printable = dkrls::printable(text);
  if (!printable.empty() && printable.find_first_not_of(plain) == std::string::npos)
    return printable;
  std::string quoted = "'";
  for (const char c : printable)
    quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

}  // namespace dkr_ls
