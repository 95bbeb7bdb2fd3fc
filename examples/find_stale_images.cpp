// SPDX-License-Identifier: MIT

// Finds old and large images, except those that the base system needs. Filters are values; &, | and
// ! combine them.

#include <dkrls/dkrls.hpp>
#include <iostream>

int main() {
  using dkrls::Filter;
  using dkrls::ImageField;

  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const Filter stale =
      dkrls::older_than(std::chrono::days(60), now) & dkrls::larger_than(300'000'000);
  const Filter needed =
      dkrls::repository_has_prefix("debian") | dkrls::repository_has_prefix("mysql/");
  const Filter wanted = stale & !needed;

  try {
    const dkrls::DockerClient client = dkrls::DockerClient::from_environment();
    dkrls::ListingBuilder builder(dkrls::ImageQuery().where(wanted));
    // Checks each image as it arrives, and keeps only those that match.
    client.for_each_image({}, [&](const dkrls::Image& image) { builder.add(image); });
    const dkrls::Listing listing = builder.finish();
    std::cout << "Images that are " << wanted.description() << ":\n";
    const auto table = dkrls::ImageFormat::table(
        {ImageField::repository, ImageField::tag, ImageField::created_since, ImageField::size});
    dkrls::Formatter(table, {.now = now, .total = listing.total()}).write(listing, std::cout);
  } catch (const dkrls::Error& error) {
    std::cerr << explain(error) << '\n';
    return 1;
  }
}
