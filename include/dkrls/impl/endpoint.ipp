// SPDX-License-Identifier: MIT
#pragma once

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>

#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/detail/text/percent_encoding.hpp"
#include "dkrls/endpoint.hpp"

namespace dkrls {
namespace detail {

/// A refused endpoint and the reason.
/// *Lifetime:* `problem` is static.
struct EndpointRefusal {
  Errc code = Errc::invalid_endpoint;
  std::string_view problem;
};

using EndpointOrRefusal = std::variant<Endpoint, EndpointRefusal>;

/// The parts of a URL after "//" (RFC 3986), undecoded.
struct Authority {
  std::optional<std::string_view> user;  ///< includes the password
  std::string_view host;                 ///< includes brackets
  std::string_view port;                 ///< empty if there is none
  std::string_view path;                 ///< empty, or starts with a slash
};

inline bool is_control(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// True if a character needs no escape in the path of a URL.
inline bool is_path_character(char c) noexcept {
  constexpr std::string_view marks = "-._~!$&'()*+,;=:@/";
  return is_letter_or_digit(c) || marks.find(c) != std::string_view::npos;
}

/// True if a character needs no escape in the user of a URL. A colon does: it ends the user.
inline bool is_user_character(char c) noexcept {
  constexpr std::string_view marks = "-._~";
  return is_letter_or_digit(c) || marks.find(c) != std::string_view::npos;
}

/// Splits a URL at its separators, without checking the parts.
inline Authority split_authority(std::string_view text) {
  Authority parts;
  const std::size_t slash = std::min(text.find('/'), text.size());
  parts.path = text.substr(slash);
  text = text.substr(0, slash);
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    parts.user = text.substr(0, at);
    text.remove_prefix(at + 1);
  }
  const std::size_t bracket = text.starts_with('[') ? text.find(']') : 0;
  const std::size_t colon = text.find(':', std::min(bracket, text.size()));
  parts.host = text.substr(0, colon);
  if (colon != std::string_view::npos)
    parts.port = text.substr(colon + 1);
  return parts;
}

/// Parses a port from 1 to 65535. Returns `otherwise` for an empty text, nullopt for other text.
inline std::optional<std::uint16_t> parse_port(std::string_view text, std::uint16_t otherwise) {
  if (text.empty())
    return otherwise;
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, port);
  if (parsed.ec != std::errc() || parsed.ptr != end || port == 0)
    return std::nullopt;
  return port;
}

/// Parses the text in brackets: an IPv6 address, optionally with "%" and the name of an interface.
/// The "%" may be written "%25" (RFC 6874).
inline std::optional<std::string> parse_ipv6(std::string_view text) {
  const std::size_t percent = std::min(text.find('%'), text.size());
  std::string host(text.substr(0, percent));
  in6_addr address{};
  if (::inet_pton(AF_INET6, host.c_str(), &address) != 1)
    return std::nullopt;
  if (percent == text.size())
    return host;
  std::string_view zone = text.substr(percent + 1);
  if (zone.starts_with("25") && zone.size() > 2)
    zone.remove_prefix(2);
  if (zone.empty() || !std::all_of(zone.begin(), zone.end(), is_user_character))
    return std::nullopt;
  return host.append("%").append(zone);
}

/// Parses a host and removes its brackets. Accepts only characters of host names and their aliases,
/// so that the host is neither a shell command nor an option.
inline std::optional<std::string> parse_host(std::string_view text) {
  if (text.starts_with('['))
    return text.ends_with(']') ? parse_ipv6(text.substr(1, text.size() - 2)) : std::nullopt;
  if (text.starts_with('-') || !std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter_or_digit(c) ||
               std::string_view("-._~+=").find(c) != std::string_view::npos;
      }))
    return std::nullopt;
  return std::string(text);
}

inline std::string bracketed(const std::string& host) {
  if (host.find(':') == std::string::npos)
    return host;
  const std::size_t percent = host.find('%');
  if (percent == std::string::npos)
    return "[" + host + "]";
  return "[" + host.substr(0, percent) + "%25" + host.substr(percent + 1) + "]";
}

inline constexpr std::string_view bad_host =
    "that is no name of a host; IPv6 addresses stand in brackets as in tcp://[::1]:2375";
inline constexpr std::string_view bad_port = "a port is a number from 1 to 65535";

inline EndpointOrRefusal parse_unix(std::string_view path) {
  if (path.empty())
    return UnixEndpoint{};
  if (path.find("://") != std::string_view::npos)
    return EndpointRefusal{.problem = "there is more than one \"://\" in it"};
  return UnixEndpoint{std::string(path)};
}

inline EndpointOrRefusal parse_tcp(std::string_view text) {
  const Authority parts = split_authority(text);
  if (text.find("://") != std::string_view::npos)
    return EndpointRefusal{.problem = "there is more than one \"://\" in it"};
  if (text.find_first_of("?#") != std::string_view::npos || parts.user)
    return EndpointRefusal{.problem =
                               "tcp:// has no user, query or fragment; give "
                               "tcp://host:port"};
  const auto host = parse_host(parts.host);
  if (!host)
    return EndpointRefusal{.problem = bad_host};
  TcpEndpoint endpoint;
  const auto port = parse_port(parts.port, endpoint.port);
  if (!port)
    return EndpointRefusal{.problem = parts.port.find(':') == std::string_view::npos ? bad_port
                                                                                     : bad_host};
  const auto is_sendable = [](char c) { return is_path_character(c) || c == '%'; };
  if (!percent_decode(parts.path) ||
      !std::all_of(parts.path.begin(), parts.path.end(), is_sendable))
    return EndpointRefusal{.problem = "that is no path of a URL; write other characters as %XX"};
  if (!host->empty())
    endpoint.host = *host;
  endpoint.port = *port;
  endpoint.path_prefix = parts.path.substr(0, parts.path.find_last_not_of('/') + 1);
  return endpoint;
}

