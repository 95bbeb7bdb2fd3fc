// SPDX-License-Identifier: MIT
#pragma once

#include "dkrls/detail/config.hpp"
#include "dkrls/transport.hpp"

namespace dkrls {

/// Makes transports that speak TLS 1.2 or newer with OpenSSL. This is the one header that needs
/// OpenSSL: include it, link OpenSSL::SSL, and set
///
///     options.tls_connector = dkrls::connect_with_tls;
///
/// Unless TlsOptions::verify is false, the engine's certificate must be signed by a trusted
/// authority and name the host.
///
/// *Errors:* Errc::tls_failed with the reason in explain_failure(), Errc::tls_not_spoken if the
/// other side does not speak TLS, and errors of the system.
DKRLS_DECL std::unique_ptr<Transport> connect_with_tls(const boost::asio::any_io_executor& executor,
                                                       const TcpEndpoint& endpoint,
                                                       const TlsOptions& options,
                                                       const std::optional<HttpProxy>& proxy = {});

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/tls.ipp"
#endif
