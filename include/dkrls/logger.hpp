// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string_view>
#include <utility>

#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"

namespace dkrls {

/// How much a message matters.
enum class LogLevel {
  trace,    ///< the head of every answer
  debug,    ///< every step of an operation
  info,     ///< what a user may want to know
  warning,  ///< the result may not be what was meant
  error,    ///< for programs: dkrls reports a failure to its caller instead
  fatal,    ///< likewise
};

/// Returns the level of a name: TRACE, DEBUG, INFO, WARNING, ERROR or FATAL in any case. WARN means
/// WARNING.
/// *Errors:* Errc::invalid_log_level for any other text.
DKRLS_DECL result<LogLevel> parse_log_level(std::string_view text);

/// Returns the level's name in capitals.
/// *Lifetime:* the text is static.
DKRLS_DECL std::string_view to_string(LogLevel level) noexcept;

/// Passes the log messages of dkrls to a sink. Logs nothing without a sink.
///
/// A message is one sentence without a line break. It may quote an engine, so pass it through
/// append_printable() before you print it.
///
/// *Threads:* each operation calls the sink on the thread that runs it, one message at a time. A
/// sink that concurrent operations share must synchronize itself.
class Logger {
 public:
  /// Gets a level and a message; the message is valid during the call.
  using Sink = std::function<void(LogLevel, std::string_view message)>;

  /// Logs nothing.
  Logger() = default;

  /// Passes every message at or above `level` to `sink`.
  Logger(LogLevel level, Sink sink) : level_(level), sink_(std::move(sink)) {}

  /// True if a message of this level reaches the sink. Check this before you build a costly
  /// message.
  bool enabled(LogLevel level) const noexcept { return sink_ && level >= level_; }

  /// Passes a message to the sink if its level is enabled.
  void log(LogLevel level, std::string_view message) const {
    if (enabled(level))
      sink_(level, message);
  }

 private:
  LogLevel level_ = LogLevel::fatal;
  Sink sink_;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/logger.ipp"
#endif
