// SPDX-License-Identifier: MIT
#pragma once

#include "example_listing.hpp"
#include "fake_engine.hpp"

namespace dkrls_test {

/// Has an engine answer about the layers of the example listing, as docker 20.10 does.
inline void serve_example_layers(FakeEngine& engine) {
  engine.on("GET /version", images(example_version_json));
  engine.on("GET /info", images(example_info_json));
  engine.on("GET /containers/json", images("[]\n"));
  for (const ExampleImage& each : example_listing) {
    engine.on("GET /images/" + full_id(each) + "/json", images(example_inspection_json(each)));
    engine.on("GET /images/" + full_id(each) + "/history", images(example_history_json(each)));
  }
}

}  // namespace dkrls_test
