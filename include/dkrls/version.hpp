// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace dkrls {

/// The version of this library and of the command built on it (semver.org).
/// This line is its only source: CMake and the packages read it from here.
inline constexpr std::string_view version = "0.2.0";

}  // namespace dkrls
