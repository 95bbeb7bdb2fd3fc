// SPDX-License-Identifier: MIT
#pragma once

#include <dkrls/disk_usage.hpp>
#include <functional>
#include <vector>

#include "engine/engine_calls.hpp"
#include "world.hpp"

namespace dkr_ls {

/// Prints a note on `err` if the build cache of a host may keep some of the bytes that removing
/// images frees there, which `freed` returns.
void print_build_cache_note(const std::vector<HostUsage>& hosts,
                            const std::function<dkrls::Figure(const dkrls::DiskUsage&)>& freed,
                            const World& world);

}  // namespace dkr_ls
