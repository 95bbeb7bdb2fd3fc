// Finds old and large images, except those that the base system needs. Filters are values; &, | and
// ! combine them.

#include <dkrls/dkrls.hpp>
#include <iostream>

int main(int argc, char** argv) {
  using dkrls::Filter;
  using dkrls::ImageField;

  dkrls::ClientOptions options;
  if (argc > 1)
    options.endpoint = dkrls::parse_endpoint(argv[1]).value();
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());

  const Filter stale =
      dkrls::older_than(std::chrono::days(60), now) & dkrls::larger_than(300'000'000);
  const Filter needed =
      dkrls::repository_has_prefix("debian") | dkrls::repository_has_prefix("mysql/");
  const Filter wanted = stale & !needed;
  std::cout << "Images that are " << wanted.description() << ":\n";

  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  dkrls::Selection selection(dkrls::ImageQuery().where(wanted));
  // Checks each image as it arrives, and keeps only those that match.
  dkrls::DockerClient(options).for_each_image(
      {}, [&](const dkrls::Image& image) { selection.add(image); }, ec, diagnostics);
  if (ec) {
    std::cerr << ec.message() << '\n';
    return 1;
  }
  const dkrls::Listing listing = selection.finish();
  const auto table = dkrls::ImageFormat::table(
      {ImageField::repository, ImageField::tag, ImageField::created_since, ImageField::size});
  dkrls::Formatter(table, {.now = now, .total = listing.total()}).write(listing, std::cout);
}
