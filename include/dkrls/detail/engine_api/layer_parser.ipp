#pragma once

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "dkrls/detail/capped_sum.hpp"
#include "dkrls/detail/engine_api/json_reader.hpp"
#include "dkrls/detail/engine_api/layer_parser.hpp"
#include "dkrls/error.hpp"

namespace dkrls::detail {

DKRLS_DECL bool only_changes_settings(std::string_view created_by) noexcept {
  constexpr std::string_view no_operation = "#(nop)";
  constexpr std::array<std::string_view, 13> instructions = {
      "ARG",        "CMD",     "ENTRYPOINT", "ENV",        "EXPOSE", "HEALTHCHECK", "LABEL",
      "MAINTAINER", "ONBUILD", "SHELL",      "STOPSIGNAL", "USER",   "VOLUME"};
  if (const std::size_t at = created_by.find(no_operation); at != std::string_view::npos)
    created_by.remove_prefix(at + no_operation.size());
  created_by.remove_prefix(std::min(created_by.find_first_not_of(' '), created_by.size()));
  return std::find(instructions.begin(), instructions.end(),
                   created_by.substr(0, created_by.find(' '))) != instructions.end();
}

/// The JSON of a text; null for what is none.
inline boost::json::value json_of(std::string_view body) {
  error_code ec;
  return boost::json::parse(body, ec);
}

/// A member of an object; nullptr when there is none or `value` is no object.
inline const boost::json::value* member_of(const boost::json::value& value, std::string_view key) {
  return value.is_object() ? value.get_object().if_contains(key) : nullptr;
}

/// The bytes a member holds; nullopt for anything that is no number from 0 to 2^63 - 1.
inline std::optional<std::uint64_t> bytes_of(const boost::json::value& value,
                                             std::string_view key) {
  const boost::json::value* const size = member_of(value, key);
  if (size == nullptr || !size->is_int64() || size->get_int64() < 0)
    return std::nullopt;
  return static_cast<std::uint64_t>(size->get_int64());
}

/// Picks RootFS.Layers out of what a JsonReader reads: there is an answer for each image, of which
/// this is a small part.
class LayerEvents {
 public:
  /// The layers, once everything has been read.
  std::optional<std::vector<std::string>> take() && {
    return has_root_ ? std::optional(std::move(layers_)) : std::nullopt;
  }

  JsonWish begin(JsonType type) {
    if (depth_ == in_layers) {
      layers_.emplace_back();
      return type == JsonType::text ? JsonWish::take : JsonWish::refuse;
    }
    if (depth_ != outside && !wanted_)
      return JsonWish::skip;
    layers_.clear();  // of a repeated key the last one counts
    has_root_ = depth_ != outside;
    if (depth_ == in_root && type == JsonType::null)
      return JsonWish::take;
    if (type != (depth_ == in_root ? JsonType::array : JsonType::object))
      return JsonWish::refuse;
    ++depth_;
    return JsonWish::take;
  }

  bool end() {
    --depth_;
    return true;
  }

  std::size_t guess_key(std::string_view) { return 0; }

  std::size_t key_part(std::string_view part) {
    key_.append(part);
    return part.size();
  }

  std::size_t key(std::string_view last_part) {
    const std::string_view expected = depth_ == in_root ? "Layers" : "RootFS";
    wanted_ = key_.empty() ? last_part == expected : key_.append(last_part) == expected;
    key_.clear();
    return last_part.size();
  }

  std::size_t text(std::string_view part) {
    layers_.back().append(part);
    return part.size();
  }

  bool number(std::optional<std::int64_t>) { return false; }

 private:
  enum Depth : std::uint8_t { outside, in_image, in_root, in_layers };

  int depth_ = outside;  // of what is taken
  bool wanted_ = false;  // whether the key that was read last leads to the layers
  bool has_root_ = false;
  std::string key_;  // of a key that came in parts, what has come so far
  std::vector<std::string> layers_;
};

DKRLS_DECL std::optional<std::vector<std::string>> parse_layers(std::string_view body) {
  JsonReader reader;
  LayerEvents events;
  if (!reader.write(body, events) || !reader.finish(events))
    return std::nullopt;
  return std::move(events).take();
}

DKRLS_DECL std::optional<std::vector<HistoryStep>> parse_history(std::string_view body) {
  const boost::json::value listed = json_of(body);
  if (!listed.is_array())
    return std::nullopt;
  std::vector<HistoryStep> steps;
  for (const boost::json::value& step : listed.get_array()) {
    const auto size = bytes_of(step, "Size");
    if (!size)
      return std::nullopt;
    const boost::json::value* const words = member_of(step, "CreatedBy");
    const bool makes_layer = words == nullptr || !words->is_string() ||
                             !only_changes_settings(std::string_view(words->get_string()));
    steps.push_back({*size, makes_layer});
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

/// A list that is a member of an object; nullptr for none.
inline const boost::json::array* list_of(const boost::json::value& value, std::string_view key) {
  const boost::json::value* const list = member_of(value, key);
  return list != nullptr ? list->if_array() : nullptr;
}

/// The bytes of those records of a build cache that images share.
inline std::uint64_t add_up_shared(const boost::json::array& records) {
  std::uint64_t bytes = 0;
  for (const boost::json::value& record : records) {
    const boost::json::value* const shared = member_of(record, "Shared");
    if (shared != nullptr && shared->is_bool() && shared->get_bool())
      bytes = capped_sum(bytes, bytes_of(record, "Size").value_or(0));
  }
  return bytes;
}

/// The images of a list of containers; nullopt where one has none.
inline std::optional<std::vector<std::string>> images_of(const boost::json::array& containers) {
  std::vector<std::string> images;
  for (const boost::json::value& container : containers) {
    const boost::json::value* const id = member_of(container, "ImageID");
    if (id == nullptr || !id->is_string())
      return std::nullopt;
    images.emplace_back(id->get_string());
  }
  return images;
}

DKRLS_DECL std::optional<EngineDiskUsage> parse_disk_usage(std::string_view body) {
  const boost::json::value answer = json_of(body);
  if (!answer.is_object())
    return std::nullopt;
  EngineDiskUsage usage;
  if (const boost::json::array* const records = list_of(answer, "BuildCache"))
    usage.shared_build_cache = add_up_shared(*records);
  if (const boost::json::array* const images = list_of(answer, "Images"))
    usage.images = boost::json::serialize(*images);
  if (const boost::json::array* const containers = list_of(answer, "Containers"))
    usage.images_of_containers = images_of(*containers);
  if (const auto size = bytes_of(answer, "LayersSize"); size > 0U)
    usage.layers_size = size;
  return usage;
}

}  // namespace dkrls::detail
