#pragma once

namespace dkr_ls {

/// What the process ends with. Scripts rely on these numbers.
enum class ExitCode {
  ok = 0,       ///< done, an empty list too
  failure = 1,  ///< the engine could not be asked or the output could not be written
  usage = 2,    ///< the command line is wrong
};

}  // namespace dkr_ls
