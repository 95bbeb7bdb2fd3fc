// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"

namespace dkrls::detail {

/// Returns the message in the body of an error answer: the "message" of its JSON, else its text
/// without blanks around it. Old engines and other servers do not send JSON. Returns empty text for
/// HTML, a page that helps nobody in one line.
DKRLS_DECL std::string engine_message(std::string_view body);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/engine_json/engine_message.ipp"
#endif
