#pragma once

#include <chrono>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>

#include <dkrls/environment.hpp>

#include "exit_code.hpp"

namespace dkr_ls {

/// What the command needs of the world, so that tests can bring their own.
struct World {
  dkrls::Environment environment;
  std::function<std::chrono::sys_seconds()> now;
  std::ostream& out;  ///< data only; an exception thrown while writing is reported, see run()
  std::ostream& err;
};

/// The command: does what the arguments say (without the process's name) and says how it went.
/// Errors are reported on `err`. A std::system_error from `out` is reported too, but for a closed
/// pipe, which is no error.
ExitCode run(std::span<const std::string> arguments, const World& world);

}  // namespace dkr_ls
