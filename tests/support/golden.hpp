// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "process.hpp"

namespace dkrls_test {

/// Compares stdout, stderr and exit status of a command line with the golden file `path`, each in
/// an assertion of its own.
///
/// With DKR_LS_RENEW_GOLDEN=1 in the environment it writes the file first. Look at the difference
/// before you commit it.
void check_golden_file(const std::string& path, const std::string& command_line,
                       const Finished& actual);

}  // namespace dkrls_test
