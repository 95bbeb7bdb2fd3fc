#pragma once

#include <string>

#include "process.hpp"

namespace dkrls_test {

/// Compares what a command line did with the file `path`, its stdout, stderr and exit status each
/// for itself, in an assertion of its own.
///
/// With DKR_LS_RENEW_GOLDEN=1 in the environment the file is written instead. Look at the
/// difference before you commit it.
void check_golden_file(const std::string& path, const std::string& command_line,
                       const Finished& actual);

}  // namespace dkrls_test
