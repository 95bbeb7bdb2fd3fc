#pragma once

#include <iosfwd>

#include <dkrls/logger.hpp>

namespace dkr_ls {

/// A logger that writes lines such as "DEBUG: asking unix:///var/run/docker.sock" to `out` through
/// Boost.Log, which is not set up before the first of them. `out` must outlive the logger and its
/// copies.
dkrls::Logger make_logger(dkrls::LogLevel level, std::ostream& out);

}  // namespace dkr_ls
