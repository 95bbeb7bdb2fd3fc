#pragma once

#include <chrono>
#include <string_view>

namespace dkr_ls {

/// While this lives, the process may go on for so long and no longer: then it writes its last words
/// to standard output and ends with status 0. Nothing can hold it up, neither a file system nor the
/// resolution of a name, which no other way of waiting could leave behind.
///
/// There may be one at a time. The last words must outlive it.
class TimeLimit {
 public:
  TimeLimit(std::chrono::milliseconds limit, std::string_view last_words);
  ~TimeLimit();
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;
};

}  // namespace dkr_ls
