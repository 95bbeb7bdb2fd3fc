#pragma once

#include <chrono>
#include <functional>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>

#include <dkrls/engine_choice.hpp>
#include <dkrls/formatter.hpp>

#include "exit_code.hpp"

namespace dkr_ls {

/// What the command needs of the world, so that tests can bring their own.
struct World {
  dkrls::Environment environment;
  std::function<std::chrono::sys_seconds()> now;
  std::ostream& out;  ///< data only; an exception thrown while writing is reported, see run()
  std::ostream& err;

  /// What the user types to run the command.
  std::string program = "dkr-ls";

  /// The certificate files that docker was given.
  dkrls::CertificateFiles certificates = {};

  /// Appends a time in the zone of the user, see dkrls::append_utc_time().
  void (*append_time)(std::string& out, std::chrono::sys_seconds time) = dkrls::append_utc_time;

  /// Cells in a line of the terminal that `out` is; nullopt where it is none.
  std::optional<std::size_t> width = {};

  /// Whether `err` is a terminal, where a line can be taken back.
  bool err_is_terminal = false;
};

/// The command: does what the arguments say (without the process's name) and says how it went.
/// Errors are reported on `err`. A std::system_error from `out` is reported too, but for a closed
/// pipe, which is no error.
ExitCode run(std::span<const std::string> arguments, const World& world);

}  // namespace dkr_ls
