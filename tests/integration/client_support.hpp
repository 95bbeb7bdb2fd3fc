// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>
#include <dkrls/docker_client.hpp>
#include <string>
#include <vector>

#include "example_listing.hpp"
#include "fake_engine.hpp"
#include "image_json.hpp"

namespace dkrls_test {

/// The result of a client's operation.
struct Outcome {
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  std::vector<dkrls::Image> images;
};

/// Returns a client of an engine, without a timeout unless a test needs one.
inline dkrls::DockerClient client_of(const FakeEngine& engine,
                                     std::chrono::seconds timeout = std::chrono::seconds(10)) {
  return dkrls::DockerClient({.endpoint = dkrls::UnixEndpoint{engine.path()}, .timeout = timeout});
}

inline Outcome list(const dkrls::DockerClient& client) {
  Outcome outcome;
  outcome.images = client.list_images({}, outcome.ec, outcome.diagnostics);
  return outcome;
}

inline Outcome list(const FakeEngine& engine) {
  return list(client_of(engine));
}

inline Outcome list(std::string path) {
  return list(dkrls::DockerClient(
      {.endpoint = dkrls::UnixEndpoint{std::move(path)}, .timeout = std::chrono::seconds(10)}));
}

/// A date in the past, for tests in which the date of an image does not matter.
inline constexpr std::chrono::sys_seconds some_day{std::chrono::seconds(1'700'000'000)};

/// Returns a list of `count` images as an engine sends it, about 400 bytes each.
inline std::string many_images_json(std::size_t count) {
  std::vector<ListedImage> listed;
  for (std::size_t i = 0; i < count; ++i)
    listed.push_back({.id = id_of(i),
                      .tags = Texts{"example.com/app:" + std::to_string(i)},
                      .created = static_cast<std::int64_t>(1'700'000'000 + i),
                      .size = static_cast<std::int64_t>(i),
                      .digests = std::nullopt,
                      .labels = {{"description", std::string(150, 'x')}}});
  return image_list_json(listed);
}

/// Serves the example listing.
inline void serve_example(FakeEngine& engine, Framing framing = Framing::content_length) {
  engine.on("GET /images/json", images(example_listing_json(some_day), framing));
}

/// True if these are the images of the example listing, in any order.
inline bool is_example(const std::vector<dkrls::Image>& images) {
  return images.size() == example_listing.size() &&
         std::all_of(example_listing.begin(), example_listing.end(), [&](const auto& expected) {
           return std::any_of(images.begin(), images.end(), [&](const dkrls::Image& image) {
             return image.id == full_id(expected) && image.size == expected.bytes &&
                    image.created == some_day - expected.age &&
                    dkrls::is_dangling(image) == expected.repository.empty();
           });
         });
}

}  // namespace dkrls_test
