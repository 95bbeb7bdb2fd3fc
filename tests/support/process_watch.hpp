// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>

namespace dkrls_test {

/// Polls a condition until it is true.
/// *Errors:* throws after ten seconds.
inline void await_true(const std::function<bool()>& condition) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > give_up)
      throw std::runtime_error("the condition is still false after ten seconds");
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

/// Returns the state letter of a process in /proc: 'S' if it sleeps, 'Z' for a zombie, 0 if there
/// is no such process.
inline char process_state(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  std::getline(file, text);
  const std::size_t end_of_name = text.rfind(')');
  return end_of_name == std::string::npos ? '\0' : text[end_of_name + 2];
}

inline bool is_gone(pid_t pid) {
  return process_state(pid) == '\0';
}

}  // namespace dkrls_test
