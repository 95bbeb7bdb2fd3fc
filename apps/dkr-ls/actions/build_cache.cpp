// SPDX-License-Identifier: MIT
#include "actions/build_cache.hpp"

#include <algorithm>
#include <dkrls/byte_size.hpp>
#include <ostream>

namespace dkr_ls {
namespace {

/// Returns how many of the freed bytes the build cache keeps at most. A lower bound of what is
/// freed limits nothing.
std::uint64_t kept_at_most(std::uint64_t build_cache, const dkrls::Figure& freed) {
  if (freed.reason == dkrls::LowerBoundReason::unknown_containers)
    return 0;  // nothing is known to be freed
  return freed.exact() ? std::min(build_cache, freed.bytes) : build_cache;
}

}  // namespace

void print_build_cache_note(const std::vector<HostUsage>& hosts,
                            const std::function<dkrls::Figure(const dkrls::DiskUsage&)>& freed,
                            const World& world) {
  dkrls::Figure kept;
  for (const HostUsage& host : hosts)
    kept = kept + dkrls::Figure{
                      kept_at_most(host.usage.shared_build_cache().value_or(0), freed(host.usage)),
                      std::nullopt};
  if (kept.bytes == 0)
    return;
  world.err << "Note: the build cache may keep up to " << kept
            << " of these bytes; \"docker builder prune\" frees them\n";
}

}  // namespace dkr_ls
