// A user's program: tries to list the images of an engine that does not exist, and succeeds if the
// error says so.
#include <dkrls/dkrls.hpp>
#include <iostream>

int main(int argc, char** argv) {
  if (argc != 2)
    return 2;
  const dkrls::DockerClient client({.endpoint = dkrls::parse_endpoint(argv[1]).value()});
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  client.list_images({}, ec, diagnostics);
  std::cout << "dkrls " << dkrls::version << ": " << ec.message() << '\n';
  return ec == boost::system::errc::no_such_file_or_directory ? 0 : 1;
}
