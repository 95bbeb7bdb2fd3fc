#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "example_listing.hpp"
#include "fake_engine.hpp"

namespace dkrls_test {

/// An image of the example listing, by the first 12 digits of its ID, and its base image. Each
/// image has the layers of its base and one more.
struct ExampleBase {
  std::string_view short_id;
  std::string_view base;  ///< empty for an image without a base
};

inline constexpr std::array<ExampleBase, 8> example_bases = {{
    {"7e4d58f0e5f3", "108d75da320f"},  // nginx:latest on debian
    {"6f715d38cfe0", ""},              // nginx:alpine
    {"9c31a29b3f30", ""},              // mysql
    {"534ebd31f754", "108d75da320f"},  // datadog on debian
    {"4660474f5c5b", "c0dc2538b9fa"},  // webapp on its base, which has lost its name
    {"39491bbd3b9a", "108d75da320f"},  // awscli on debian
    {"108d75da320f", ""},              // debian
    {"c0dc2538b9fa", "534ebd31f754"},  // the base on datadog
}};

/// Returns the images that contribute a layer to the image, the lowest layer first.
inline std::vector<const ExampleImage*> example_layers(std::string_view short_id) {
  std::vector<const ExampleImage*> layers;
  while (!short_id.empty()) {
    const auto has_id = [&](const auto& each) { return each.short_id == short_id; };
    layers.insert(layers.begin(),
                  std::find_if(example_listing.begin(), example_listing.end(), has_id));
    short_id = std::find_if(example_bases.begin(), example_bases.end(), has_id)->base;
  }
  return layers;
}

/// Returns the answer to GET /images/{name}/json, with the layers only.
inline std::string example_inspection_json(const ExampleImage& image) {
  std::string layers;
  for (const ExampleImage* each : example_layers(image.short_id))
    layers += (layers.empty() ? "\"" : ",\"") + full_id(*each) + "\"";
  return "{\"Id\":\"" + full_id(image) + "\",\"RootFS\":{\"Type\":\"layers\",\"Layers\":[" +
         layers + "]}}\n";
}

/// Returns the answer to GET /images/{name}/history.
inline std::string example_history_json(const ExampleImage& image) {
  std::string steps = R"({"CreatedBy":"CMD [\"run\"]","Size":0})";
  const std::vector<const ExampleImage*> layers = example_layers(image.short_id);
  for (std::size_t i = layers.size(); i-- > 0;) {
    const std::uint64_t size = layers[i]->bytes - (i > 0 ? layers[i - 1]->bytes : 0);
    steps += R"(,{"CreatedBy":"COPY . /","Size":)" + std::to_string(size) + "}";
  }
  return "[" + steps + "]\n";
}

/// Makes an engine report the layers of the example listing as docker 20.10 does.
inline void serve_example_layers(FakeEngine& engine) {
  engine.on("GET /version", images(R"({"Version":"20.10.24","Components":[{"Name":"Engine"}]})"));
  engine.on("GET /info", images(R"({"Driver":"overlay2"})"));
  engine.on("GET /containers/json", images("[]\n"));
  for (const ExampleImage& each : example_listing) {
    engine.on("GET /images/" + full_id(each) + "/json", images(example_inspection_json(each)));
    engine.on("GET /images/" + full_id(each) + "/history", images(example_history_json(each)));
  }
}

}  // namespace dkrls_test
