// SPDX-License-Identifier: MIT

// Answers of real engines, truncated at every byte.

#include <dkrls/docker_client.hpp>
#include <fstream>
#include <iterator>

#include "catch.hpp"
#include "memory_transport.hpp"

namespace {

using namespace dkrls_test;

std::string recording(const std::string& name) {
  std::ifstream file(TEST_DATA_DIR "/../engine/recordings/" + name, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Returns the result of a client if the connection ends after these bytes.
dkrls::error_code list(std::string_view bytes, std::vector<dkrls::Image>& images) {
  dkrls::ClientOptions options{.endpoint = dkrls::TcpEndpoint(),
                               .tls = dkrls::TlsOptions(),
                               .api_version = "1.41",
                               .timeout = std::chrono::seconds(0)};
  options.tls_connector = [&](const auto&, const auto&, const auto&, const auto&) {
    return std::make_unique<MemoryTransport>(std::vector<std::string_view>{bytes});
  };
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  images = dkrls::DockerClient(options).list_images({}, ec, diagnostics);
  return ec;
}

}  // namespace

TEST_CASE("an answer that is cut at any byte is never taken for a list") {
  const std::string name =
      GENERATE("docker-20.10.24/images.http", "docker-26.1.5-containerd/images.http",
               "podman-5.4.2/images.http", "podman-4.3.1/empty/images.http");
  CAPTURE(name);
  const std::string whole = recording(name);
  std::vector<dkrls::Image> images;
  REQUIRE_FALSE(list(whole, images));
  std::size_t wrong = 0;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const dkrls::error_code ec = list(std::string_view(whole).substr(0, size), images);
    if (ec != dkrls::Errc::truncated_answer || !images.empty()) {
      ++wrong;
      UNSCOPED_INFO("cut at byte " << size << ": " << ec.message());
    }
  }
  CHECK(wrong == 0);
}
