// SPDX-License-Identifier: MIT

// An engine with more callers than it has places for in its queue.

#include <dkrls/docker_client.hpp>
#include <thread>

#include "busy_socket.hpp"
#include "catch.hpp"
#include "fake_engine.hpp"
#include "temporary_directory.hpp"

namespace {

using namespace dkrls_test;

dkrls::ClientOptions options_for(const std::string& path) {
  return {.endpoint = dkrls::UnixEndpoint{path},
          .api_version = "1.41",
          .timeout = std::chrono::seconds(1)};
}

}  // namespace

TEST_CASE("an engine whose queue is full is waited for until there is room") {
  const TemporaryDirectory directory;
  BusySocket socket(directory / "engine.sock");
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  std::vector<dkrls::Image> images;
  std::thread thread([&] {
    images = dkrls::DockerClient(options_for(directory / "engine.sock"))
                 .list_images({}, ec, diagnostics);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  socket.serve(http_response("200 OK", "[{\"Id\":\"a\"}]"));
  thread.join();
  CHECK_FALSE(ec);
  CHECK(images.size() == 1);
}

TEST_CASE("an engine whose queue stays full was silent") {
  const TemporaryDirectory directory;
  const BusySocket socket(directory / "engine.sock");
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  dkrls::DockerClient(options_for(directory / "engine.sock")).list_images({}, ec, diagnostics);
  CHECK(ec == dkrls::Errc::timed_out);
}
