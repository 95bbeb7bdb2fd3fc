#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/net/error_output.hpp"
#include "dkrls/detail/net/socket_transport.hpp"

namespace dkrls::detail {

/// The command line of docker/cli 28 (cli/connhelper/ssh) that makes a stream to the engine of
/// another machine out of its standard input and output.
DKRLS_DECL std::vector<std::string> ssh_command(const SshEndpoint& endpoint);

/// A descriptor that is closed when it goes out of scope.
class OwnedDescriptor {
 public:
  explicit OwnedDescriptor(int number) : number_(number) {}
  ~OwnedDescriptor() { ::close(number_); }
  OwnedDescriptor(const OwnedDescriptor&) = delete;
  OwnedDescriptor& operator=(const OwnedDescriptor&) = delete;

  int get() const noexcept { return number_; }

 private:
  int number_;
};

/// A child process that ends with this object at the latest, and leaves no zombie.
class ChildProcess {
 public:
  ChildProcess() = default;
  ~ChildProcess() { end(); }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Starts a program, looked for in PATH, with these descriptors as its standard streams. Throws
  /// boost::system::system_error.
  void start(const std::vector<std::string>& command, int in_and_out, int err);

  /// How it ended, as waitpid() says; nullopt while it runs.
  std::optional<int> poll();

  /// Asks it to end, makes it after half a second, and waits until it has.
  void end();

 private:
  pid_t pid_ = -1;
  std::optional<int> status_;
};

/// An engine of another machine, behind the system's ssh.
class SshTransport final : public SocketTransport<boost::asio::local::stream_protocol> {
 public:
  SshTransport(const boost::asio::any_io_executor& executor, SshEndpoint endpoint)
      : SocketTransport(executor), endpoint_(std::move(endpoint)) {}

  boost::asio::awaitable<void> connect() override;
  boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer into,
                                                error_code& ec) override;
  boost::asio::awaitable<void> write(boost::asio::const_buffer from, error_code& ec) override;

  /// What ssh said on its standard error.
  boost::asio::awaitable<std::string> explain_failure() override;

 private:
  /// How far it has come. Who hangs up before the first byte is ssh, which has failed; later it may
  /// be the engine.
  enum class State { silent, failed, answering, hung_up };

  /// Learns from how an operation ended, and calls it by its name.
  void judge(error_code& ec);

  SshEndpoint endpoint_;
  std::optional<ErrorOutput> errors_;
  ChildProcess ssh_;
  std::string problem_;  // what kept ssh from starting
  State state_ = State::silent;
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/net/ssh_transport.ipp"
#endif
