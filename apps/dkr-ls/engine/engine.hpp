#pragma once

#include <dkrls/locate_engine.hpp>
#include <stdexcept>

#include "cli/commands.hpp"
#include "world.hpp"

namespace dkr_ls {

/// The error if no engine can be chosen. what() is a complete line for the user.
class EngineError : public std::runtime_error {
 public:
  using runtime_error::runtime_error;
};

/// Returns the engine that the settings request.
dkrls::EngineRequest request_for(const Settings& settings, const World& world);

/// Returns the engine that the settings or the environment name, or a found one.
/// *Errors:* throws EngineError.
dkrls::LocatedEngine locate_engine(const Settings& settings, const World& world);

}  // namespace dkr_ls
