// SPDX-License-Identifier: MIT
#include <dkrls/detail/text/ascii.hpp>
#include <dkrls/logger.hpp>
#include <string>
#include <vector>

#include "catch.hpp"

using dkrls::Logger;
using dkrls::LogLevel;

namespace {

constexpr LogLevel all_levels[] = {LogLevel::trace,   LogLevel::debug, LogLevel::info,
                                   LogLevel::warning, LogLevel::error, LogLevel::fatal};

}  // namespace

TEST_CASE("the name of a level is accepted in any case") {
  for (const LogLevel level : all_levels) {
    const std::string name(to_string(level));
    std::string lower;
    for (const char c : name)
      lower += dkrls::detail::to_lower(c);
    CAPTURE(name);
    CHECK(*dkrls::parse_log_level(name) == level);
    CHECK(*dkrls::parse_log_level(lower) == level);
    CHECK(*dkrls::parse_log_level(name[0] + lower.substr(1)) == level);
  }
}

TEST_CASE("WARN means WARNING") {
  CHECK(*dkrls::parse_log_level("WARN") == LogLevel::warning);
  CHECK(*dkrls::parse_log_level("warn") == LogLevel::warning);
  CHECK(to_string(LogLevel::warning) == "WARNING");
}

TEST_CASE("other text is not a log level") {
  for (const std::string_view text :
       {"", " ", "INFO ", " INFO", "INF", "INFOS", "WARNINGS", "ERR", "off", "0", "2"}) {
    CAPTURE(text);
    CHECK(dkrls::parse_log_level(text).error() == dkrls::Errc::invalid_log_level);
  }
}

TEST_CASE("a logger is silent by default") {
  const Logger silent;
  for (const LogLevel level : all_levels) {
    CHECK_FALSE(silent.enabled(level));
    silent.log(level, "nobody hears this");
  }
}

TEST_CASE("a logger without a sink is silent at every level") {
  const Logger silent(LogLevel::trace, nullptr);
  CHECK_FALSE(silent.enabled(LogLevel::fatal));
  silent.log(LogLevel::fatal, "nobody hears this");
}

TEST_CASE("a logger passes on messages at its level and above") {
  for (const LogLevel threshold : all_levels) {
    std::vector<LogLevel> heard;
    const Logger logger(threshold, [&](LogLevel level, std::string_view message) {
      CHECK(message == "hello");
      heard.push_back(level);
    });
    std::vector<LogLevel> expected;
    for (const LogLevel level : all_levels) {
      logger.log(level, "hello");
      CHECK(logger.enabled(level) == (level >= threshold));
      if (level >= threshold)
        expected.push_back(level);
    }
    CHECK(heard == expected);
  }
}
