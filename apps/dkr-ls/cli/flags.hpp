// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "cli/commands.hpp"

namespace dkr_ls {

/// The flags of single commands; commands.hpp has the global flags.
std::span<const Flag> repos_flags();
std::span<const Flag> tags_flags();
std::span<const Flag> du_flags();

}  // namespace dkr_ls
