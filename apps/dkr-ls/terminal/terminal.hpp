#pragma once

#include <cstddef>
#include <dkrls/environment.hpp>
#include <optional>

namespace dkr_ls {

/// How many cells a line of a terminal has; nullopt for a file descriptor that is none.
std::optional<std::size_t> terminal_width(int descriptor);

/// Whether the user's locale is one of UTF-8: the first of LC_ALL, LC_CTYPE and LANG that is set
/// and not empty says so.
bool speaks_utf8(const dkrls::Environment& environment);

}  // namespace dkr_ls
