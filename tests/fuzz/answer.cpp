// SPDX-License-Identifier: MIT

// Passes an engine's answer through the whole client. The first byte of the input selects the
// request: "?" also answers the ping, "i" requests the engine's information, "c" requests
// containers in addition to images.

#include <dkrls/docker_client.hpp>
#include <string>

#include "fuzz.hpp"
#include "memory_transport.hpp"

using namespace dkrls_fuzz;
using dkrls_test::MemoryTransport;

namespace {

struct Outcome {
  dkrls::error_code ec;
  unsigned http_status = 0;
  std::string message;
  std::vector<dkrls::Image> images;
  std::string engine_version;

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome ask(char what, const std::vector<std::string_view>& pieces) {
  dkrls::ClientOptions options{.endpoint = dkrls::TcpEndpoint(),
                               .tls = dkrls::TlsOptions(),
                               .timeout = std::chrono::seconds(0)};
  options.tls_connector = [&pieces](const auto&, const auto&, const auto&, const auto&) {
    return std::make_unique<MemoryTransport>(pieces);
  };
  if (what != '?')
    options.api_version = "1.41";
  Outcome outcome;
  dkrls::Diagnostics diagnostics;
  const dkrls::DockerClient client(std::move(options));
  if (what == 'i')
    outcome.engine_version = client.engine_info(outcome.ec, diagnostics).version;
  else
    outcome.images = client.list_images({.containers = what == 'c'}, outcome.ec, diagnostics);
  // An answer that is not HTTP gives malformed_answer if it comes as a whole. In chunks it may give
  // truncated_answer, because Beast first searches for the end of the head.
  if (outcome.ec == dkrls::Errc::malformed_answer)
    outcome.ec = dkrls::Errc::truncated_answer;
  outcome.http_status = diagnostics.http_status;
  // With 200 the message is ours, see image_list.cpp. That of an answer that is not HTTP is its
  // first line, as far as it has arrived.
  if (diagnostics.http_status != 200 && outcome.ec != dkrls::Errc::truncated_answer)
    outcome.message = diagnostics.message;
  return outcome;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes = text_of(data, size);
  const char what = bytes.empty() ? ' ' : bytes.front();
  if (what == '?' || what == 'i' || what == 'c')
    bytes.remove_prefix(1);
  const Outcome whole = ask(what, {bytes});
  expect(!whole.ec || whole.images.empty(), "a failure comes without images");

  Numbers numbers(bytes);
  if (size < 512)  // each byte costs a coroutine, so long inputs would be slow
    expect(ask(what, cut(bytes, 1, numbers)) == whole, "chunks of one byte give the same result");
  expect(ask(what, cut(bytes, 16 + size / 64, numbers)) == whole, "chunks give the same result");

  const std::string_view beginning = bytes.substr(0, numbers.below(size + 1));
  const Outcome shorter = ask(what, {beginning});
  expect(shorter.ec || shorter.images == whole.images || whole.ec,
         "a truncated answer is refused unless it was complete");
  return 0;
}
