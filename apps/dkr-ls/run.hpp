// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "exit_code.hpp"
#include "world.hpp"

namespace dkr_ls {

/// Runs the command with the given arguments (without the process's name) and returns its exit
/// status.
/// *Errors:* prints them to `err`, including a std::system_error from `out`. A closed pipe is
/// no error.
ExitCode run(std::span<const std::string> arguments, const World& world);

}  // namespace dkr_ls
