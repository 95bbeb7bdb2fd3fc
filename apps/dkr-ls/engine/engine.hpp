#pragma once

#include <dkrls/locate_engine.hpp>
#include <stdexcept>

#include "cli/commands.hpp"
#include "world.hpp"

namespace dkr_ls {

/// Why it is not known which engine to ask. what() is a line that stands alone.
class EngineError : public std::runtime_error {
 public:
  using runtime_error::runtime_error;
};

/// Which engine the settings ask for.
dkrls::EngineRequest request_for(const Settings& settings, const World& world);

/// The engine that the settings and the environment name, or that was found. Throws EngineError.
dkrls::LocatedEngine locate_engine(const Settings& settings, const World& world);

}  // namespace dkr_ls
