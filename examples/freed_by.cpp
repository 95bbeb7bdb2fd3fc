// SPDX-License-Identifier: MIT

// Prints how many bytes the removal of images frees. The arguments name the images, by
// repository:tag or by ID; without any it prints the bytes of each image alone. Layers that other
// images use remain on disk. Fails if an argument names no image.

#include <algorithm>
#include <dkrls/dkrls.hpp>
#include <iostream>

namespace {

/// True if a text names the row as `docker rmi` takes it, or the row's image by its ID.
bool names(const std::string& text, const dkrls::Row& row) {
  constexpr std::size_t short_id = 12;
  const std::string digits = row.id.substr(row.id.find(':') + 1);
  return text == reference_of(row) || text == row.id || text == digits ||
         text == digits.substr(0, short_id);
}

/// Keeps the rows that the texts name. Returns the texts that name none.
std::vector<std::string> choose(dkrls::Listing& listing, const std::vector<std::string>& chosen) {
  std::vector<std::string> unknown = chosen;
  listing.remove_if([&](const dkrls::Row& row) {
    const auto names_row = [&](const std::string& text) { return names(text, row); };
    std::erase_if(unknown, names_row);
    return std::none_of(chosen.begin(), chosen.end(), names_row);
  });
  return unknown;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> chosen(argv + 1, argv + argc);
  try {
    const dkrls::DockerClient client = dkrls::DockerClient::from_environment();
    // Two requests for each image; everything below is arithmetic.
    const dkrls::DiskUsage usage = client.disk_usage();
    dkrls::Listing listing = dkrls::ImageQuery().select(usage.images());
    if (chosen.empty()) {
      for (const dkrls::Row& row : listing)
        std::cout << reference_of(row) << ": " << usage.unique(row.id) << '\n';
    } else if (const auto unknown = choose(listing, chosen); !unknown.empty()) {
      std::cerr << "no image is called " << unknown.front() << '\n';
      return 1;
    }
    std::cout << "all of these: " << usage.freed_by(listing) << '\n';
    std::cout << "on disk: " << usage.on_disk() << '\n';
  } catch (const dkrls::Error& error) {
    std::cerr << explain(error) << '\n';
    return 1;
  }
}
