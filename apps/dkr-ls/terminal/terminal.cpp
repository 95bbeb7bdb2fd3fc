// SPDX-License-Identifier: MIT
#include "terminal/terminal.hpp"

#include <sys/ioctl.h>

#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>
#include <locale>
#include <string>

namespace dkr_ls {

std::optional<std::size_t> terminal_width(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return std::nullopt;
  return size.ws_col;
}

bool speaks_utf8(const dkrls::Environment& environment) {
  for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    std::string locale = environment(name).value_or("");  // such as de_DE.UTF-8@euro
    if (locale.empty())
      continue;
    locale.erase(std::min(locale.find('@'), locale.size()));
    return boost::algorithm::iends_with(locale, ".utf-8", std::locale::classic()) ||
           boost::algorithm::iends_with(locale, ".utf8", std::locale::classic());
  }
  return false;
}

std::string_view ellipsis(const dkrls::Environment& environment) {
  return speaks_utf8(environment) ? "\u2026" : "...";
}

}  // namespace dkr_ls
