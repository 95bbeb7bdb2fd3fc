#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"

namespace dkrls {

/// Where an engine listens: the path of a Unix socket.
struct Endpoint {
  std::string path = "/var/run/docker.sock";

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// The endpoint as users write it, "unix:///var/run/docker.sock".
DKRLS_DECL std::string to_string(const Endpoint& endpoint);

/// Reads "unix:///path", with the default path when there is none. Blanks around the text are
/// ignored, as docker does.
///
/// Errc::unsupported_endpoint for the other kinds docker knows (tcp, ssh, npipe, fd),
/// Errc::invalid_endpoint for other text.
DKRLS_DECL result<Endpoint> parse_endpoint(std::string_view text);

/// Looks a variable up in an environment; nullopt when it is not set.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

/// What named an endpoint.
enum class EndpointSource { host_option, docker_host, default_endpoint };

/// An endpoint's text before it is parsed, and what named it.
struct EndpointChoice {
  std::string text;
  EndpointSource source = EndpointSource::default_endpoint;
};

/// Chooses as the docker command does: the host asked for explicitly, else DOCKER_HOST unless it is
/// empty, else the default endpoint.
DKRLS_DECL EndpointChoice choose_endpoint(const std::optional<std::string>& host,
                                          const Environment& environment);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/endpoint.ipp"
#endif
