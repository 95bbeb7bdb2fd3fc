// SPDX-License-Identifier: MIT
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <dkrls/detail/docker_files/well_known_sockets.hpp>

#include "catch.hpp"
#include "temporary_directory.hpp"
#include "variables.hpp"

using dkrls::detail::find_sockets;
using dkrls::detail::WellKnownSocket;
using dkrls_test::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

/// Makes a socket without a server.
void put_socket(const std::string& path) {
  fs::create_directories(fs::path(path).parent_path());
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  REQUIRE(path.size() < sizeof(address.sun_path));
  std::memcpy(address.sun_path, path.data(), path.size());
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  const int bound = ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  ::close(socket);
  REQUIRE(bound == 0);
}

using Sockets = std::vector<WellKnownSocket>;

}  // namespace

TEST_CASE("no socket is found if there is none") {
  const TemporaryDirectory top;
  CHECK(find_sockets({.root = top / "root"}).empty());
  CHECK(find_sockets({top / "home", top / "runtime", top / "tmp", top / "config", top / "colima",
                      top / "lima", top / "root"})
            .empty());
  top.write("home/.rd/docker.sock", "a file");
  fs::create_directories(top / "home/.orbstack/run/docker.sock");
  fs::create_directories(top / "home/.colima/work");
  fs::create_symlink("nowhere", top / "home/.colima/docker.sock");
  CHECK(find_sockets({.home = top / "home", .root = top / "root"}).empty());
}

TEST_CASE("sockets are found where each engine puts its own, always in the same order") {
  const TemporaryDirectory top;
  const Sockets all = {
      {top / "r/docker.sock", "rootless Docker"},
      {top / "h/.docker/run/docker.sock", "Docker Desktop"},
      {top / "h/.docker/desktop/docker.sock", "Docker Desktop"},
      {top / "h/.colima/docker.sock", "colima"},
      {top / "colima/default/docker.sock", "colima"},
      {top / "colima/b/docker.sock", "colima (profile b)"},
      {top / "h/.colima/default/docker.sock", "colima"},
      {top / "h/.colima/a/docker.sock", "colima (profile a)"},
      {top / "h/.colima/work/docker.sock", "colima (profile work)"},
      {top / "c/colima/default/docker.sock", "colima"},
      {top / "h/.rd/docker.sock", "Rancher Desktop"},
      {top / "h/.orbstack/run/docker.sock", "OrbStack"},
      {top / "lima/l/sock/docker.sock", "Lima (instance l)"},
      {top / "h/.lima/default/sock/docker.sock", "Lima (instance default)"},
      {top / "h/.lima/docker/sock/docker.sock", "Lima (instance docker)"},
      {top / "s/run/podman/podman.sock", "podman"},
      {top / "r/podman/podman.sock", "rootless podman"},
      {top / "h/.local/share/containers/podman/machine/podman.sock", "podman machine"},
      {top / "h/.local/share/containers/podman/machine/m/podman.sock", "podman machine (named m)"},
      {top / "t/podman/m-api.sock", "podman machine (named m)"},
      {top / "t/podman/podman-machine-default-api.sock",
       "podman machine (named podman-machine-default)"},
  };
  for (auto socket = all.rbegin(); socket != all.rend(); ++socket)
    put_socket(socket->path);
  put_socket(top / "t/podman/gvproxy.sock");  // of the machine, but not its engine
  CHECK(find_sockets({top / "h", top / "r", top / "t", top / "c", top / "colima", top / "lima",
                      top / "s"}) == all);
}

TEST_CASE("a socket that several paths lead to is named once, by the first") {
  const TemporaryDirectory top;
  put_socket(top / "machine.sock");
  for (const std::string name : {".rd/docker.sock", ".orbstack/run/docker.sock"}) {
    fs::create_directories(fs::path(top / name).parent_path());
    fs::create_symlink(top / "machine.sock", top / name);
  }
  fs::create_directories(top / ".colima");
  fs::create_directory_symlink(top / ".rd", top / ".colima/default");
  CHECK(find_sockets({.home = top.path(), .root = top / "root"}) ==
        Sockets{{top / ".colima/default/docker.sock", "colima"}});
}

TEST_CASE("the environment names the places of sockets") {
  const auto places = [](dkrls_test::Variables variables) {
    return dkrls::detail::socket_places(dkrls_test::environment_of(std::move(variables)));
  };
  const auto all = places({{"HOME", "/home"},
                           {"XDG_RUNTIME_DIR", "/run"},
                           {"TMPDIR", "/tmp"},
                           {"XDG_CONFIG_HOME", "/config"},
                           {"COLIMA_HOME", "/colima"},
                           {"LIMA_HOME", "/lima"}});
  CHECK(all.home == "/home");
  CHECK(all.runtime == "/run");
  CHECK(all.temporary == "/tmp");
  CHECK(all.config == "/config");
  CHECK(all.colima == "/colima");
  CHECK(all.lima == "/lima");
  CHECK(all.root.empty());
  const auto few = places({{"HOME", "/home"}});
  CHECK(few.runtime == "/run/user/" + std::to_string(::getuid()));  // as systemd makes it
  CHECK(few.config == "/home/.config");
  CHECK(few.colima.empty());
  CHECK(few.lima.empty());
}
