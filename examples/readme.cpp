// SPDX-License-Identifier: MIT
#include <dkrls/dkrls.hpp>
#include <iostream>

int main() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto old_and_large =
      dkrls::older_than(std::chrono::days(90), now) & dkrls::larger_than(100'000'000);
  try {
    const auto client = dkrls::DockerClient::from_environment();
    const dkrls::Listing listing =
        dkrls::ImageQuery().where(old_and_large).max_tags(3).select(client.list_images());
    dkrls::Formatter(dkrls::ImageFormat(), {.now = now}).write(listing, std::cout);
  } catch (const dkrls::Error& error) {
    std::cerr << explain(error) << '\n';
    return 1;
  }
}
