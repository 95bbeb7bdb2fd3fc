// SPDX-License-Identifier: MIT
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "dkrls/detail/docker_files/docker_config.hpp"
#include "dkrls/detail/docker_files/well_known_sockets.hpp"

namespace dkrls::detail {

/// Collects existing sockets, each once.
class SocketFinder {
 public:
  /// Adds the socket `directory` + `rest` if it exists. Ignores an empty `directory`.
  void look_at(const std::string& directory, std::string_view rest, std::string what) {
    std::string path = directory + std::string(rest);
    struct stat status {};
    if (directory.empty() || ::stat(path.c_str(), &status) != 0 || !S_ISSOCK(status.st_mode))
      return;
    const auto identity = std::pair(status.st_dev, status.st_ino);
    if (std::find(seen_.begin(), seen_.end(), identity) != seen_.end())
      return;
    seen_.push_back(identity);
    found_.push_back({std::move(path), std::move(what)});
  }

  /// Adds the socket `rest` of each directory in `directory` + `below`, in the order of their
  /// names. `kind` says what these directories are: "profile" for colima.
  void look_below(const std::string& directory, std::string_view below, std::string_view rest,
                  const std::string& what, const std::string& kind) {
    if (directory.empty())
      return;
    const std::string parent = directory + std::string(below);
    for (const std::string& name : names_in(parent))
      look_at(std::string(parent).append("/").append(name), rest,
              std::string(what).append(" (").append(kind).append(" ").append(name).append(")"));
  }

  /// Adds the sockets of podman's machines on macOS, NAME-api.sock.
  void look_for_machines(const std::string& directory) {
    constexpr std::string_view rest = "-api.sock";
    if (directory.empty())
      return;
    for (const std::string& file : names_in(directory + "/podman"))
      if (file.ends_with(rest))
        look_at(directory, "/podman/" + file,
                "podman machine (named " + file.substr(0, file.size() - rest.size()) + ")");
  }

  std::vector<WellKnownSocket> take() { return std::move(found_); }

 private:
  /// The names of the files in a directory, sorted; none if it cannot be read.
  static std::vector<std::string> names_in(const std::string& directory) {
    namespace fs = std::filesystem;
    std::vector<std::string> names;
    std::error_code ec;
    for (fs::directory_iterator entry(directory, ec); !ec && entry != fs::directory_iterator();
         entry.increment(ec))
      names.push_back(entry->path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }

  std::vector<WellKnownSocket> found_;
  std::vector<std::pair<dev_t, ino_t>> seen_;
};

DKRLS_DECL std::vector<WellKnownSocket> find_sockets(const SocketPlaces& places) {
  const std::string& home = places.home;
  const std::string machines = "/.local/share/containers/podman/machine";
  SocketFinder finder;
  finder.look_at(places.runtime, "/docker.sock", "rootless Docker");
  finder.look_at(home, "/.docker/run/docker.sock", "Docker Desktop");      // macOS
  finder.look_at(home, "/.docker/desktop/docker.sock", "Docker Desktop");  // Linux
  finder.look_at(home, "/.colima/docker.sock", "colima");                  // up to 0.3.4
  for (const auto& [parent, below] : {std::pair(&places.colima, ""), std::pair(&home, "/.colima"),
                                      std::pair(&places.config, "/colima")}) {
    finder.look_at(*parent, std::string(below) + "/default/docker.sock", "colima");
    finder.look_below(*parent, below, "/docker.sock", "colima", "profile");
  }
  finder.look_at(home, "/.rd/docker.sock", "Rancher Desktop");
  finder.look_at(home, "/.orbstack/run/docker.sock", "OrbStack");
  finder.look_below(places.lima, "", "/sock/docker.sock", "Lima", "instance");
  finder.look_below(home, "/.lima", "/sock/docker.sock", "Lima", "instance");
  finder.look_at(places.root + "/run", "/podman/podman.sock", "podman");
  finder.look_at(places.runtime, "/podman/podman.sock", "rootless podman");
  finder.look_at(home, machines + "/podman.sock", "podman machine");
  finder.look_below(home, machines, "/podman.sock", "podman machine", "named");
  finder.look_for_machines(places.temporary);
  return finder.take();
}

DKRLS_DECL SocketPlaces socket_places(const Environment& environment) {
  SocketPlaces places{
      home_directory(environment),          variable(environment, "XDG_RUNTIME_DIR"),
      variable(environment, "TMPDIR"),      config_home(environment),
      variable(environment, "COLIMA_HOME"), variable(environment, "LIMA_HOME")};
  if (places.runtime.empty())  // the directory that systemd makes
    places.runtime = "/run/user/" + std::to_string(::getuid());
  return places;
}

}  // namespace dkrls::detail
