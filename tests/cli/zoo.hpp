// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli_support.hpp"
#include "image_json.hpp"

/// An engine with images of every kind, for flags that select and print.
namespace dkrls_test {

struct ZooImage {
  std::string_view digit;  ///< of its ID
  int days;                ///< its age; negative if it is unknown
  std::int64_t size;
  std::optional<Texts> tags;
  Texts digests = {};
  std::vector<std::pair<std::string, std::string>> labels = {};
};

inline std::string to_json(const ZooImage& image) {
  const auto created = present() - std::chrono::days(image.days);
  return to_json(ListedImage{.id = id_of(image.digit),
                             .tags = image.tags,
                             .created = image.days < 0 ? 0 : created.time_since_epoch().count(),
                             .size = image.size,
                             .digests = image.digests,
                             .labels = image.labels});
}

/// Releases of an application, tools with labels, an image known by digest only, one without a
/// name, one without a date; two of them have containers.
class Zoo : public FakeEngine {
 public:
  Zoo() {
    const std::string digest = "@sha256:" + std::string(64, 'd');
    const std::vector<std::string> listed = {
        to_json(ZooImage{"1",
                         10,
                         120'000'000,
                         Texts{"app/web:v10", "app/web:latest"},
                         {"app/web" + digest},
                         {{"stage", "test"}, {"team", "a b"}}}),
        to_json(ZooImage{"2", 45, 90'000'000, Texts{"app/web:v9"}, {}, {{"stage", "live"}}}),
        to_json(ZooImage{"3", 200, 300'000'000, Texts{"app/web:v2"}}),
        to_json(ZooImage{"4", 75, 22'100'000, Texts{"docker.io/library/nginx:alpine"}}),
        to_json(ZooImage{"5", 100, 540'000'000, Texts{}, {"by-digest" + digest}}),
        to_json(ZooImage{"6", 140, 661'000'000, Texts{"<none>:<none>"}, {"<none>@<none>"}}),
        to_json(ZooImage{"7", -1, 5'000'000, Texts{"undated:1"}}),
        to_json(ZooImage{"8", 400, -1, Texts{"app2/tool:1"}})};
    std::vector<std::string> with_parents = listed;
    with_parents.push_back(to_json(ZooImage{"9", 46, 80'000'000, std::nullopt}));
    on("GET /images/json", [listed, with_parents](const Request& request) {
      return images(json_list(asks_for_all(request) ? with_parents : listed));
    });
    serve_containers(images("[{\"Id\":\"c1\",\"ImageID\":\"" + id_of("1") +
                            "\",\"State\":\"running\"},{\"Id\":\"c2\",\"ImageID\":\"" + id_of("1") +
                            "\",\"State\":\"exited\"},{\"Id\":\"c3\",\"ImageID\":\"" + id_of("4") +
                            "\",\"State\":\"created\"}]"));
  }

  /// The answer to a request for containers in any state.
  void serve_containers(const Reply& all) {
    on("GET /containers/json",
       [all](const Request& request) { return asks_for_all(request) ? all : images("[]"); });
  }

 private:
  static bool asks_for_all(const Request& request) {
    return request.line.find("?all=1 ") != std::string::npos;
  }
};

}  // namespace dkrls_test
