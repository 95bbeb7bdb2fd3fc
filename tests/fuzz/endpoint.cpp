// SPDX-License-Identifier: MIT

// Endpoints: a printed endpoint parses to the same endpoint, and no part of it is an option for
// ssh.

#include <dkrls/endpoint.hpp>

#include "fuzz.hpp"

using namespace dkrls_fuzz;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  const auto endpoint = dkrls::parse_endpoint(text);
  expect(endpoint || !endpoint.error().message.empty(), "a refusal has a reason");
  if (!endpoint)
    return 0;
  const auto again = dkrls::parse_endpoint(to_string(*endpoint));
  expect(again && *again == *endpoint, "a printed endpoint parses to the same endpoint");
  if (const auto* const ssh = std::get_if<dkrls::SshEndpoint>(&*endpoint)) {
    expect(!ssh->host.empty() && !ssh->host.starts_with('-'), "no host is an option");
    expect(!ssh->user.starts_with('-'), "no user is an option");
  }
  if (const auto* const tcp = std::get_if<dkrls::TcpEndpoint>(&*endpoint)) {
    expect(!tcp->host.empty() && tcp->port != 0, "there is a host and a port");
    for (const char c : tcp->path_prefix)
      expect(c > ' ' && c != '\x7f', "no prefix breaks a request");
  }
  return 0;
}
