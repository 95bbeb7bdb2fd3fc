// SPDX-License-Identifier: MIT
#pragma once

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <string>

#include "dkrls/detail/docker_files/docker_config.hpp"
#include "dkrls/detail/docker_files/http_proxy.hpp"
#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/detail/text/percent_encoding.hpp"

namespace dkrls::detail {

/// An IP address as 16 bytes; IPv4 is mapped into IPv6.
using IpAddress = std::array<unsigned char, 16>;

inline std::optional<IpAddress> parse_ip(const std::string& text) {
  constexpr std::size_t mapped_at = 12;
  IpAddress address{};
  address[10] = address[11] = 0xff;
  if (::inet_pton(AF_INET, text.c_str(), address.data() + mapped_at) == 1)
    return address;
  if (::inet_pton(AF_INET6, text.c_str(), address.data()) == 1)
    return address;
  return std::nullopt;
}

/// True if the first `bits` bits of two addresses are equal.
inline bool is_same_network(const IpAddress& a, const IpAddress& b, unsigned bits) {
  const std::size_t bytes = bits / 8;
  const unsigned rest = bits % 8;
  if (!std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(bytes), b.begin()))
    return false;
  return rest == 0 || (a[bytes] ^ b[bytes]) >> (8 - rest) == 0;
}

inline bool is_loopback(const IpAddress& address) {
  return is_same_network(address, *parse_ip("127.0.0.0"), 96 + 8) || address == *parse_ip("::1");
}

inline std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), to_lower);
  return lower;
}

inline std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = std::min(text.find_first_not_of(blanks), text.size());
  text.remove_prefix(first);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// True if `range` is "ADDRESS/BITS" and holds the address.
inline bool is_in_range(const std::optional<IpAddress>& address, const std::string& range) {
  const std::size_t slash = range.find('/');
  const auto network = parse_ip(range.substr(0, slash));
  unsigned bits = 0;
  const char* const end = range.data() + range.size();
  const auto parsed = std::from_chars(range.data() + slash + 1, end, bits);
  const bool is_v4 = range.find(':') == std::string::npos;
  if (!network || parsed.ec != std::errc() || parsed.ptr != end || bits > (is_v4 ? 32u : 128u))
    return false;
  return address && is_same_network(*address, *network, bits + (is_v4 ? 96 : 0));
}

/// True if an entry of NO_PROXY, in lower case, excludes a host.
inline bool excludes(std::string entry, const std::string& host, std::uint16_t port) {
  const auto address = parse_ip(host);
  if (entry == "*")
    return true;
  if (entry.find('/') != std::string::npos)
    return is_in_range(address, entry);
  const bool is_address = parse_ip(entry).has_value();
  const std::size_t colon = entry.rfind(':');
  if (!is_address && colon != std::string::npos) {  // HOST:PORT
    if (entry.substr(colon + 1) != std::to_string(port))
      return false;
    entry.resize(colon);
  }
  if (entry.starts_with('[') && entry.ends_with(']'))
    entry = entry.substr(1, entry.size() - 2);
  if (const auto excluded = parse_ip(entry))
    return address == excluded;
  if (entry.starts_with("*."))
    entry.erase(0, 1);
  if (entry.empty())
    return false;
  return entry.starts_with('.') ? host.ends_with(entry)
                                : host == entry || host.ends_with("." + entry);
}

DKRLS_DECL bool is_excluded(const TcpEndpoint& endpoint, std::string_view no_proxy) {
  const std::string host = in_lower_case(endpoint.host.substr(0, endpoint.host.find('%')));
  for (;;) {
    const std::size_t comma = no_proxy.find(',');
    const std::string_view entry = without_blanks(no_proxy.substr(0, comma));
    if (!entry.empty() && excludes(in_lower_case(entry), host, endpoint.port))
      return true;
    if (comma == std::string_view::npos)
      return false;
    no_proxy.remove_prefix(comma + 1);
  }
}

/// A variable of docker's proxy settings, which may be written in capitals or not.
struct ProxyVariable {
  std::string name;   ///< as it is set
  std::string value;  ///< empty if it is not set
};

inline ProxyVariable proxy_variable(const Environment& environment, std::string_view capitals) {
  for (const std::string& name : {std::string(capitals), in_lower_case(capitals)})
    if (std::string value = variable(environment, name); !value.empty())
      return {name, std::move(value)};
  return {};
}

/// Reads the URL of a proxy; the scheme may be missing.
inline HttpProxy parse_proxy(const ProxyVariable& from) {
  // The value is not quoted: it may hold a password.
  const auto refuse = [&from](const std::string& problem) {
    throw Error(Errc::invalid_environment,
                {0, from.name + " " + problem +
                        "; give http://HOST:PORT, or list the engine's host in NO_PROXY"});
  };
  std::string text(without_blanks(from.value));
  const std::size_t separator = text.find("://");
  if (separator != std::string::npos) {
    const std::string scheme = in_lower_case(text.substr(0, separator));
    if (scheme != "http")
      refuse("names a proxy of the kind " + scheme + "://, which is not supported");
    text.erase(0, separator + 3);
  }
  text.resize(std::min(text.find_first_of("/?#"), text.size()));
  HttpProxy proxy;
  proxy.named_by = from.name;
  if (const std::size_t at = text.rfind('@'); at != std::string::npos) {
    const auto credentials = percent_decode(std::string_view(text).substr(0, at));
    if (!credentials)
      refuse("has a user or password that is not percent-encoded");
    proxy.credentials = *credentials;
    text.erase(0, at + 1);
  }
  const auto address = parse_endpoint(text.find(':', text.rfind(']') + 1) == std::string::npos
                                          ? "tcp://" + text + ":80"
                                          : "tcp://" + text);
  if (text.empty() || text.front() == ':' || !address)
    refuse("does not name a proxy");
  const auto& tcp = std::get<TcpEndpoint>(*address);
  proxy.host = tcp.host;
  proxy.port = tcp.port;
  return proxy;
}

DKRLS_DECL std::optional<HttpProxy> choose_http_proxy(const TcpEndpoint& endpoint, bool tls,
                                                      const Environment& environment) {
  const ProxyVariable named = proxy_variable(environment, tls ? "HTTPS_PROXY" : "HTTP_PROXY");
  const auto address = parse_ip(endpoint.host);
  if (named.value.empty() || in_lower_case(endpoint.host) == "localhost" ||
      (address && is_loopback(*address)) ||
      is_excluded(endpoint, proxy_variable(environment, "NO_PROXY").value))
    return std::nullopt;
  return parse_proxy(named);
}

}  // namespace dkrls::detail
