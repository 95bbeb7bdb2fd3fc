// SPDX-License-Identifier: MIT

// Copies bytes between its standard streams and a Unix socket, as "docker system dial-stdio" does.
// Usage: stdio_relay SOCKET

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <string_view>

namespace {

/// Copies the available bytes. Returns false at the end of the stream.
bool carry(int from, int to) {
  char buffer[16384];
  const ssize_t size = ::read(from, buffer, sizeof buffer);
  std::string_view left(buffer, size > 0 ? static_cast<std::size_t>(size) : 0);
  while (!left.empty()) {
    const ssize_t written = ::write(to, left.data(), left.size());
    if (written <= 0)
      return false;
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  return size > 0;
}

int connect_to(std::string_view path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const int engine = ::socket(AF_UNIX, SOCK_STREAM, 0);
  if (path.size() >= sizeof address.sun_path)
    return -1;
  std::memcpy(address.sun_path, path.data(), path.size());
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how sockets are used
  const auto* const any = reinterpret_cast<const sockaddr*>(&address);
  return ::connect(engine, any, sizeof address) == 0 ? engine : -1;
}

}  // namespace

int main(int argc, char** argv) {
  const int engine = argc == 2 ? connect_to(argv[1]) : -1;
  if (engine == -1) {
    std::perror("stdio_relay");
    return 1;
  }
  pollfd ends[] = {{STDIN_FILENO, POLLIN, 0}, {engine, POLLIN, 0}};
  while (::poll(ends, 2, -1) > 0) {
    if (ends[0].revents != 0 && !carry(STDIN_FILENO, engine))
      return 0;
    if (ends[1].revents != 0 && !carry(engine, STDOUT_FILENO))
      return 0;
  }
  return 1;
}
