// Prints how many bytes the removal of images frees. Arguments after the engine name the images, by
// repository:tag or by ID; without them it prints the bytes of each image alone. Layers that other
// images use remain on disk.

#include <algorithm>
#include <dkrls/dkrls.hpp>
#include <iostream>
#include <span>

int main(int argc, char** argv) {
  const std::span arguments(argv, static_cast<std::size_t>(argc));
  dkrls::ClientOptions options;
  if (argc > 1)
    options.endpoint = dkrls::parse_endpoint(arguments[1]).value();
  const std::vector<std::string> chosen(arguments.begin() + std::min(argc, 2), arguments.end());

  try {
    const dkrls::DockerClient client(options);
    // Two requests for each image; everything below is arithmetic.
    const dkrls::DiskUsage usage = client.disk_usage();
    dkrls::Listing listing = dkrls::ImageQuery().select(usage.images());
    if (chosen.empty())
      for (const dkrls::Row& row : listing)
        std::cout << reference_of(row) << ": " << usage.unique(row.id) << '\n';
    else
      listing.remove_if([&](const dkrls::Row& row) {
        return std::find(chosen.begin(), chosen.end(), reference_of(row)) == chosen.end();
      });
    std::cout << "all of these: " << usage.freed_by(listing) << '\n';
    std::cout << "on disk: " << usage.on_disk() << '\n';
  } catch (const dkrls::Error& error) {
    std::cerr << explain(error) << '\n';
    return 1;
  }
}
