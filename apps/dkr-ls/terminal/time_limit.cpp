// SPDX-License-Identifier: MIT
#include "terminal/time_limit.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <csignal>

namespace dkr_ls {
namespace {

std::string_view last_words_of_process;  // global, because a signal handler takes no argument

void end_process(int) {
  const auto written =
      ::write(STDOUT_FILENO, last_words_of_process.data(), last_words_of_process.size());
  ::_exit(written < 0 ? 1 : 0);
}

void set_timer(std::chrono::milliseconds limit) {
  itimerval timer{};
  timer.it_value.tv_usec =
      static_cast<suseconds_t>(std::chrono::microseconds(limit % std::chrono::seconds(1)).count());
  timer.it_value.tv_sec =
      static_cast<time_t>(std::chrono::floor<std::chrono::seconds>(limit).count());
  ::setitimer(ITIMER_REAL, &timer, nullptr);
}

}  // namespace

TimeLimit::TimeLimit(std::chrono::milliseconds limit, std::string_view last_words) {
  last_words_of_process = last_words;
  std::signal(SIGALRM, end_process);
  set_timer(limit);
}

TimeLimit::~TimeLimit() {
  set_timer(std::chrono::milliseconds(0));
  std::signal(SIGALRM, SIG_DFL);
}

}  // namespace dkr_ls
