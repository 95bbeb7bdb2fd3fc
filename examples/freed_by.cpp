// SPDX-License-Identifier: MIT

// Prints how many bytes the removal of images frees. The arguments name the images, by
// repository:tag or by ID; without any it prints the bytes of each image alone. Layers that other
// images use remain on disk.

#include <algorithm>
#include <dkrls/dkrls.hpp>
#include <iostream>

int main(int argc, char** argv) {
  const std::vector<std::string> chosen(argv + 1, argv + argc);
  try {
    const dkrls::DockerClient client = dkrls::DockerClient::from_environment();
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
