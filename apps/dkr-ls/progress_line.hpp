#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <string>

namespace dkr_ls {

/// A line on a terminal that says how far something is that takes more than half a second, and that
/// is gone afterwards.
class ProgressLine {
 public:
  /// `what` is done, in few words. `terminal` must outlive the line.
  ProgressLine(std::ostream& terminal, std::string what);

  /// Erases the line.
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Says "what: 120 of 1000", unless the last time is not long ago.
  void show(std::size_t done, std::size_t all);

 private:
  using Clock = std::chrono::steady_clock;

  std::ostream& terminal_;
  std::string what_;
  Clock::time_point next_;  // when there is something to be said
  std::size_t width_ = 0;   // of what stands there
};

}  // namespace dkr_ls
