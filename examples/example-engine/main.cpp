// dkr-ls-example-engine SOCKET
//
// Serves a small example listing at SOCKET, as a Docker engine would, until it is interrupted or
// terminated. Says on stdout when it is ready.

#include <signal.h>

#include <chrono>
#include <cstdio>
#include <exception>

#include "example_layers.hpp"
#include "example_listing.hpp"
#include "fake_engine.hpp"

namespace {

using dkrls_test::FakeEngine;
using dkrls_test::Request;

dkrls_test::Reply list_images(const Request&) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return dkrls_test::images(dkrls_test::example_listing_json(now));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("Usage:\n  dkr-ls-example-engine SOCKET\n", stderr);
    return 2;
  }

  // Blocked here and in the engine's thread, so that only sigwait() sees them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  try {
    FakeEngine engine(argv[1]);
    engine.on("GET /images/json", list_images);
    dkrls_test::serve_example_layers(engine);
    std::printf("An example engine listens at %s\n", engine.url().c_str());
    std::fflush(stdout);
    int signal = 0;
    sigwait(&signals, &signal);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "Error: cannot listen at %s: %s\n", argv[1], error.what());
    return 1;
  }
}
