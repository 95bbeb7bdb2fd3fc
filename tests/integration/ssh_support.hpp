// SPDX-License-Identifier: MIT
#pragma once

#include <sys/wait.h>

#include <cerrno>

#include "client_support.hpp"
#include "process_watch.hpp"
#include "stand_in.hpp"

namespace dkrls_test {

/// A fake ssh: a script that records its arguments, one per line, and its process ID.
inline const std::string record =
    "printf '%s\\n' \"$@\" >> $HERE/arguments\n"
    "echo $$ >> $HERE/pids.new && mv $HERE/pids.new $HERE/pids\n";

/// ... and copies bytes to and from an engine.
inline std::string relay_to(const FakeEngine& engine) {
  return record + "exec " STDIO_RELAY " " + engine.path();
}

/// ... and first writes a megabyte to stderr, more than any pipe buffers.
inline const std::string megabyte_of_words = "head -c 1000000 /dev/zero | tr '\\0' x >&2\n";

inline dkrls::DockerClient ssh_client(dkrls::SshEndpoint endpoint = {.host = "host"},
                                      std::chrono::seconds timeout = std::chrono::seconds(10)) {
  return dkrls::DockerClient({.endpoint = std::move(endpoint), .timeout = timeout});
}

/// Returns the process ID of the last fake ssh. Waits until there is one.
inline pid_t process_of(const StandIns& stand_ins) {
  await_true([&] { return !stand_ins.lines("pids").empty(); });
  return std::stoi(stand_ins.lines("pids").back());
}

/// True if this process has no children, neither running ones nor zombies.
inline bool has_no_children() {
  return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD;
}

}  // namespace dkrls_test
