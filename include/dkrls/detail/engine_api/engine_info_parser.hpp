#pragma once

#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/engine_info.hpp"

namespace dkrls::detail {

/// Takes over what the body of GET /version says; false when it is not an object with a Version.
DKRLS_DECL bool parse_version(std::string_view body, EngineInfo& info);

/// Takes over what the body of GET /info says; false when it is not an object.
DKRLS_DECL bool parse_system_info(std::string_view body, EngineInfo& info);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/engine_api/engine_info_parser.ipp"
#endif
