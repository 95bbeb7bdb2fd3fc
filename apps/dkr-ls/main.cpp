// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <dkrls/environment.hpp>
#include <vector>

#include "plugin.hpp"
#include "run.hpp"
#include "terminal/fd_stream.hpp"
#include "terminal/local_time.hpp"
#include "terminal/terminal.hpp"

namespace {

std::chrono::sys_seconds system_now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

/// Opens /dev/null for each closed standard stream, so that no socket gets its number and receives
/// the output. Read-only, so that writing still fails.
void occupy_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(descriptor, F_GETFD) == -1)
      static_cast<void>(::open("/dev/null", O_RDONLY));
}

}  // namespace

int main(int argc, char** argv) {
  occupy_standard_descriptors();
  std::signal(SIGPIPE, SIG_IGN);  // makes write() fail for a closed pipe

  dkr_ls::FdInput in(STDIN_FILENO);
  dkr_ls::FdStream out(STDOUT_FILENO);
  dkr_ls::FdStream err(STDERR_FILENO);
  err.exceptions(std::ios::goodbit);  // an error on stderr cannot be reported

  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  const bool is_plugin = argc > 0 && dkr_ls::is_plugin(argv[0]);
  const dkr_ls::ExitCode code = (is_plugin ? dkr_ls::run_as_plugin : dkr_ls::run)(
      arguments, {.environment = dkrls::process_environment(),
                  .now = system_now,
                  .out = out,
                  .err = err,
                  .in = &in,
                  .append_time = dkr_ls::append_local_time,
                  .from_local_time = dkr_ls::from_local_time,
                  .width = dkr_ls::terminal_width(STDOUT_FILENO),
                  .err_is_terminal = ::isatty(STDERR_FILENO) == 1});
  err.flush();  // no unitbuf: it would flush in a destructor, which must not throw
  return static_cast<int>(code);
}
