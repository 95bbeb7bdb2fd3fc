// SPDX-License-Identifier: MIT

// Lists the repositories of an engine. The one with the newest image comes first.

#include <dkrls/dkrls.hpp>
#include <iostream>

int main() {
  try {
    const dkrls::DockerClient client = dkrls::DockerClient::from_environment();
    // Keeps one row for each repository: its newest tag.
    const dkrls::Listing listing = dkrls::ImageQuery().max_tags(1).select(client.list_images());
    for (const dkrls::Row& row : listing)
      std::cout << (row.repository.empty() ? "<none>" : row.repository) << '\n';
  } catch (const dkrls::Error& error) {
    std::cerr << explain(error) << '\n';
    return 1;
  }
}
