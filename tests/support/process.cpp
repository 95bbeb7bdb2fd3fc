// SPDX-License-Identifier: MIT
#include "process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string_view>
#include <system_error>

extern char** environ;  // NOLINT(readability-redundant-declaration): macOS declares it nowhere

namespace dkrls_test {
namespace {

void check(int error, const std::string& what) {
  if (error != 0)
    throw std::system_error(error, std::generic_category(), what);
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts)
    pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

void inherit_environment(std::vector<std::string>& environment) {
  for (char** variable = environ; *variable != nullptr; ++variable)
    if (!std::string_view(*variable).starts_with("DOCKER_HOST="))
      environment.emplace_back(*variable);
}

std::string read_all(std::FILE* file) {
  std::rewind(file);
  std::string text;
  std::array<char, 4096> buffer;
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), file))
    text.append(buffer.data(), size);
  return text;
}

/// Default signal handling for a new process, even if the tests themselves run with another one.
class DefaultSignals {
 public:
  DefaultSignals() {
    posix_spawnattr_init(&attributes_);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes_, &signals);
    for (const int number : {SIGINT, SIGTERM, SIGPIPE})
      sigaddset(&signals, number);
    posix_spawnattr_setsigdefault(&attributes_, &signals);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~DefaultSignals() { posix_spawnattr_destroy(&attributes_); }
  DefaultSignals(const DefaultSignals&) = delete;
  DefaultSignals& operator=(const DefaultSignals&) = delete;

  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

}  // namespace

Process::Process(std::vector<std::string> command, std::vector<std::string> environment)
    : out_(std::tmpfile()), err_(std::tmpfile()) {
  if (!out_ || !err_)
    check(errno, "temporary file");
  inherit_environment(environment);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, ::fileno(out_.get()), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, ::fileno(err_.get()), STDERR_FILENO);
  const int error = ::posix_spawnp(&pid_, command.front().c_str(), &files, DefaultSignals().get(),
                                   pointers_to(command).data(), pointers_to(environment).data());
  posix_spawn_file_actions_destroy(&files);
  check(error, command.front());
}

Process::~Process() {
  if (pid_ == -1)
    return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Process::send_signal(int number) const {
  if (::kill(pid_, number) == -1)
    check(errno, "kill");
}

Finished Process::wait() {
  int status = 0;
  rusage used{};
  while (::wait4(pid_, &status, 0, &used) == -1)
    if (errno != EINTR)
      check(errno, "wait4");
  pid_ = -1;
  constexpr int killed = 128;
  return {read_all(out_.get()), read_all(err_.get()),
          WIFSIGNALED(status) ? killed + WTERMSIG(status) : WEXITSTATUS(status), used.ru_maxrss};
}

Finished run_process(std::vector<std::string> command, std::vector<std::string> environment) {
  return Process(std::move(command), std::move(environment)).wait();
}

}  // namespace dkrls_test
