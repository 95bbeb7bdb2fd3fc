#pragma once

#include <span>
#include <string>

#include "exit_code.hpp"
#include "world.hpp"

namespace dkr_ls {

/// The command: does what the arguments say (without the process's name) and says how it went.
/// Errors are reported on `err`. A std::system_error from `out` is reported too, but for a closed
/// pipe, which is no error.
ExitCode run(std::span<const std::string> arguments, const World& world);

}  // namespace dkr_ls
