#pragma once

#include <cstddef>
#include <string>

namespace dkrls {

/// Why a text is no format.
struct FormatProblem {
  std::size_t column = 0;  ///< where in the text, counting code points from 1
  std::string message;     ///< one line that names the column. UNTRUSTED: it quotes the text
};

}  // namespace dkrls
