#pragma once

#include <chrono>
#include <cstddef>
#include <dkrls/engine_choice.hpp>
#include <dkrls/formatter.hpp>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

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

}  // namespace dkr_ls
