// SPDX-License-Identifier: MIT
#pragma once

namespace dkr_ls {

/// The exit status of the process. Scripts rely on these numbers.
enum class ExitCode {
  ok = 0,       ///< done; an empty list is a success
  failure = 1,  ///< the engine failed or the output could not be written
  usage = 2,    ///< the command line is wrong
};

}  // namespace dkr_ls
