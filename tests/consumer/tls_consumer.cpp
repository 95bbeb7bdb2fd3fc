// SPDX-License-Identifier: MIT

// A user's program with TLS: tries to reach an engine with a certificate that does not exist, and
// succeeds if the error says so.
#include <dkrls/dkrls.hpp>
#include <dkrls/tls.hpp>
#include <iostream>

#if defined(COMPILED) != defined(DKRLS_SEPARATE_COMPILATION)
#error "DKRLS_SEPARATE_COMPILATION must be defined for the compiled library, and for no other"
#endif

int main() {
  const dkrls::DockerClient client(
      {.endpoint = dkrls::parse_endpoint("tcp://127.0.0.1:2376").value(),
       .tls = dkrls::TlsOptions{.ca_file = "/nonexistent/ca.pem"},
       .tls_connector = dkrls::connect_with_tls});
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  client.list_images({}, ec, diagnostics);
  std::cout << "dkrls " << dkrls::version << ": " << ec.message() << '\n';
  return ec == dkrls::Errc::tls_failed ? 0 : 1;
}
