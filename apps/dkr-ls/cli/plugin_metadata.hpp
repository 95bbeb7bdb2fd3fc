// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace dkr_ls {

/// Returns what docker asks every plugin for, a line of JSON.
std::string plugin_metadata();

}  // namespace dkr_ls
