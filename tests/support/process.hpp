#pragma once

#include <sys/types.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace dkrls_test {

/// What a process wrote, and how it ended.
struct Finished {
  std::string out;
  std::string err;
  int status = 0;           ///< as a shell says it: 128 + n for a process that signal n ended
  long peak_kilobytes = 0;  ///< the most memory it had
};

/// Another program at work, with nothing on its standard input. What it writes is kept.
class Process {
 public:
  /// Starts `command`, a program and its arguments, with the environment of this process but
  /// DOCKER_HOST, and the variables in `environment` ("NAME=value").
  explicit Process(std::vector<std::string> command, std::vector<std::string> environment = {});

  /// Kills the process if nobody has waited for it.
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

/// Runs a program to its end.
Finished run_process(std::vector<std::string> command, std::vector<std::string> environment = {});

}  // namespace dkrls_test
