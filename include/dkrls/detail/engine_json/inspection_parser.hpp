// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/image.hpp"

namespace dkrls::detail {

/// Sets Image::platform and Image::tagged to what the body of GET /images/{name}/json reports; to
/// nullopt if it does not.
/// Source: Engine API, ImageInspect: Os, Architecture, Variant, OsVersion, Metadata.LastTagTime.
DKRLS_DECL void add_inspection(std::string_view body, Image& image);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/engine_json/inspection_parser.ipp"
#endif
