// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>

#include "dkrls/environment.hpp"

namespace dkrls {

DKRLS_DECL Environment process_environment() {
  return [](std::string_view name) -> std::optional<std::string> {
    const char* const value = std::getenv(std::string(name).c_str());
    if (value == nullptr)
      return std::nullopt;
    return value;
  };
}

}  // namespace dkrls
