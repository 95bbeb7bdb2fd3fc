// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <dkrls/environment.hpp>
#include <optional>
#include <string_view>

namespace dkr_ls {

/// Returns the width of a terminal in cells; nullopt if the file descriptor is not a terminal.
std::optional<std::size_t> terminal_width(int descriptor);

/// True if the user's locale uses UTF-8. The first non-empty variable of LC_ALL, LC_CTYPE and LANG
/// decides.
bool speaks_utf8(const dkrls::Environment& environment);

/// Returns what stands for the middle of a name that a narrow terminal has no place for.
std::string_view ellipsis(const dkrls::Environment& environment);

}  // namespace dkr_ls
