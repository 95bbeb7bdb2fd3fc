// SPDX-License-Identifier: MIT
#pragma once

#include <boost/algorithm/string/predicate.hpp>
#include <locale>
#include <string_view>

namespace dkr_ls {

/// True if the words differ at most in the case of ASCII letters, whatever the user's locale.
inline bool equals_in_any_case(std::string_view a, std::string_view b) {
  return boost::algorithm::iequals(a, b, std::locale::classic());
}

}  // namespace dkr_ls
