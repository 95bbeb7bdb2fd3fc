// SPDX-License-Identifier: MIT

// A user's program: tries to list the images of an engine that does not exist, and succeeds if the
// error says so.
#include <dkrls/dkrls.hpp>
#include <iostream>

#if defined(COMPILED) != defined(DKRLS_SEPARATE_COMPILATION)
#error "DKRLS_SEPARATE_COMPILATION must be defined for the compiled library, and for no other"
#endif

int main() {
  const dkrls::DockerClient client(
      {.endpoint = dkrls::parse_endpoint("unix:///nonexistent/docker.sock").value()});
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  client.list_images({}, ec, diagnostics);
  std::cout << "dkrls " << dkrls::version << ": " << ec.message() << '\n';
  return ec == boost::system::errc::no_such_file_or_directory ? 0 : 1;
}
