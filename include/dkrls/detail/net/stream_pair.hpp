// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>
#include <utility>

#include "dkrls/error.hpp"

namespace dkrls::detail {

[[noreturn]] inline void throw_errno(int number) {
  throw boost::system::system_error(error_code(number, boost::system::system_category()));
}

/// A file descriptor that is closed with its owner.
class OwnedDescriptor {
 public:
  explicit OwnedDescriptor(int number) noexcept : number_(number) {}
  OwnedDescriptor(OwnedDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  ~OwnedDescriptor() {
    if (number_ != -1)
      ::close(number_);
  }
  OwnedDescriptor(const OwnedDescriptor&) = delete;
  OwnedDescriptor& operator=(const OwnedDescriptor&) = delete;

  int get() const noexcept { return number_; }

  /// Gives the descriptor up; the caller closes it.
  int release() noexcept { return std::exchange(number_, -1); }

 private:
  int number_;
};

/// Both ends of a stream within this process. The far end goes to a thread or a child process.
struct StreamPair {
  boost::asio::local::stream_protocol::socket near_end;
  OwnedDescriptor far_end;
};

/// Makes a stream whose near end runs on `executor`. Child processes inherit neither end: a stray
/// copy would keep the stream from ending. Writing after the far end was closed fails with
/// broken_pipe and raises no SIGPIPE (Asio passes MSG_NOSIGNAL on Linux; macOS needs the option).
inline StreamPair make_stream_pair(const boost::asio::any_io_executor& executor) {
#ifdef SOCK_CLOEXEC
  constexpr int kind = SOCK_STREAM | SOCK_CLOEXEC;
#else
  constexpr int kind = SOCK_STREAM;
#endif
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, kind, 0, ends.data()) == -1)
    throw_errno(errno);
  OwnedDescriptor near_end(ends[0]);
  OwnedDescriptor far_end(ends[1]);
  for (const int end : ends) {
    ::fcntl(end, F_SETFD, FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
    const int on = 1;
    ::setsockopt(end, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof(on));
#endif
  }
  boost::asio::local::stream_protocol::socket socket(executor);
  socket.assign(boost::asio::local::stream_protocol(), near_end.get());  // throws, or owns it
  near_end.release();
  return {std::move(socket), std::move(far_end)};
}

}  // namespace dkrls::detail
