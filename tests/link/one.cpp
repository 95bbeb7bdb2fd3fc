// SPDX-License-Identifier: MIT

// Together with two.cpp: a program of two translation units that both include all headers.
#include <dkrls/dkrls.hpp>

std::string from_two();

int main() {
  std::string size;
  dkrls::append_byte_size(size, 133'000'000);
  const dkrls::DockerClient client({.endpoint = dkrls::UnixEndpoint{"/nonexistent/docker.sock"}});
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  client.list_images({}, ec, diagnostics);
  const bool refused = ec == boost::system::errc::no_such_file_or_directory;
  return size == "133MB" && from_two() == "2 weeks" && refused ? 0 : 1;
}
