// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <string>

namespace dkr_ls {

/// A line on a terminal that shows what an engine is asked. It appears if that takes longer than
/// `patience`, and is erased at the end.
class ProgressLine {
 public:
  /// How long nothing is shown.
  static constexpr std::chrono::milliseconds patience{500};

  /// `terminal` must outlive the line.
  explicit ProgressLine(std::ostream& terminal);

  /// Erases the line.
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Shows how many engines have not answered.
  void show_waiting(std::size_t engines);

  /// Erases the line, so that something else can be printed. It comes back with the next change.
  void erase();

  /// Shows how many images have been inspected, and of how many. Does nothing within 100 ms of the
  /// last change, and at first.
  void show_images(std::size_t done, std::size_t all);

 private:
  using Clock = std::chrono::steady_clock;

  void show(std::string line);

  std::ostream& terminal_;
  Clock::time_point next_;  // when there is something to be said
  std::size_t width_ = 0;   // of what stands there
};

}  // namespace dkr_ls
