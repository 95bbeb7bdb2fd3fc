#include "actions/build_cache.hpp"

#include <algorithm>
#include <dkrls/byte_size.hpp>
#include <ostream>

namespace dkr_ls {

void print_build_cache_note(const dkrls::DiskUsage& usage, const dkrls::Figure& freed,
                            const World& world) {
  const std::uint64_t shared = usage.shared_build_cache().value_or(0);
  if (shared == 0 || freed.bytes == 0)
    return;
  std::string size;
  dkrls::append_byte_size(size, std::min(shared, freed.bytes));
  world.err
      << "Note: up to " << size
      << " of what images free may live on in the build cache; \"docker builder prune\" frees "
         "that\n";
}

}  // namespace dkr_ls
