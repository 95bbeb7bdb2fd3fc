// SPDX-License-Identifier: MIT

// measure RUNS -- COMMAND [ARGUMENT...] [-- COMMAND [ARGUMENT...]]...
//
// Runs the commands in turn (A B C A B C ...), so that a disturbance of the machine affects all of
// them. Prints for each command, in this order, the medians of its
//
//     wall time in ms   processor time in ms, user and system   peak memory in KiB
//
// The first round does not count: it loads the files into memory. Standard input and output of the
// commands are /dev/null, so that no reader competes for the processor; errors are printed. A
// command that fails ends the measurement.
//
// Linux counts the peak memory of the parent process towards the child, so this program stays
// small: it is static and uses no streams.

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

extern char** environ;  // NOLINT(readability-redundant-declaration): not declared everywhere

namespace {

struct Command {
  std::vector<char*> arguments;  // ends with a null pointer, as posix_spawnp() requires

  std::vector<double> wall;    // ms
  std::vector<double> cpu;     // ms
  std::vector<double> memory;  // KiB
};

[[noreturn]] void die(const char* what, const char* why) {
  std::fprintf(stderr, "Error: %s: %s\n", what, why);
  std::exit(1);
}

double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void run(Command& command, const posix_spawn_file_actions_t& redirections) {
  using Clock = std::chrono::steady_clock;
  const char* const name = command.arguments.front();
  pid_t process = 0;
  int status = 0;
  rusage usage{};

  const Clock::time_point start = Clock::now();
  if (const int error =
          posix_spawnp(&process, name, &redirections, nullptr, command.arguments.data(), environ);
      error != 0)
    die(name, std::strerror(error));
  if (wait4(process, &status, 0, &usage) != process)
    die(name, "lost");
  const std::chrono::duration<double, std::milli> wall = Clock::now() - start;

  if (status != 0)
    die(name, "failed");
#ifdef __APPLE__
  constexpr double units_per_kib = 1024;
#else
  constexpr double units_per_kib = 1;
#endif
  command.wall.push_back(wall.count());
  command.cpu.push_back(milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime));
  command.memory.push_back(static_cast<double>(usage.ru_maxrss) / units_per_kib);
}

}  // namespace

int main(int argc, char** argv) {
  const long runs = argc > 1 ? std::atol(argv[1]) : 0;
  std::vector<Command> commands;
  for (int i = 2; i < argc; ++i) {
    if (std::strcmp(argv[i], "--") == 0)
      commands.emplace_back();
    else if (!commands.empty())
      commands.back().arguments.push_back(argv[i]);
  }
  if (runs <= 0 || commands.empty()) {
    std::fputs("Usage:\n  measure RUNS -- COMMAND [ARGUMENT...] [-- COMMAND [ARGUMENT...]]...\n",
               stderr);
    return 2;
  }
  for (Command& command : commands)
    command.arguments.push_back(nullptr);

  posix_spawn_file_actions_t redirections;
  posix_spawn_file_actions_init(&redirections);
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO})
    posix_spawn_file_actions_addopen(&redirections, descriptor, "/dev/null", O_RDWR, 0);

  for (long i = 0; i <= runs; ++i) {
    for (Command& command : commands) {
      if (i == 1) {
        command.wall.clear();
        command.cpu.clear();
        command.memory.clear();
      }
      run(command, redirections);
    }
  }
  for (Command& command : commands)
    std::printf("%.3f %.3f %.0f\n", median(command.wall), median(command.cpu),
                median(command.memory));
}
