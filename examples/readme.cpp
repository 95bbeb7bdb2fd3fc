#include <dkrls/dkrls.hpp>
#include <iostream>

int main(int argc, char** argv) {
  using dkrls::ImageField;
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const dkrls::DockerClient client({.endpoint = dkrls::parse_endpoint(argv[argc - 1]).value()});

  const dkrls::Listing old_and_large =
      dkrls::ImageQuery()
          .where(dkrls::older_than(std::chrono::days(90), now) & dkrls::larger_than(100'000'000))
          .max_tags(3)
          .select(client.list_images());  // throws dkrls::Error
  const auto table =
      dkrls::ImageFormat::table({ImageField::repository, ImageField::tag, ImageField::size});
  dkrls::Formatter(table, {.now = now}).write(old_and_large, std::cout);
}
