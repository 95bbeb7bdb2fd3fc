// SPDX-License-Identifier: MIT
#pragma once

#include <dkrls/explain.hpp>
#include <dkrls/locate_engine.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "world.hpp"

namespace dkr_ls {

/// The error if a source cannot be chosen or read. what() is a complete line for the user.
class EngineError : public std::runtime_error {
 public:
  using runtime_error::runtime_error;
};

/// The engines that a command asks.
struct Engines {
  std::vector<dkrls::LocatedEngine> located;  ///< not empty, unless several were named

  /// True if the command line names several, even if there is only one in the end. Each then has a
  /// ClientOptions::host_name, and its logger begins messages with it.
  bool several = false;

  /// One line for each engine that is named and cannot be chosen.
  std::vector<std::string> failures = {};

  dkrls::Logger logger;  ///< for messages that are not of one engine
};

/// Returns the words of this command in the library's explanations.
dkrls::RemedyWords remedy_words();

/// True if the command line names several engines.
bool names_several_engines(const Settings& settings);

/// Returns the engine that the settings request first.
dkrls::EngineRequest request_for(const Settings& settings, const World& world);

/// Returns the engine that the settings or the environment name, or a found one.
/// *Errors:* throws EngineError.
dkrls::LocatedEngine locate_engine(const Settings& settings, const World& world);

/// Returns the engines that the settings name, in their order and each endpoint once, or the one of
/// locate_engine().
/// *Errors:* throws EngineError if none is named and none can be chosen, if two have the same name,
/// or if there is none.
Engines locate_engines(const Settings& settings, const World& world);

}  // namespace dkr_ls
