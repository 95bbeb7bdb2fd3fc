// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/endpoint.hpp"
#include "dkrls/environment.hpp"

/// Chooses the HTTP proxy of a connection as docker does, by the rules of Go's net/http
/// (golang.org/x/net/http/httpproxy).
namespace dkrls::detail {

/// Returns the proxy that the environment names: HTTPS_PROXY for an endpoint with TLS, HTTP_PROXY
/// for one without, in capitals or not. Returns nullopt if there is none, if NO_PROXY excludes the
/// endpoint, and for localhost and loopback addresses.
///
/// *Errors:* throws Errc::invalid_environment for a proxy that is no URL or needs SOCKS or TLS.
DKRLS_DECL std::optional<HttpProxy> choose_http_proxy(const TcpEndpoint& endpoint, bool tls,
                                                      const Environment& environment);

/// True if the text of NO_PROXY excludes the endpoint. It is a list with commas of `*`, addresses,
/// ranges as 10.0.0.0/8, and domains: `example.com` means this name and all below it,
/// `.example.com` and `*.example.com` only those below. A port may follow a domain or an address.
DKRLS_DECL bool is_excluded(const TcpEndpoint& endpoint, std::string_view no_proxy);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/docker_files/http_proxy.ipp"
#endif
