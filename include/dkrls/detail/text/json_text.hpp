// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"

namespace dkrls::detail {

/// Characters that a JSON string escapes in addition to those that JSON requires and those that
/// append_printable() escapes.
enum class JsonEscapes {
  needed,
  html,  ///< also '<', '>' and '&', as Go's encoding/json does by default
};

/// Appends `text` as a JSON string that is safe to print on a terminal. Each byte that is not UTF-8
/// becomes U+FFFD.
DKRLS_DECL void append_json_string(std::string& out, std::string_view text,
                                   JsonEscapes escapes = JsonEscapes::needed);

/// Appends a number in decimal digits.
DKRLS_DECL void append_number(std::string& out, std::int64_t number);
DKRLS_DECL void append_number(std::string& out, std::uint64_t number);

/// Appends the start of a member of a JSON object: a comma unless the member is the first, the key
/// and a colon. `key` must not need escapes.
DKRLS_DECL void append_json_key(std::string& out, std::string_view key);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/text/json_text.ipp"
#endif
