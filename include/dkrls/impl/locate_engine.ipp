#pragma once

#include <sys/stat.h>

#include <filesystem>

#include "dkrls/detail/docker_files/podman_service.hpp"
#include "dkrls/detail/docker_files/well_known_sockets.hpp"
#include "dkrls/locate_engine.hpp"

namespace dkrls {
namespace detail {

inline bool is_missing_default(const EngineChoice& choice) {
  const auto* const socket = std::get_if<UnixEndpoint>(&choice.endpoint);
  std::error_code ec;
  return choice.is_default && socket != nullptr && !std::filesystem::exists(socket->path, ec) &&
         !ec;
}

inline bool answers(ClientOptions options, const EngineCandidate& candidate) {
  options.endpoint = candidate.endpoint;
  options.timeout = std::chrono::seconds(2);
  error_code ec;
  Diagnostics diagnostics;
  DockerClient(std::move(options)).ping(ec, diagnostics);
  return !ec;
}

inline std::string in_words(const EngineCandidate& candidate) {
  return to_string(candidate.endpoint) + " (" + candidate.what + ")";
}

/// True if two paths lead to the same socket.
inline bool is_same_socket(const std::string& path, const std::string& other) {
  struct stat a {};
  struct stat b {};  // std::filesystem::equivalent() refuses sockets
  return ::stat(path.c_str(), &a) == 0 && ::stat(other.c_str(), &b) == 0 && a.st_dev == b.st_dev &&
         a.st_ino == b.st_ino;
}

}  // namespace detail

DKRLS_DECL bool is_same_engine(const Endpoint& a, const Endpoint& b) {
  const auto* const socket = std::get_if<UnixEndpoint>(&a);
  const auto* const other = std::get_if<UnixEndpoint>(&b);
  return a == b || (socket != nullptr && other != nullptr &&
                    detail::is_same_socket(socket->path, other->path));
}

DKRLS_DECL std::vector<EngineCandidate> engine_candidates(const Environment& environment) {
  std::vector<EngineCandidate> candidates;
  if (auto podman = detail::podman_service(environment))
    candidates.push_back({std::move(podman->endpoint), "podman (" + podman->named_by + ")"});
  for (detail::WellKnownSocket& socket : detail::find_sockets(detail::socket_places(environment)))
    if (candidates.empty() ||
        !is_same_engine(candidates.front().endpoint, UnixEndpoint{socket.path}))
      candidates.push_back({UnixEndpoint{std::move(socket.path)}, std::move(socket.what)});
  return candidates;
}

DKRLS_DECL LocatedEngine locate_engine(const EngineRequest& request, const Environment& environment,
                                       ClientOptions options, error_code& ec,
                                       Diagnostics& diagnostics) {
  const EngineChoice choice = choose_engine(request, environment, ec, diagnostics);
  LocatedEngine located{std::move(options), choice.named_by, !choice.is_default, {}};
  if (ec)
    return located;
  located.options.endpoint = choice.endpoint;
  located.options.tls = choice.tls;
  located.options.headers = choice.headers;
  located.options.api_version = choice.api_version;
  located.options.proxy = choice.proxy;
  if (!choice.warning.empty())
    located.options.logger.log(LogLevel::warning, choice.warning);
  if (!detail::is_missing_default(choice))
    return located;

  std::vector<EngineCandidate> found;
  for (const EngineCandidate& candidate : engine_candidates(environment)) {
    if (detail::answers(located.options, candidate))
      found.push_back(candidate);
    else
      located.tried.push_back(detail::in_words(candidate));
  }
  if (found.size() == 1) {
    located.options.endpoint = found.front().endpoint;
    located.named_by = "found: " + found.front().what;
  } else if (found.size() > 1) {
    ec = Errc::ambiguous_engine;
    for (const EngineCandidate& candidate : found)
      diagnostics.message.append(diagnostics.message.empty() ? "" : ", ")
          .append(detail::in_words(candidate));
  }
  return located;
}

}  // namespace dkrls
