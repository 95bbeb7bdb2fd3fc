// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include "dkrls/client_options.hpp"
#include "dkrls/engine_choice.hpp"

namespace dkrls::detail {

/// Returns `options` with the engine and the settings of a choice. Logs the choice's warning.
inline ClientOptions options_of(EngineChoice choice, ClientOptions options) {
  options.endpoint = std::move(choice.endpoint);
  options.tls = std::move(choice.tls);
  options.headers = std::move(choice.headers);
  options.api_version = std::move(choice.api_version);
  options.proxy = std::move(choice.proxy);
  if (!choice.warning.empty())
    options.logger.log(LogLevel::warning, choice.warning);
  return options;
}

}  // namespace dkrls::detail
