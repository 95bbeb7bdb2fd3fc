// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "example_listing.hpp"
#include "fake_engine.hpp"
#include "golden.hpp"
#include "process.hpp"

namespace dkrls_test {

using Arguments = std::vector<std::string>;

/// Returns the second before the first call, so that a test gives all its images dates of one
/// moment, and an image that is made N days before it is older than N days from the beginning.
inline std::chrono::sys_seconds present() {
  using std::chrono::seconds;
  static const auto first =
      std::chrono::floor<seconds>(std::chrono::system_clock::now()) - seconds(1);
  return first;
}

/// An engine with the example listing. Its ages stay the same for days.
class ExampleEngine : public FakeEngine {
 public:
  ExampleEngine() {
    on("GET /images/json", [](const Request&) { return images(example_listing_json(present())); });
  }
};

/// Runs the command; DOCKER_HOST names the engine.
inline Finished run_dkr_ls(Arguments arguments, const FakeEngine& engine) {
  arguments.insert(arguments.begin(), DKR_LS);
  return run_process(std::move(arguments), {"DOCKER_HOST=" + engine.url()});
}

/// Replaces every occurrence.
inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

/// Returns an argument as a user would type it.
inline std::string quoted(const std::string& argument) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=./:,+";
  if (!argument.empty() && argument.find_first_not_of(plain) == std::string::npos)
    return argument;
  return "'" + argument + "'";
}

/// Compares output and exit status of the command with golden/NAME.txt. In that file the engine is
/// at unix:///run/engine.sock. check_golden_file() describes how to renew the file.
inline void check_golden(const std::string& name, const Arguments& arguments,
                         const FakeEngine& engine) {
  std::string command_line = "dkr-ls";
  for (const std::string& argument : arguments)
    command_line += " " + quoted(argument);
  Finished finished = run_dkr_ls(arguments, engine);
  for (std::string* text : {&finished.out, &finished.err})
    *text = replaced(std::move(*text), engine.url(), "unix:///run/engine.sock");
  check_golden_file(TEST_DATA_DIR "/golden/" + name + ".txt", command_line, finished);
}

}  // namespace dkrls_test
