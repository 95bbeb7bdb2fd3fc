#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"

namespace dkrls {

/// Appends text of unknown origin so that it cannot act on a terminal or break a line: control
/// characters, line and paragraph separators and the invisible controls of text direction become
/// escapes such as "\n", "\x1b" or "\u202e", and bytes that are not UTF-8 become "\xff". Everything
/// else, a backslash too, stays as it is.
DKRLS_DECL void append_printable(std::string& out, std::string_view text);

/// Whether append_printable() would copy the text unchanged.
DKRLS_DECL bool is_printable(std::string_view text) noexcept;

/// How many terminal cells a printable text takes: none for a combining mark, two for what is wide
/// in East Asia and for most emoji, else one for each code point. A variation selector changes
/// nothing, so the rare symbols that become emoji by one may be drawn wider. See
/// detail/text/unicode_widths.hpp.
DKRLS_DECL std::size_t display_width(std::string_view text) noexcept;

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/terminal_text.ipp"
#endif
