#pragma once

#include <dkrls/locate_engine.hpp>
#include <string>

namespace dkr_ls {

/// Returns one line that says why the engine failed and what the user can do.
std::string explain(const dkrls::error_code& ec, const dkrls::Diagnostics& diagnostics,
                    const dkrls::LocatedEngine& asked);

}  // namespace dkr_ls
