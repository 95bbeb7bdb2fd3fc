// SPDX-License-Identifier: MIT
#pragma once

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <cerrno>
#include <string_view>

#include "dkrls/detail/net/ssh_transport.hpp"

extern "C" char** environ;  // NOLINT(readability-redundant-declaration): macOS declares it nowhere

namespace dkrls::detail {

/// Quotes text for the shell of the other machine: in single quotes, unless it is plain.
inline std::string shell_quoted(const std::string& text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%+,-./:=@_";
  if (text.find_first_not_of(plain) == std::string::npos)
    return text;
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'')
      quoted += "'\\''";
    else
      quoted += c;
  }
  return quoted + "'";
}

DKRLS_DECL std::vector<std::string> ssh_command(const SshEndpoint& endpoint, bool batch_mode) {
  // One argument with a blank in it, as docker passes it.
  std::vector<std::string> command = {"ssh", "-o ConnectTimeout=30", "-T"};
  if (batch_mode)
    command.emplace_back("-o BatchMode=yes");
  if (!endpoint.user.empty())
    command.insert(command.end(), {"-l", endpoint.user});
  if (endpoint.port != 0)
    command.insert(command.end(), {"-p", std::to_string(endpoint.port)});
  // After "--" nothing is read as an option.
  command.insert(command.end(), {"--", endpoint.host, "docker"});
  if (!endpoint.socket_path.empty())
    command.insert(command.end(), {"--host", shell_quoted("unix://" + endpoint.socket_path)});
  command.insert(command.end(), {"system", "dial-stdio"});
  return command;
}

DKRLS_DECL void ChildProcess::start(const std::vector<std::string>& command, int in_and_out,
                                    int err) {
  kill();
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& argument : command)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in_and_out, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, in_and_out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);

  // ssh gets the default signal settings: if the program ignores SIGPIPE or blocks signals, that is
  // no concern of ssh.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  sigset_t blocked;
  sigemptyset(&blocked);
  posix_spawnattr_setsigmask(&attributes, &blocked);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);

  const int failure =
      posix_spawnp(&pid_, arguments.front(), &actions, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) {
    pid_ = -1;
    throw_errno(failure);
  }
  status_.reset();
}

DKRLS_DECL std::optional<int> ChildProcess::poll() {
  if (pid_ == -1)
    return status_;
  int status = 0;
  const pid_t ended = ::waitpid(pid_, &status, WNOHANG);
  // ECHILD: the program ignores SIGCHLD, so the system has removed the child already.
  if (ended == pid_ || (ended == -1 && errno == ECHILD)) {
    pid_ = -1;
    status_ = status;
  }
  return status_;
}

DKRLS_DECL boost::asio::awaitable<bool> ChildProcess::ends_within(std::chrono::milliseconds limit) {
  using Clock = std::chrono::steady_clock;
  boost::asio::steady_timer pause(co_await boost::asio::this_coro::executor);
  const auto deadline = Clock::now() + limit;
  for (std::chrono::milliseconds next{1}; pid_ != -1 && !poll();
       next = std::min(2 * next, std::chrono::milliseconds(10))) {
    if (Clock::now() >= deadline)
      co_return false;
    pause.expires_after(next);
    co_await pause.async_wait(boost::asio::use_awaitable);
  }
  co_return true;
}

DKRLS_DECL boost::asio::awaitable<void> ChildProcess::end() {
  if (pid_ == -1 || poll())
    co_return;
  ::kill(pid_, SIGTERM);
  const bool ended = co_await ends_within(std::chrono::milliseconds(500));
  if (!ended)
    kill();
}

DKRLS_DECL void ChildProcess::kill() {
  if (pid_ == -1 || poll())
    return;
  ::kill(pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) == -1 && errno == EINTR) {
  }
  pid_ = -1;
  status_ = status;
}

DKRLS_DECL boost::asio::awaitable<void> SshTransport::connect() {
  co_await close();
  problem_.clear();
  state_ = State::silent;
  cancelled_.throw_if_set();
  // parse_endpoint() refuses these, but a program may fill in an endpoint itself.
  if (endpoint_.host.empty() || endpoint_.host.starts_with('-') || endpoint_.user.starts_with('-'))
    throw boost::system::system_error(Errc::invalid_endpoint);

  StreamPair stream = make_stream_pair(socket_.get_executor());
  StreamPair errors = make_stream_pair(socket_.get_executor());
  socket_ = std::move(stream.near_end);
  errors_.emplace(std::move(errors.near_end));
  try {
    ssh_.start(ssh_command(endpoint_, batch_mode_), stream.far_end.get(), errors.far_end.get());
  } catch (const boost::system::system_error& error) {
    problem_ = error.code() == boost::system::errc::no_such_file_or_directory
                   ? "there is no program \"ssh\" in PATH"
                   : "cannot start ssh: " + error.code().message();
    throw boost::system::system_error(Errc::ssh_failed);
  }
}

DKRLS_DECL boost::asio::awaitable<void> SshTransport::close() {
  error_code ignored;
  socket_.close(ignored);
  co_await ssh_.end();
  errors_.reset();
}

DKRLS_DECL void SshTransport::judge(error_code& ec) {
  if (!ec || ec == boost::asio::error::operation_aborted)
    return;
  state_ = state_ == State::silent || state_ == State::failed ? State::failed : State::hung_up;
  if (state_ == State::failed)
    ec = Errc::ssh_failed;
}

DKRLS_DECL boost::asio::awaitable<std::size_t> SshTransport::read_some(
    boost::asio::mutable_buffer into, error_code& ec) {
  const std::size_t size = co_await SocketTransport::read_some(into, ec);
  if (size > 0)
    state_ = State::answering;
  judge(ec);
  co_return size;
}

DKRLS_DECL boost::asio::awaitable<void> SshTransport::write(boost::asio::const_buffer from,
                                                            error_code& ec) {
  co_await SocketTransport::write(from, ec);
  judge(ec);
}

DKRLS_DECL boost::asio::awaitable<std::string> SshTransport::explain_failure() {
  if (!problem_.empty() || !errors_)
    co_return problem_;
  if (state_ == State::silent || state_ == State::answering)
    co_return errors_->last_words();
  // Waits for the end of ssh, not for that of its standard error: a connection that ssh shares and
  // keeps in the background holds that open for hours.
  co_await ssh_.ends_within(std::chrono::seconds(1));
  const std::string said = errors_->last_words();
  co_return said.empty() && state_ == State::failed ? "ssh ended without a word" : said;
}

}  // namespace dkrls::detail
