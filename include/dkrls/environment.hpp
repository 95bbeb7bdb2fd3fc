// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"

namespace dkrls {

/// Looks up a variable in an environment. Returns nullopt if the variable is not set.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

/// Returns the environment of this process. It looks a variable up at each call.
///
/// *Threads:* several threads may look variables up at the same time, as long as no thread changes
/// the environment (setenv, putenv, unsetenv).
DKRLS_DECL Environment process_environment();

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/environment.ipp"
#endif