/// True if the name is safe as a user for ssh. Commands in ssh's configuration may contain it, so
/// OpenSSH itself refuses most unsafe names since version 9.6.
inline bool is_ssh_user(std::string_view user) {
  constexpr std::string_view refused = " '`\";&<>|(){}";
  return !user.starts_with('-') && !user.ends_with('\\') &&
         std::none_of(user.begin(), user.end(), [&](char c) {
           return is_control(c) || refused.find(c) != std::string_view::npos;
         });
}

inline EndpointOrRefusal parse_ssh(std::string_view text) {
  if (text.find_first_of("?#") != std::string_view::npos)
    return EndpointRefusal{.problem = "ssh:// has no query or fragment"};
  const Authority parts = split_authority(text);
  const std::string_view user = parts.user.value_or("");
  if (user.find(':') != std::string_view::npos)
    return EndpointRefusal{.problem = "ssh:// has no password; let ssh ask for it or use a key"};
  const auto decoded_user = percent_decode(user);
  if (!decoded_user || !is_ssh_user(*decoded_user))
    return EndpointRefusal{.problem = "ssh cannot be given that user"};
  const auto host = parse_host(parts.host);
  if (!host || host->empty())
    return EndpointRefusal{.problem = "ssh cannot be given that host; give ssh://user@host"};
  const auto port = parse_port(parts.port, 0);
  if (!port)
    return EndpointRefusal{.problem = bad_port};
  const auto path = percent_decode(parts.path);
  if (!path || std::any_of(path->begin(), path->end(), is_control))
    return EndpointRefusal{.problem = "that is no path of a socket; write a \"%\" as %25"};
  return SshEndpoint{*decoded_user, *host, *port, *path == "/" ? std::string() : *path};
}

/// Parses a text without "://" as a host. Refuses a path, and a scheme without slashes.
inline EndpointOrRefusal parse_bare(std::string_view text) {
  if (text.starts_with('/') || text.starts_with("./") || text.starts_with("../"))
    return EndpointRefusal{.problem = "a socket is written unix:///path/of/the.sock"};
  for (const std::string_view scheme :
       {"unix:", "tcp:", "ssh:", "npipe:", "fd:", "http:", "https:"})
    if (text == scheme || (text.starts_with(scheme) && text[scheme.size()] == '/'))
      return EndpointRefusal{.problem =
                                 "two slashes are missing; give unix:///path, "
                                 "tcp://host:port or ssh://user@host"};
  return parse_tcp(text);
}

inline EndpointOrRefusal parse_endpoint_or_say_why(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\v\f";
  constexpr std::string_view allowed = "give unix:///path, tcp://host:port or ssh://user@host";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos)
    return EndpointRefusal{.problem = allowed};
  text = text.substr(first, text.find_last_not_of(blanks) - first + 1);
  if (text.find('\0') != std::string_view::npos)
    return EndpointRefusal{.problem = allowed};

  const std::size_t separator = text.find("://");
  if (separator == std::string_view::npos)
    return parse_bare(text);
  const std::string_view scheme = text.substr(0, separator);
  const std::string_view rest = text.substr(separator + 3);
  if (scheme == "unix")
    return parse_unix(rest);
  if (scheme == "tcp")
    return parse_tcp(rest);
  if (scheme == "ssh")
    return parse_ssh(rest);
  if (scheme == "npipe")
    return EndpointRefusal{Errc::unsupported_endpoint,
                           "named pipes are reached on Windows only; give unix:///path, "
                           "tcp://host:port or ssh://user@host"};
  if (scheme == "fd")
    return EndpointRefusal{Errc::unsupported_endpoint,
                           "fd:// is for the engine itself; give unix:///path, tcp://host:port or "
                           "ssh://user@host"};
  if (scheme == "http" || scheme == "https")
    return EndpointRefusal{.problem = "write tcp:// for it; DOCKER_TLS_VERIFY=1 turns TLS on"};
  return EndpointRefusal{.problem = allowed};
}

}  // namespace detail

DKRLS_DECL std::string to_string(const Endpoint& endpoint) {
  if (const auto* const local = std::get_if<UnixEndpoint>(&endpoint))
    return "unix://" + local->path;
  if (const auto* const tcp = std::get_if<TcpEndpoint>(&endpoint))
    return "tcp://" + detail::bracketed(tcp->host) + ":" + std::to_string(tcp->port) +
           tcp->path_prefix;
  const auto& ssh = std::get<SshEndpoint>(endpoint);
  std::string text = "ssh://";
  if (!ssh.user.empty())
    text += detail::percent_encode(ssh.user, detail::is_user_character) + "@";
  text += detail::bracketed(ssh.host);
  if (ssh.port != 0)
    text += ":" + std::to_string(ssh.port);
  return text + detail::percent_encode(ssh.socket_path, detail::is_path_character);
}

DKRLS_DECL std::string to_string(const HttpProxy& proxy) {
  return "http://" + detail::bracketed(proxy.host) + ":" + std::to_string(proxy.port);
}

DKRLS_DECL result<Endpoint, ParseError> parse_endpoint(std::string_view text) {
  auto parsed = detail::parse_endpoint_or_say_why(text);
  if (const auto* const refusal = std::get_if<detail::EndpointRefusal>(&parsed))
    return ParseError{refusal->code, std::string(refusal->problem)};
  return std::get<Endpoint>(std::move(parsed));
}

}  // namespace dkrls
