// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string_view>

namespace dkr_ls {

/// Limits the time of the process while this object lives: then the process writes its last words
/// to standard output and ends with status 0. A signal ends the process even if a file system or
/// the resolution of a name blocks.
///
/// Only one may exist at a time.
/// *Lifetime:* the last words must outlive this object.
class TimeLimit {
 public:
  TimeLimit(std::chrono::milliseconds limit, std::string_view last_words);
  ~TimeLimit();
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;
};

}  // namespace dkr_ls
