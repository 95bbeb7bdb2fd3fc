// SPDX-License-Identifier: MIT

// Chooses images to remove and prints their names, one a line, for
//
//     clean_up | xargs --no-run-if-empty docker rmi
//
// The three newest images of each repository stay. Of the others it chooses those that are older
// than 60 days and that no container uses. What their removal frees is printed on stderr.

#include <dkrls/dkrls.hpp>
#include <iostream>

namespace {

void print_references(const dkrls::Row& row) {
  const std::vector<std::string_view> digests = digests_of(row);
  if (!row.tag.empty() || digests.empty())
    std::cout << reference_of(row) << '\n';
  else
    for (const std::string_view digest : digests)  // each holds the image
      std::cout << reference_of(row, digest) << '\n';
}

}  // namespace

int main() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const dkrls::ImageQuery query = dkrls::ImageQuery().keep(3).keep_images().where(
      dkrls::older_than(std::chrono::days(60), now) & dkrls::unused());
  try {
    const dkrls::DockerClient client = dkrls::DockerClient::from_environment();
    // Fails if the engine refuses to list its containers: then any image may be in use.
    const dkrls::DiskUsage usage = client.disk_usage({.containers_required = true});
    const dkrls::Listing listing = query.select(usage.images());
    for (const dkrls::Row& row : listing)
      print_references(row);
    std::cerr << "images to remove: " << listing.total().images << ", which frees "
              << usage.freed_by(listing) << '\n';
  } catch (const dkrls::Error& error) {
    std::cerr << explain(error) << '\n';
    return 1;
  }
}
