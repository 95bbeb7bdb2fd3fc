// SPDX-License-Identifier: MIT
#pragma once

#include <iosfwd>

#include <dkrls/logger.hpp>

namespace dkr_ls {

/// Returns a logger that writes lines like "DEBUG: asking unix:///var/run/docker.sock" to `out`
/// with Boost.Log. Initializes Boost.Log with the first message.
/// *Lifetime:* `out` must outlive the logger and its copies.
dkrls::Logger make_logger(dkrls::LogLevel level, std::ostream& out);

}  // namespace dkr_ls
