// SPDX-License-Identifier: MIT

// Prints the library's log messages in a format of its own. Without a logger the library logs
// nothing.

#include <dkrls/dkrls.hpp>
#include <iostream>

int main() {
  const dkrls::Logger logger(
      dkrls::LogLevel::debug, [](dkrls::LogLevel level, std::string_view message) {
        // A message may quote the engine.
        std::cerr << "[dkrls] " << to_string(level) << ' ' << dkrls::printable(message) << '\n';
      });
  try {
    const auto client = dkrls::DockerClient::from_environment({.logger = logger});
    std::cout << client.list_images().size() << " images\n";
  } catch (const dkrls::Error& error) {
    std::cerr << explain(error) << '\n';
    return 1;
  }
}
