// SPDX-License-Identifier: MIT
#pragma once

#include <run.hpp>

#include <sstream>
#include <string>

#include "catch.hpp"
#include "cli_support.hpp"

namespace dkrls_test {

/// Runs the command in this process, as on a terminal of that many cells.
inline Finished run_on_terminal(const Arguments& arguments, const FakeEngine& engine,
                                std::size_t width, const std::string& locale = "C.UTF-8") {
  std::ostringstream out;
  std::ostringstream err;
  const auto environment = [&](std::string_view name) -> std::optional<std::string> {
    if (name == "DOCKER_HOST")
      return engine.url();
    if (name == "DOCKER_CONFIG")
      return "/nonexistent";
    return name == "LANG" ? std::optional(locale) : std::nullopt;
  };
  const auto code = dkr_ls::run(arguments, {.environment = environment,
                                            .now = present,
                                            .out = out,
                                            .err = err,
                                            .width = width,
                                            .err_is_terminal = true});
  return {out.str(), err.str(), static_cast<int>(code)};
}

/// Compares what the command prints on a terminal with golden/NAME.txt.
inline void check_golden_terminal(const std::string& name, const Arguments& arguments,
                                  const FakeEngine& engine, std::size_t width,
                                  const std::string& locale = "C.UTF-8") {
  std::string command_line = "dkr-ls";
  for (const std::string& argument : arguments)
    command_line += " " + quoted(argument);
  check_golden_file(TEST_DATA_DIR "/golden/" + name + ".txt", command_line,
                    run_on_terminal(arguments, engine, width, locale));
}

}  // namespace dkrls_test
