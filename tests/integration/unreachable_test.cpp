// SPDX-License-Identifier: MIT

// Sockets without an engine.

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/datagram_protocol.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

#include "catch.hpp"
#include "client_support.hpp"

namespace {

using namespace dkrls_test;
namespace asio = boost::asio;
namespace errc = boost::system::errc;
using Protocol = asio::local::stream_protocol;

/// A new directory. Removes it, with its contents, at the end of its life.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string path = (std::filesystem::temp_directory_path() / "dkrls.XXXXXX").string();
    REQUIRE(::mkdtemp(path.data()) != nullptr);
    path_ = path;
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  std::string operator/(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// Drops root's rights while this object lives, because root may use every socket.
class WithoutPrivileges {
 public:
  WithoutPrivileges() {
    if (privileged_)
      REQUIRE(::seteuid(nobody) == 0);
  }
  ~WithoutPrivileges() {
    if (privileged_ && ::seteuid(0) != 0)
      std::abort();
  }
  WithoutPrivileges(const WithoutPrivileges&) = delete;
  WithoutPrivileges& operator=(const WithoutPrivileges&) = delete;

 private:
  static constexpr uid_t nobody = 65534;
  bool privileged_ = ::geteuid() == 0;
};

}  // namespace

TEST_CASE("a missing socket is no such file") {
  const TemporaryDirectory directory;
  const Outcome outcome = list(directory / "missing.sock");
  CHECK(outcome.ec == errc::no_such_file_or_directory);
  CHECK(outcome.diagnostics.http_status == 0);
  CHECK(outcome.images.empty());
}

TEST_CASE("an empty path is an error") {
  CHECK(list("").ec);
}

TEST_CASE("a socket without a server refuses the connection") {
  const TemporaryDirectory directory;
  const std::string path = directory / "stale.sock";
  asio::io_context context;
  Protocol::acceptor(context, path).close();
  REQUIRE(std::filesystem::is_socket(path));
  CHECK(list(path).ec == errc::connection_refused);
}

TEST_CASE("a file or directory at the socket's path is an error of the system") {
  const TemporaryDirectory directory;
  const std::string file = directory / "file";
  std::ofstream(file) << "not a socket";
  for (const std::string& path : {file, directory / "."}) {
    const Outcome outcome = list(path);
    const bool refused = outcome.ec == errc::connection_refused;  // Linux
    CHECK((refused || outcome.ec == errc::not_a_socket));         // others
  }
  CHECK(list(file + "/engine.sock").ec == errc::not_a_directory);
}

#ifdef __linux__
TEST_CASE("an abstract socket is named with an @, as in Go") {
  asio::io_context context;
  const std::string name = "dkrls-test-" + std::to_string(::getpid());
  Protocol::acceptor acceptor(context, Protocol::endpoint(std::string("\0", 1) + name));
  std::thread engine([&] {
    Protocol::socket client = acceptor.accept();
    asio::write(client, asio::buffer(http_response("200 OK", "[]")));
    std::string request;
    asio::read_until(client, asio::dynamic_buffer(request), "\r\n\r\n");
  });
  const auto endpoint = dkrls::parse_endpoint("unix://@" + name);
  REQUIRE(endpoint.has_value());
  CHECK(to_string(*endpoint) == "unix://@" + name);
  const Outcome outcome = list(dkrls::DockerClient({.endpoint = *endpoint, .api_version = "1.41"}));
  engine.join();
  CHECK_FALSE(outcome.ec);
}
#endif

TEST_CASE("a datagram socket is an error") {
  const TemporaryDirectory directory;
  const std::string path = directory / "datagram.sock";
  asio::io_context context;
  const asio::local::datagram_protocol::socket socket(context, path);
  CHECK(list(path).ec == errc::wrong_protocol_type);
}

TEST_CASE("a socket without permission is permission denied") {
  FakeEngine engine;
  REQUIRE(::chmod(engine.path().c_str(), 0) == 0);
  Outcome outcome;
  {
    const WithoutPrivileges ordinary_user;
    outcome = list(engine);
  }
  CHECK(outcome.ec == errc::permission_denied);
  CHECK(engine.connections() == 0);
}

TEST_CASE("a path that is too long for a socket is an error, not another path") {
  FakeEngine engine;
  const std::size_t longest = sizeof(sockaddr_un::sun_path) - 1;
  CHECK(list(std::string(longest + 1, 'x')).ec == errc::filename_too_long);
  CHECK(list(std::string(100'000, 'x')).ec == errc::filename_too_long);

  // The same socket by longer and longer paths.
  std::string path = engine.path();
  const std::size_t slash = path.rfind('/');
  while (path.size() + 2 <= longest)
    path.insert(slash, "/.");
  if (path.size() < longest)
    path.insert(slash, "/");
  REQUIRE(path.size() == longest);
  CHECK_FALSE(list(path).ec);
  CHECK(list(path.insert(slash, "/")).ec == errc::filename_too_long);
}

TEST_CASE("the timeout ends a wait for an engine that does not accept") {
  const TemporaryDirectory directory;
  const std::string path = directory / "busy.sock";
  asio::io_context context;
  const Protocol::acceptor acceptor(context, path);
  const auto start = std::chrono::steady_clock::now();
  const Outcome outcome = list(dkrls::DockerClient(
      {.endpoint = dkrls::UnixEndpoint{path}, .timeout = std::chrono::seconds(1)}));
  const auto elapsed = std::chrono::steady_clock::now() - start;
  CHECK(outcome.ec == dkrls::Errc::timed_out);
  CHECK(elapsed >= std::chrono::milliseconds(900));
  CHECK(elapsed < std::chrono::seconds(5));
}
