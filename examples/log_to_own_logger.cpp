// Prints the library's log messages in a format of its own. Without a logger the library logs
// nothing.

#include <dkrls/dkrls.hpp>
#include <iostream>

int main(int argc, char** argv) {
  dkrls::ClientOptions options;
  if (argc > 1)
    options.endpoint = dkrls::parse_endpoint(argv[1]).value();
  options.logger =
      dkrls::Logger(dkrls::LogLevel::debug, [](dkrls::LogLevel level, std::string_view message) {
        // A message may quote the engine.
        std::cerr << "[dkrls] " << to_string(level) << ' ' << dkrls::printable(message) << '\n';
      });

  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  const auto images = dkrls::DockerClient(options).list_images({}, ec, diagnostics);
  std::cout << images.size() << " images\n";
  return ec ? 1 : 0;
}
