#pragma once


#include "dkrls/endpoint.hpp"

namespace dkrls {

DKRLS_DECL std::string to_string(const Endpoint& endpoint) { return "unix://" + endpoint.path; }

DKRLS_DECL result<Endpoint> parse_endpoint(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos)
    return Errc::invalid_endpoint;
  text = text.substr(first, text.find_last_not_of(blanks) - first + 1);

  const std::size_t separator = text.find("://");
  if (separator == std::string_view::npos)
    return Errc::invalid_endpoint;
  const std::string_view scheme = text.substr(0, separator);
  const std::string_view path = text.substr(separator + 3);
  if (scheme == "unix")
    return path.empty() ? Endpoint{} : Endpoint{std::string(path)};
  for (const std::string_view known : {"tcp", "ssh", "npipe", "fd"})
    if (scheme == known)
      return Errc::unsupported_endpoint;
  return Errc::invalid_endpoint;
}

DKRLS_DECL EndpointChoice choose_endpoint(const std::optional<std::string>& host,
                                          const Environment& environment) {
  if (host)
    return {*host, EndpointSource::host_option};
  if (const auto docker_host = environment("DOCKER_HOST"); docker_host && !docker_host->empty())
    return {*docker_host, EndpointSource::docker_host};
  return {to_string(Endpoint{}), EndpointSource::default_endpoint};
}

}  // namespace dkrls
