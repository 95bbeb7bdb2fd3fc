// SPDX-License-Identifier: MIT
#pragma once

#include <dkrls/environment.hpp>
#include <map>
#include <utility>

namespace dkrls_test {

using Variables = std::map<std::string, std::string, std::less<>>;

/// Returns an environment that has exactly these variables.
inline dkrls::Environment environment_of(Variables variables) {
  return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
}

}  // namespace dkrls_test
