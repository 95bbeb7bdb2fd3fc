#pragma once

#include <string>

#include "cli_support.hpp"

/// An engine with images of every kind, for flags that select and print.
namespace dkrls_test {

/// Returns the ID that repeats a digit.
inline std::string id_of(char digit) {
  return "sha256:" + std::string(64, digit);
}

struct ZooImage {
  char digit;  ///< of its ID
  int days;    ///< its age; negative if it is unknown
  std::int64_t size;
  std::string tags;  ///< JSON, like the members below
  std::string digests = "[]";
  std::string labels = "null";
};

inline std::string to_json(const ZooImage& image) {
  const std::int64_t created =
      image.days < 0 ? 0 : (present() - std::chrono::days(image.days)).time_since_epoch().count();
  return "{\"Containers\":-1,\"Created\":" + std::to_string(created) + ",\"Id\":\"" +
         id_of(image.digit) + "\",\"Labels\":" + image.labels +
         ",\"ParentId\":\"\",\"RepoDigests\":" + image.digests + ",\"RepoTags\":" + image.tags +
         ",\"SharedSize\":-1,\"Size\":" + std::to_string(image.size) + "}";
}

inline std::string json_list(const std::vector<std::string>& elements) {
  std::string json = "[";
  for (const std::string& element : elements)
    json += (json.size() > 1 ? "," : "") + element;
  return json + "]";
}

/// Releases of an application, tools with labels, an image known by digest only, one without a
/// name, one without a date; two of them have containers.
class Zoo : public FakeEngine {
 public:
  Zoo() {
    const std::string digest = "@sha256:" + std::string(64, 'd');
    const std::vector<std::string> listed = {
        to_json({'1', 10, 120'000'000, "[\"app/web:v10\",\"app/web:latest\"]",
                 "[\"app/web" + digest + "\"]", "{\"stage\":\"test\",\"team\":\"a b\"}"}),
        to_json({'2', 45, 90'000'000, "[\"app/web:v9\"]", "[]", "{\"stage\":\"live\"}"}),
        to_json({'3', 200, 300'000'000, "[\"app/web:v2\"]"}),
        to_json({'4', 75, 22'100'000, "[\"docker.io/library/nginx:alpine\"]"}),
        to_json({'5', 100, 540'000'000, "[]", "[\"by-digest" + digest + "\"]"}),
        to_json({'6', 140, 661'000'000, "[\"<none>:<none>\"]", "[\"<none>@<none>\"]"}),
        to_json({'7', -1, 5'000'000, "[\"undated:1\"]"}),
        to_json({'8', 400, -1, "[\"app2/tool:1\"]"})};
    std::vector<std::string> with_parents = listed;
    with_parents.push_back(to_json({'9', 46, 80'000'000, "null"}));
    on("GET /images/json", [listed, with_parents](const Request& request) {
      return images(json_list(asks_for_all(request) ? with_parents : listed));
    });
    serve_containers(images("[{\"Id\":\"c1\",\"ImageID\":\"" + id_of('1') +
                            "\",\"State\":\"running\"},{\"Id\":\"c2\",\"ImageID\":\"" + id_of('1') +
                            "\",\"State\":\"exited\"},{\"Id\":\"c3\",\"ImageID\":\"" + id_of('4') +
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
