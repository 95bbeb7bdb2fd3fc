#pragma once

#include <functional>
#include <string_view>
#include <utility>

#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"

namespace dkrls {

enum class LogLevel { trace, debug, info, warning, error, fatal };

/// The level a name stands for: TRACE, DEBUG, INFO, WARNING, ERROR or FATAL in any case; WARN means
/// WARNING. Errc::invalid_log_level for anything else.
DKRLS_DECL result<LogLevel> parse_log_level(std::string_view text);

/// The level's name in capitals. Static storage.
DKRLS_DECL std::string_view to_string(LogLevel level) noexcept;

/// Where dkrls says what it does. Silent unless given a sink.
///
/// The sink is called on the thread that runs the operation, one message at a time for each
/// operation; a sink shared by concurrent operations synchronizes itself. Messages are single
/// sentences without a line break of ours, but may quote an engine: see append_printable().
class Logger {
 public:
  using Sink = std::function<void(LogLevel, std::string_view message)>;

  /// A logger that says nothing.
  Logger() = default;

  /// A logger that hands every message at or above `level` to `sink`.
  Logger(LogLevel level, Sink sink) : level_(level), sink_(std::move(sink)) {}

  /// Whether a message of this level reaches the sink. Ask before composing a costly message.
  bool enabled(LogLevel level) const noexcept { return sink_ && level >= level_; }

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
