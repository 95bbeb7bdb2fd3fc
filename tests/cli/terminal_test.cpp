// SPDX-License-Identifier: MIT
#include <terminal/terminal.hpp>

#include <map>

#include "catch.hpp"

namespace {

bool speaks_utf8(const std::map<std::string, std::string, std::less<>>& variables) {
  return dkr_ls::speaks_utf8([&](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
}

}  // namespace

TEST_CASE("the name of a locale says whether it uses UTF-8") {
  for (const std::string locale : {"C.UTF-8", "en_US.UTF-8", "de_DE.utf8", "de_DE.UTF-8@euro"})
    CHECK(speaks_utf8({{"LANG", locale}}));
  for (const std::string locale :
       {"C", "POSIX", "de_DE@euro", "de_DE.ISO-8859-15@euro", "utf8", ""})
    CHECK_FALSE(speaks_utf8({{"LANG", locale}}));
  CHECK_FALSE(speaks_utf8({}));
}

TEST_CASE("the most specific variable of the locale counts unless it is empty") {
  CHECK_FALSE(speaks_utf8({{"LC_ALL", "C"}, {"LC_CTYPE", "C.UTF-8"}, {"LANG", "C.UTF-8"}}));
  CHECK_FALSE(speaks_utf8({{"LC_CTYPE", "C"}, {"LANG", "C.UTF-8"}}));
  CHECK(speaks_utf8({{"LC_ALL", ""}, {"LC_CTYPE", "C.UTF-8"}, {"LANG", "C"}}));
}
