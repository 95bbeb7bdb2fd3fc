// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace dkrls_test {

/// The output of a process and how it ended.
struct Finished {
  std::string out;
  std::string err;
  int status = 0;           ///< as in a shell: 128 + n if signal n ended the process
  long peak_kilobytes = 0;  ///< peak memory
};

/// A running program with empty standard input. Keeps its output.
class Process {
 public:
  /// Starts `command`, a program and its arguments. Its environment is the environment of this
  /// process without DOCKER_HOST, and the variables in `environment` ("NAME=value").
  explicit Process(std::vector<std::string> command, std::vector<std::string> environment = {});

  /// Kills the process unless wait() has returned.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t id() const noexcept { return pid_; }

  void send_signal(int number) const;

  Finished wait();

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, CloseFile>;

  File out_;
  File err_;
  pid_t pid_ = -1;
};

/// Runs a program and waits for its end.
Finished run_process(std::vector<std::string> command, std::vector<std::string> environment = {});

}  // namespace dkrls_test
