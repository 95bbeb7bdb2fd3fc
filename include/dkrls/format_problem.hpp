// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

namespace dkrls {

/// The reason why a text is not a format.
struct FormatProblem {
  std::size_t column = 0;  ///< the place in the text, in code points from 1
  std::string message;     ///< one line that names the column. UNTRUSTED: it quotes the text
};

}  // namespace dkrls
