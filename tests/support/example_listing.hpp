#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace dkrls_test {

/// An image of the example listing. Its age lies in the middle of the range that `created`
/// describes, so that the words stay the same while a test runs.
struct ExampleImage {
  std::string_view repository;  ///< empty for the dangling image
  std::string_view tag;
  std::string_view short_id;  ///< the first 12 digits of the ID
  std::chrono::days age;
  std::string_view created;  ///< the age in words
  std::uint64_t bytes;
  std::string_view size;  ///< the bytes in words
};

/// The images, newest first, as dkr-ls lists them.
inline constexpr std::array<ExampleImage, 8> example_listing = {{
    {"nginx", "latest", "7e4d58f0e5f3", std::chrono::days(17), "2 weeks ago", 133'000'000, "133MB"},
    {"nginx", "alpine", "6f715d38cfe0", std::chrono::days(45), "6 weeks ago", 22'100'000, "22.1MB"},
    {"mysql/mysql-server", "5.7", "9c31a29b3f30", std::chrono::days(75), "2 months ago",
     322'000'000, "322MB"},
    {"datadog/agent", "7", "534ebd31f754", std::chrono::days(100), "3 months ago", 540'000'000,
     "540MB"},
    {"123456789000.dkr.ecr.us-east-1.amazonaws.com/webapp", "20200609-1018", "4660474f5c5b",
     std::chrono::days(105), "3 months ago", 902'000'000, "902MB"},
    {"awscli", "1", "39491bbd3b9a", std::chrono::days(110), "3 months ago", 317'000'000, "317MB"},
    {"debian", "buster-20200514-slim", "108d75da320f", std::chrono::days(132), "4 months ago",
     69'200'000, "69.2MB"},
    {"", "", "c0dc2538b9fa", std::chrono::days(138), "4 months ago", 661'000'000, "661MB"},
}};

/// Returns the whole ID of an image, "sha256:...". The digits after the first 12 are arbitrary.
inline std::string full_id(const ExampleImage& image) {
  std::string id(image.short_id);
  while (id.size() < 64)
    id += image.short_id[id.size() % image.short_id.size()];
  return "sha256:" + id;
}

/// Returns the JSON object that an engine sends for an image.
inline std::string to_json(const ExampleImage& image, std::chrono::sys_seconds now) {
  std::string name;
  if (!image.repository.empty())
    name = "\"" + std::string(image.repository) + ":" + std::string(image.tag) + "\"";
  return "{\"Containers\":-1,\"Created\":" +
         std::to_string((now - image.age).time_since_epoch().count()) + ",\"Id\":\"" +
         full_id(image) + "\",\"Labels\":null,\"ParentId\":\"\",\"RepoDigests\":[],\"RepoTags\":[" +
         name + "],\"SharedSize\":-1,\"Size\":" + std::to_string(image.bytes) + "}";
}

/// Returns the answer to GET /images/json, in an arbitrary order.
inline std::string example_listing_json(std::chrono::sys_seconds now) {
  std::string json = "[";
  for (const std::size_t index : {3u, 0u, 6u, 5u, 1u, 7u, 4u, 2u})
    json += to_json(example_listing[index], now) + ",";
  json.back() = ']';
  return json + "\n";
}

}  // namespace dkrls_test
