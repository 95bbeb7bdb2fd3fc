#pragma once

#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"

namespace dkrls::detail {

/// What the body of an error answer says: the "message" of its JSON, else, from something that is
/// no engine or is an old one, its text without blanks around it.
DKRLS_DECL std::string engine_message(std::string_view body);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/engine_api/engine_message.ipp"
#endif
