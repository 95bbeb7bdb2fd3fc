#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"

namespace dkrls::detail {

/// Which characters a JSON string escapes beside those that it must, and those that
/// append_printable() would.
enum class JsonEscapes {
  needed,
  html,  ///< '<', '>' and '&', too, as Go's encoding/json does by default
};

/// Appends a JSON string that a terminal shows as it is. Bytes that are not UTF-8 become U+FFFD.
DKRLS_DECL void append_json_string(std::string& out, std::string_view text,
                                   JsonEscapes escapes = JsonEscapes::needed);

/// Appends a number in decimal digits.
DKRLS_DECL void append_number(std::string& out, std::int64_t number);
DKRLS_DECL void append_number(std::string& out, std::uint64_t number);

/// Begins a member of a JSON object that is being appended: a comma where it is not the first, then
/// the key, which must need no escapes, and a colon.
DKRLS_DECL void append_json_key(std::string& out, std::string_view key);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/text/json_text.ipp"
#endif
