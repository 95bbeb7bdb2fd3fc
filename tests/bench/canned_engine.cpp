// SPDX-License-Identifier: MIT

// canned-engine SOCKET IMAGES [--chunked [PART PARTS]]
//
// A Docker engine with prepared answers: it lists IMAGES images at SOCKET until SIGINT or SIGTERM.
// The engine itself takes almost no time, so that a measurement shows the client's cost. With
// --chunked it sends the list in one chunk, as docker does, otherwise with its length. With PART
// and PARTS it lists only every PARTS-th image, from PART on.

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "canned_images.hpp"

namespace {

using namespace std::string_view_literals;

#ifndef MSG_NOSIGNAL
constexpr int MSG_NOSIGNAL = 0;  // main() ignores SIGPIPE for systems without this flag
#endif

[[noreturn]] void die(const char* what) {
  std::perror(what);
  std::exit(1);
}

/// Returns the head of an answer of docker 28.2.
std::string head(std::string_view status, std::string_view headers) {
  return "HTTP/1.1 " + std::string(status) +
         "\r\n"
         "Api-Version: 1.50\r\n"
         "Docker-Experimental: false\r\n"
         "Ostype: linux\r\n"
         "Server: Docker/28.2.2 (linux)\r\n"
         "Date: Sun, 01 Jun 2025 12:00:00 GMT\r\n" +
         std::string(headers) + "\r\n";
}

std::string length(std::string_view body) {
  return "Content-Length: " + std::to_string(body.size()) + "\r\n";
}

std::string hexadecimal(std::size_t number) {
  char digits[16];
  return {digits, std::to_chars(std::begin(digits), std::end(digits), number, 16).ptr};
}

/// The prepared answers.
struct Answers {
  Answers(std::size_t images, bool chunked, dkrls_bench::Share share) {
    const std::string json = dkrls_bench::CannedImages::json(images, share);
    const std::string type = "Content-Type: application/json\r\n";
    if (chunked)
      list = head("200 OK", type + "Transfer-Encoding: chunked\r\n") + hexadecimal(json.size()) +
             "\r\n" + json + "\r\n0\r\n\r\n";
    else
      list = head("200 OK", type + length(json)) + json;
    const std::string message = "{\"message\":\"page not found\"}\n";
    not_found = head("404 Not Found", type + length(message)) + message;
  }

  std::string_view to(std::string_view request) const {
    const std::string_view method = request.substr(0, request.find(' '));
    std::string_view path = request.substr(std::min(method.size() + 1, request.size()));
    path = path.substr(0, path.find_first_of(" ?"));
    if (path.starts_with("/v"))
      path.remove_prefix(std::min(path.find('/', 1), path.size()));
    if (path == "/_ping" && method == "HEAD")
      return ping_head;
    if (path == "/_ping" && method == "GET")
      return ping;
    if (path == "/images/json" && method == "GET")
      return list;
    return not_found;
  }

  std::string ping_head =
      head("200 OK", "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 0\r\n");
  std::string ping =
      head("200 OK", "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 2\r\n") + "OK";
  std::string list;
  std::string not_found;
};

class Connection {
 public:
  explicit Connection(int descriptor) : descriptor_(descriptor) {}

  int descriptor() const { return descriptor_; }

  /// The events to wait for.
  short events() const { return reply_.empty() ? POLLIN : POLLOUT; }

  /// Reads and writes as much as possible without waiting. Returns false if the client has
  /// disconnected.
  bool advance(const Answers& answers) {
    do {
      if (reply_.empty())
        take_request(answers);
    } while (reply_.empty() ? receive() : send());
    return errno == EAGAIN || errno == EWOULDBLOCK;
  }

 private:
  bool receive() {
    char piece[4096];
    errno = 0;  // the end of the connection is no error
    const ssize_t size = ::recv(descriptor_, piece, sizeof(piece), 0);
    if (size <= 0)
      return false;
    request_.append(piece, static_cast<std::size_t>(size));
    return true;
  }

  bool send() {
    const ssize_t size = ::send(descriptor_, reply_.data(), reply_.size(), MSG_NOSIGNAL);
    if (size < 0)
      return false;
    reply_.remove_prefix(static_cast<std::size_t>(size));
    return true;
  }

  /// Prepares the reply as soon as the head of a request is complete. No request has a body.
  void take_request(const Answers& answers) {
    constexpr std::string_view end = "\r\n\r\n";
    const std::size_t size = request_.find(end);
    if (size == std::string::npos)
      return;
    reply_ = answers.to(request_);
    request_.erase(0, size + end.size());
  }

  int descriptor_;
  std::string request_;     // the bytes received so far
  std::string_view reply_;  // the bytes still to send
};

int listen_at(const char* path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (std::strlen(path) >= sizeof(address.sun_path)) {
    errno = ENAMETOOLONG;
    die(path);
  }
  std::memcpy(address.sun_path, path, std::strlen(path) + 1);
  ::unlink(path);
  const int listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
  if (listener < 0 ||
      ::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 ||
      ::listen(listener, SOMAXCONN) != 0)
    die(path);
  return listener;
}

/// Serves all connections in one thread: a thread for each would delay the client by more than its
/// own start-up time.
[[noreturn]] void serve(int listener, const Answers& answers) {
  std::vector<Connection> connections;
  std::vector<pollfd> waits;
  while (true) {
    waits.assign(1, {listener, POLLIN, 0});
    for (const Connection& connection : connections)
      waits.push_back({connection.descriptor(), connection.events(), 0});
    if (::poll(waits.data(), static_cast<nfds_t>(waits.size()), -1) < 0)
      die("poll");
    // Goes backwards, because it erases closed connections.
    for (std::size_t i = connections.size(); i-- > 0;) {
      if (waits[i + 1].revents == 0 || connections[i].advance(answers))
        continue;
      ::close(connections[i].descriptor());
      connections.erase(connections.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (waits[0].revents == 0)
      continue;
    const int descriptor = ::accept(listener, nullptr, nullptr);
    if (descriptor < 0)
      die("accept");
    ::fcntl(descriptor, F_SETFL, O_NONBLOCK);
    connections.emplace_back(descriptor);
  }
}

const char* socket_path = nullptr;

void remove_socket_and_exit(int) {
  ::unlink(socket_path);
  ::_exit(0);
}

}  // namespace

int main(int argc, char** argv) {
  const bool chunked = (argc == 4 || argc == 6) && argv[3] == "--chunked"sv;
  if (argc != 3 && !chunked) {
    std::fputs("Usage:\n  canned-engine SOCKET IMAGES [--chunked [PART PARTS]]\n", stderr);
    return 2;
  }
  const auto number = [&](int index) { return std::strtoul(argv[index], nullptr, 10); };
  const auto share = argc == 6 ? dkrls_bench::Share{number(4), number(5)} : dkrls_bench::Share{};
  const Answers answers(number(2), chunked, share);
  socket_path = argv[1];
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGINT, remove_socket_and_exit);
  std::signal(SIGTERM, remove_socket_and_exit);
  serve(listen_at(socket_path), answers);
}
