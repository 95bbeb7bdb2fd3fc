#pragma once

#include <dkrls/locate_engine.hpp>
#include <string>

namespace dkr_ls {

/// One line that says why an engine could not be asked and what to do about it.
std::string explain(const dkrls::error_code& ec, const dkrls::Diagnostics& diagnostics,
                    const dkrls::LocatedEngine& asked);

}  // namespace dkr_ls
