// SPDX-License-Identifier: MIT
#include "actions/build_cache.hpp"

#include <algorithm>
#include <dkrls/byte_size.hpp>
#include <ostream>

namespace dkr_ls {

void print_build_cache_note(const std::vector<HostUsage>& hosts,
                            const std::function<dkrls::Figure(const dkrls::DiskUsage&)>& freed,
                            const World& world) {
  dkrls::Figure kept;
  for (const HostUsage& host : hosts)
    kept = kept + dkrls::Figure{std::min(host.usage.shared_build_cache().value_or(0),
                                         freed(host.usage).bytes),
                                std::nullopt};
  if (kept.bytes == 0)
    return;
  world.err
      << "Note: up to " << kept
      << " of what images free may live on in the build cache; \"docker builder prune\" frees "
         "that\n";
}

}  // namespace dkr_ls
