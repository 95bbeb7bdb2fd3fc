#pragma once

#include <filesystem>

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

inline bool answers(ClientOptions options, const WellKnownSocket& socket) {
  options.endpoint = UnixEndpoint{socket.path};
  options.timeout = std::chrono::seconds(2);
  error_code ec;
  Diagnostics diagnostics;
  DockerClient(std::move(options)).ping(ec, diagnostics);
  return !ec;
}

}  // namespace detail

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
  if (!detail::is_missing_default(choice))
    return located;

  std::vector<WellKnownSocket> found;
  for (const WellKnownSocket& socket : well_known_sockets(environment)) {
    if (detail::answers(located.options, socket))
      found.push_back(socket);
    else
      located.tried.push_back("unix://" + socket.path + " (" + socket.what + ")");
  }
  if (found.size() == 1) {
    located.options.endpoint = UnixEndpoint{found.front().path};
    located.named_by = "found: " + found.front().what;
  } else if (found.size() > 1) {
    ec = Errc::ambiguous_engine;
    for (const WellKnownSocket& socket : found) {
      if (!diagnostics.message.empty())
        diagnostics.message += ", ";
      diagnostics.message += "unix://" + socket.path + " (" + socket.what + ")";
    }
  }
  return located;
}

}  // namespace dkrls
