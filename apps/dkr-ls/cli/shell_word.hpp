// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace dkr_ls {

/// Returns a text as a user types it as one word in a shell: in quotes if it needs them, and
/// printable.
std::string shell_word(std::string_view text);

}  // namespace dkr_ls
