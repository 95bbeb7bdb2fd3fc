#pragma once

#include "dkrls/detail/config.hpp"
#include "dkrls/transport.hpp"

namespace dkrls {

/// Connects over TLS 1.2 or newer with OpenSSL. The one header that needs it: include it, link
/// OpenSSL::SSL, and set
///
///     options.tls_connector = dkrls::connect_with_tls;
///
/// Unless told not to verify, the engine's certificate must lead to a trusted authority and name
/// the host. Failures are Errc::tls_failed with the reason in explain_failure(),
/// Errc::tls_not_spoken when something answers that is not TLS, and errors of the system.
DKRLS_DECL std::unique_ptr<Transport> connect_with_tls(const boost::asio::any_io_executor& executor,
                                                       const TcpEndpoint& endpoint,
                                                       const TlsOptions& options);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/tls.ipp"
#endif
