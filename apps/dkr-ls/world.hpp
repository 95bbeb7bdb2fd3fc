// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <dkrls/age.hpp>
#include <dkrls/engine_choice.hpp>
#include <dkrls/formatter.hpp>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

namespace dkr_ls {

/// The environment, clock and streams of the command. Tests pass their own.
struct World {
  dkrls::Environment environment;
  std::function<std::chrono::sys_seconds()> now;
  std::ostream& out;  ///< data only; run() reports an exception of the stream
  std::ostream& err;

  /// Standard input; nullptr if it is empty.
  std::istream* in = nullptr;

  /// The words that a user types to run the command.
  std::string program = "dkr-ls";

  /// The certificate files on docker's command line.
  dkrls::CertificateFiles certificates = {};

  /// Appends a time in the user's time zone, see dkrls::append_utc_time().
  void (*append_time)(std::string& out, std::chrono::sys_seconds time) = dkrls::append_utc_time;

  /// Converts a time in the user's time zone.
  dkrls::FromLocalTime from_local_time = [](std::chrono::local_seconds time) {
    return std::chrono::sys_seconds(time.time_since_epoch());
  };

  /// The width of `out` in cells; nullopt if it is not a terminal.
  std::optional<std::size_t> width = {};

  /// True if `err` is a terminal, so that a line can be erased.
  bool err_is_terminal = false;
};

}  // namespace dkr_ls
