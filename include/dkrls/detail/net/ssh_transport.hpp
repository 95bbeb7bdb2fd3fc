// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/net/error_output.hpp"
#include "dkrls/detail/net/socket_transport.hpp"

namespace dkrls::detail {

/// Returns the command that connects its standard input and output to the engine of another
/// machine, as docker/cli 28 runs it (cli/connhelper/ssh). In batch mode ssh asks no questions.
DKRLS_DECL std::vector<std::string> ssh_command(const SshEndpoint& endpoint, bool batch_mode);

/// A child process. It never outlives this object and leaves no zombie.
///
/// Its end is found by asking every few milliseconds: SIGCHLD belongs to the program that uses this
/// library, and pidfd is only on Linux.
class ChildProcess {
 public:
  ChildProcess() = default;
  ~ChildProcess() { kill(); }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Starts a program, found in PATH, with these descriptors as its standard streams. Kills the one
  /// that this object started before.
  ///
  /// *Errors:* throws boost::system::system_error.
  void start(const std::vector<std::string>& command, int in_and_out, int err);

  /// Returns the status that waitpid() reported; nullopt while the process runs.
  std::optional<int> poll();

  /// Waits for the end of the process; returns whether it came within `limit`.
  boost::asio::awaitable<bool> ends_within(std::chrono::milliseconds limit);

  /// Ends the process: with SIGTERM, or with SIGKILL if it still runs half a second later.
  boost::asio::awaitable<void> end();

  /// Ends the process at once, with SIGKILL.
  void kill();

 private:
  pid_t pid_ = -1;
  std::optional<int> status_;
};

/// Connects to the engine of another machine with the system's ssh.
class SshTransport final : public SocketTransport<boost::asio::local::stream_protocol> {
 public:
  SshTransport(const boost::asio::any_io_executor& executor, SshEndpoint endpoint, bool batch_mode)
      : SocketTransport(executor), endpoint_(std::move(endpoint)), batch_mode_(batch_mode) {}

  boost::asio::awaitable<void> connect() override;
  boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer into,
                                                error_code& ec) override;
  boost::asio::awaitable<void> write(boost::asio::const_buffer from, error_code& ec) override;

  /// Returns what ssh wrote to its standard error.
  boost::asio::awaitable<std::string> explain_failure() override;

  /// Ends ssh and waits for its end.
  boost::asio::awaitable<void> close() override;

 private:
  /// How far the connection has come. If the stream ends before its first byte, ssh has failed;
  /// later it may be the engine that hung up.
  enum class State { silent, failed, answering, hung_up };

  /// Maps an I/O error to ssh_failed if ssh never delivered a byte.
  void judge(error_code& ec);

  SshEndpoint endpoint_;
  bool batch_mode_;
  std::optional<ErrorOutput> errors_;
  ChildProcess ssh_;
  std::string problem_;  // why ssh could not be started
  State state_ = State::silent;
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/net/ssh_transport.ipp"
#endif
