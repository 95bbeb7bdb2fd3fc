// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"

namespace dkrls {

/// Appends untrusted text so that it can neither control a terminal nor break a line. Control
/// characters, line and paragraph separators and invisible characters (of no width, of text
/// direction, soft hyphens, tags) become escapes: "\n", "\x1b", "\u202e". Bytes that are not UTF-8
/// become escapes like "\xff". Everything else stays unchanged, including backslashes.
DKRLS_DECL void append_printable(std::string& out, std::string_view text);

/// Returns what append_printable() appends.
DKRLS_DECL std::string printable(std::string_view text);

/// True if append_printable() copies the text unchanged.
DKRLS_DECL bool is_printable(std::string_view text) noexcept;

/// Returns the number of terminal cells that a printable text takes. A combining mark takes none, a
/// wide East Asian character and most emoji take two, any other code point takes one. Variation
/// selectors are ignored: the few symbols that they turn into emoji may appear wider. See
/// detail/text/unicode_widths.hpp.
DKRLS_DECL std::size_t display_width(std::string_view text) noexcept;

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/terminal_text.ipp"
#endif
