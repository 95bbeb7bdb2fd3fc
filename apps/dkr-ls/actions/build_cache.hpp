#pragma once

#include <dkrls/disk_usage.hpp>

#include "world.hpp"

namespace dkr_ls {

/// Prints a note on `err` if the build cache may keep some of the bytes that removing images frees.
void print_build_cache_note(const dkrls::DiskUsage& usage, const dkrls::Figure& freed,
                            const World& world);

}  // namespace dkr_ls
