// SPDX-License-Identifier: MIT
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dkrls_test {

using Texts = std::vector<std::string>;

/// Returns the ID whose 64 digits repeat these.
inline std::string id_of(std::string_view digits) {
  std::string id;
  while (id.size() < 64)
    id += digits;
  return "sha256:" + id.substr(0, 64);
}

/// Returns the ID of image `number`. The first 12 digits tell the images apart.
inline std::string id_of(std::size_t number) {
  const std::string digits = std::to_string(number);
  return id_of(std::string(12 - digits.size(), '0') + digits);
}

/// An image of GET /images/json. Docker sends every field, and -1 for a number that it does not
/// know.
struct ListedImage {
  std::string id;
  std::optional<Texts> tags = Texts();  ///< nullopt is sent as null
  std::int64_t created = 0;             ///< in Unix seconds
  std::int64_t size = -1;
  std::optional<Texts> digests = Texts();
  std::vector<std::pair<std::string, std::string>> labels = {};  ///< none are sent as null
  std::string parent_id = {};
  std::int64_t shared_size = -1;
  std::int64_t containers = -1;
};

inline boost::json::value list_or_null(const std::optional<Texts>& texts) {
  if (!texts)
    return nullptr;
  return boost::json::array(texts->begin(), texts->end());
}

/// Returns an image as the JSON object that an engine sends, with the keys in docker's order.
inline std::string to_json(const ListedImage& image) {
  boost::json::value labels;
  for (const auto& [key, value] : image.labels)
    (labels.is_null() ? labels.emplace_object() : labels.get_object())[key] = value;
  return boost::json::serialize(boost::json::object{{"Containers", image.containers},
                                                    {"Created", image.created},
                                                    {"Id", image.id},
                                                    {"Labels", labels},
                                                    {"ParentId", image.parent_id},
                                                    {"RepoDigests", list_or_null(image.digests)},
                                                    {"RepoTags", list_or_null(image.tags)},
                                                    {"SharedSize", image.shared_size},
                                                    {"Size", image.size}});
}

/// Returns a JSON list of elements that are JSON.
inline std::string json_list(const std::vector<std::string>& elements) {
  std::string json = "[";
  for (const std::string& element : elements)
    json += (json.size() > 1 ? "," : "") + element;
  return json + "]\n";
}

/// Returns the answer to GET /images/json.
inline std::string image_list_json(const std::vector<ListedImage>& images) {
  std::vector<std::string> elements;
  for (const ListedImage& image : images)
    elements.push_back(to_json(image));
  return json_list(elements);
}

}  // namespace dkrls_test
