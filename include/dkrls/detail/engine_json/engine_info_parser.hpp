// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/engine_info.hpp"

namespace dkrls::detail {

/// Reads the body of GET /version into `info`. Returns false if it is not a JSON object with a
/// Version.
DKRLS_DECL bool parse_version(std::string_view body, EngineInfo& info);

/// Reads the body of GET /info into `info`. Returns false if it is not a JSON object.
DKRLS_DECL bool parse_system_info(std::string_view body, EngineInfo& info);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/engine_json/engine_info_parser.ipp"
#endif
