// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The images of the example engine, and what a Docker engine answers about them.
namespace example_engine {

/// An image of the example listing. Its age lies in the middle of the range that `created`
/// describes, so that the words stay the same while a test runs.
struct ExampleImage {
  std::string_view repository;  ///< empty for the dangling image
  std::string_view tag;
  std::string_view short_id;  ///< the first 12 digits of the ID
  std::string_view base;      ///< the short ID of the image it was built on; empty for none
  std::chrono::days age;
  std::string_view created;  ///< the age as docker words it
  std::uint64_t bytes;
  std::string_view size;  ///< the bytes as docker words them
};

/// Newest first, as dkr-ls lists them.
inline constexpr std::array<ExampleImage, 8> example_listing = {{
    {"nginx", "latest", "7e4d58f0e5f3", "108d75da320f", std::chrono::days(17), "2 weeks ago",
     133'000'000, "133MB"},
    {"nginx", "alpine", "6f715d38cfe0", "", std::chrono::days(45), "6 weeks ago", 22'100'000,
     "22.1MB"},
    {"mysql/mysql-server", "5.7", "9c31a29b3f30", "", std::chrono::days(75), "2 months ago",
     322'000'000, "322MB"},
    {"datadog/agent", "7", "534ebd31f754", "108d75da320f", std::chrono::days(100), "3 months ago",
     540'000'000, "540MB"},
    {"123456789000.dkr.ecr.us-east-1.amazonaws.com/webapp", "20200609-1018", "4660474f5c5b",
     "c0dc2538b9fa", std::chrono::days(105), "3 months ago", 902'000'000, "902MB"},
    {"awscli", "1", "39491bbd3b9a", "108d75da320f", std::chrono::days(110), "3 months ago",
     317'000'000, "317MB"},
    {"debian", "buster-20200514-slim", "108d75da320f", "", std::chrono::days(132), "4 months ago",
     69'200'000, "69.2MB"},
    {"", "", "c0dc2538b9fa", "534ebd31f754", std::chrono::days(138), "4 months ago", 661'000'000,
     "661MB"},
}};

/// Returns the whole ID of an image, "sha256:..."; the digits after the first 12 are arbitrary.
inline std::string full_id(const ExampleImage& image) {
  std::string id(image.short_id);
  while (id.size() < 64)
    id += image.short_id[id.size() % image.short_id.size()];
  return "sha256:" + id;
}

/// Returns an image as an object of GET /images/json.
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

/// Returns the images that contribute a layer to the image, the lowest layer first.
inline std::vector<const ExampleImage*> example_layers(const ExampleImage& image) {
  std::vector<const ExampleImage*> layers = {&image};
  while (!layers.front()->base.empty())
    layers.insert(layers.begin(), std::ranges::find(example_listing, layers.front()->base,
                                                    &ExampleImage::short_id));
  return layers;
}

/// Returns the answer to GET /images/{name}/json, with the platform and the layers only.
inline std::string example_inspection_json(const ExampleImage& image) {
  std::string layers;
  for (const ExampleImage* each : example_layers(image))
    layers += (layers.empty() ? "\"" : ",\"") + full_id(*each) + "\"";
  return "{\"Id\":\"" + full_id(image) +
         "\",\"Os\":\"linux\",\"Architecture\":\"amd64\",\"RootFS\":{\"Type\":\"layers\","
         "\"Layers\":[" +
         layers + "]}}\n";
}

/// Returns the answer to GET /images/{name}/history.
inline std::string example_history_json(const ExampleImage& image) {
  std::string steps = R"({"CreatedBy":"CMD [\"run\"]","Size":0})";
  const std::vector<const ExampleImage*> layers = example_layers(image);
  for (std::size_t i = layers.size(); i-- > 0;) {
    const std::uint64_t size = layers[i]->bytes - (i > 0 ? layers[i - 1]->bytes : 0);
    steps += R"(,{"CreatedBy":"COPY . /","Size":)" + std::to_string(size) + "}";
  }
  return "[" + steps + "]\n";
}

/// Returns the answer to GET /system/df: every layer once, and an empty build cache.
inline std::string example_disk_usage_json(std::chrono::sys_seconds now) {
  std::uint64_t bytes = 0;
  for (const ExampleImage& image : example_listing) {
    const std::vector<const ExampleImage*> layers = example_layers(image);
    bytes += image.bytes - (layers.size() > 1 ? layers[layers.size() - 2]->bytes : 0);
  }
  return "{\"LayersSize\":" + std::to_string(bytes) + ",\"Images\":" + example_listing_json(now) +
         ",\"Containers\":[],\"Volumes\":[],\"BuildCache\":[]}\n";
}

inline constexpr std::string_view example_version_json =
    R"({"Platform":{"Name":"dkr-ls example"},"Version":"20.10.24","ApiVersion":"1.41",)"
    R"("MinAPIVersion":"1.12","Os":"linux","Arch":"amd64","KernelVersion":"6.1.0",)"
    R"("GitCommit":"5d6db84","GoVersion":"go1.19.7","BuildTime":"2023-04-04T18:18:22Z",)"
    R"("Components":[{"Name":"Engine","Version":"20.10.24","Details":{"ApiVersion":"1.41",)"
    R"("MinAPIVersion":"1.12","Os":"linux","Arch":"amd64","KernelVersion":"6.1.0",)"
    R"("GitCommit":"5d6db84","GoVersion":"go1.19.7","BuildTime":"2023-04-04T18:18:22Z",)"
    R"("Experimental":"false"}}]})"
    "\n";

inline constexpr std::string_view example_info_json =
    R"({"ServerVersion":"20.10.24","OSType":"linux","Architecture":"x86_64",)"
    R"("Driver":"overlay2","DriverStatus":[["Backing Filesystem","extfs"]],)"
    R"("Images":8,"Containers":0,"ContainersRunning":0})"
    "\n";

}  // namespace example_engine
