#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <string_view>
#include <thread>

#include "dkrls/detail/net/ssh_transport.hpp"

extern "C" char** environ;  // NOLINT(readability-redundant-declaration): macOS declares it nowhere

namespace dkrls::detail {

[[noreturn]] inline void throw_errno(int number) {
  throw boost::system::system_error(error_code(number, boost::system::system_category()));
}

/// As the shell of the other machine reads it again: in single quotes, unless it is plain.
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

/// Two ends of a stream, neither of which other children of this process get hold of: a stray one
/// would keep the stream from ending.
inline std::array<int, 2> make_stream() {
  std::array<int, 2> ends{};
#ifdef SOCK_CLOEXEC
  constexpr int kind = SOCK_STREAM | SOCK_CLOEXEC;
#else
  constexpr int kind = SOCK_STREAM;
#endif
  if (::socketpair(AF_UNIX, kind, 0, ends.data()) == -1)
    throw_errno(errno);
  for (const int end : ends)
    ::fcntl(end, F_SETFD, FD_CLOEXEC);
  return ends;
}

/// Leaves a descriptor to a socket, or closes it when that fails.
inline void hand_over(int descriptor, boost::asio::local::stream_protocol::socket& socket) {
  error_code ec;
  socket.assign(boost::asio::local::stream_protocol(), descriptor, ec);
  if (!ec)
    return;
  ::close(descriptor);
  throw boost::system::system_error(ec);
}

DKRLS_DECL std::vector<std::string> ssh_command(const SshEndpoint& endpoint) {
  // The option is one argument with a blank in it, as docker writes it.
  std::vector<std::string> command = {"ssh", "-o ConnectTimeout=30", "-T"};
  if (!endpoint.user.empty())
    command.insert(command.end(), {"-l", endpoint.user});
  if (endpoint.port != 0)
    command.insert(command.end(), {"-p", std::to_string(endpoint.port)});
  // Behind "--" nothing is an option any more.
  command.insert(command.end(), {"--", endpoint.host, "docker"});
  if (!endpoint.socket_path.empty())
    command.insert(command.end(), {"--host", shell_quoted("unix://" + endpoint.socket_path)});
  command.insert(command.end(), {"system", "dial-stdio"});
  return command;
}

DKRLS_DECL void ChildProcess::start(const std::vector<std::string>& command, int in_and_out,
                                    int err) {
  end();
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

  // Programs ignore SIGPIPE and block signals for their own reasons; ssh is to know nothing of
  // them.
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
  // Where a program ignores SIGCHLD there is nothing to wait for: the system has done it.
  if (ended == pid_ || (ended == -1 && errno == ECHILD)) {
    pid_ = -1;
    status_ = status;
  }
  return status_;
}

DKRLS_DECL void ChildProcess::end() {
  using std::chrono::milliseconds;
  constexpr milliseconds pause{2};
  if (pid_ == -1 || poll())
    return;
  ::kill(pid_, SIGTERM);
  for (milliseconds waited{0}; waited < milliseconds(500) && !poll(); waited += pause)
    std::this_thread::sleep_for(pause);
  if (pid_ == -1)
    return;
  ::kill(pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) == -1 && errno == EINTR) {
  }
  pid_ = -1;
  status_ = status;
}

DKRLS_DECL boost::asio::awaitable<void> SshTransport::connect() {
  error_code ignored;
  socket_.close(ignored);
  errors_.reset();
  problem_.clear();
  state_ = State::silent;
  // parse_endpoint() lets none of these through, but an endpoint may come from elsewhere.
  if (endpoint_.host.empty() || endpoint_.host.starts_with('-') || endpoint_.user.starts_with('-'))
    throw boost::system::system_error(Errc::invalid_endpoint);

  const std::array<int, 2> stream = make_stream();
  const OwnedDescriptor far_end(stream[1]);
  hand_over(stream[0], socket_);
  const std::array<int, 2> errors = make_stream();
  const OwnedDescriptor far_errors(errors[1]);
  boost::asio::local::stream_protocol::socket near_errors(socket_.get_executor());
  hand_over(errors[0], near_errors);
  errors_.emplace(std::move(near_errors));
  try {
    ssh_.start(ssh_command(endpoint_), far_end.get(), far_errors.get());
  } catch (const boost::system::system_error& error) {
    problem_ = error.code() == boost::system::errc::no_such_file_or_directory
                   ? "there is no program \"ssh\" in PATH"
                   : "cannot start ssh: " + error.code().message();
    throw boost::system::system_error(Errc::ssh_failed);
  }
  co_return;
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
  // Its end is waited for, not that of its stderr: a connection that ssh shares and keeps in the
  // background holds that open for hours.
  boost::asio::steady_timer timer(socket_.get_executor());
  for (int i = 0; i < 100 && !ssh_.poll(); ++i) {
    timer.expires_after(std::chrono::milliseconds(10));
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
  const std::string said = errors_->last_words();
  co_return said.empty() && state_ == State::failed ? "ssh ended without a word" : said;
}

}  // namespace dkrls::detail
