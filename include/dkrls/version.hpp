#pragma once

#include <string_view>

namespace dkrls {

/// The version of this library and of the command built on it (semver.org).
/// The one place it is written: CMake and the packages read it from this line.
inline constexpr std::string_view version = "0.1.0";

}  // namespace dkrls
