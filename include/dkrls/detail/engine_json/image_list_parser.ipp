// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dkrls/detail/engine_json/image_list_parser.hpp"
#include "dkrls/detail/engine_json/manifest_parser.hpp"
#include "dkrls/detail/engine_json/object_list_impl.hpp"

namespace dkrls::detail {

/// Collects the fields of an image.
class ImageCollector {
 public:
  static constexpr std::string_view list_name = "list of images";
  static constexpr Errc error = Errc::not_an_image_list;

  enum Field : std::size_t {
    created,
    descriptor,
    id,
    labels,
    manifests,
    parent_id,
    repo_digests,
    repo_tags,
    shared_size,
    size
  };
  static constexpr std::array<ListedField, 10> fields{{
      {"Created", FieldType::whole_number, "Created is not a number of seconds"},
      {"Descriptor", FieldType::document, "Descriptor is not a descriptor"},
      {"Id", FieldType::text, "Id is not a string"},
      {"Labels", FieldType::text_map, "Labels is not an object of strings", label_limit},
      {"Manifests", FieldType::document, "Manifests is not a list of manifests"},
      {"ParentId", FieldType::text, "ParentId is not a string"},
      {"RepoDigests", FieldType::text_list, "RepoDigests is not a list of strings"},
      {"RepoTags", FieldType::text_list, "RepoTags is not a list of strings"},
      {"SharedSize", FieldType::whole_number, "SharedSize is not a number of bytes"},
      {"Size", FieldType::whole_number, "Size is not a number of bytes"},
  }};

  ImageCollector(ImageSink sink, ImageFields wanted)
      : sink_(std::move(sink)), wanted_(std::move(wanted)) {}

  bool wants(std::size_t field) const noexcept {
    switch (field) {
      case descriptor:
      case manifests:
        return wanted_.manifests;
      case labels:
        return wanted_.labels;
      case shared_size:
        return wanted_.shared_size;
      default:
        return true;
    }
  }

  void begin() {
    image_ = Image();
    image_.host = wanted_.host;
  }

  void clear(std::size_t field) {
    switch (field) {
      case created:
        return image_.created.reset();
      case descriptor:
        return image_.index_size.reset();
      case id:
        return image_.id.clear();
      case labels:
        image_.labels.emplace();
        return;
      case manifests:
        return image_.manifests.clear();
      case parent_id:
        return image_.parent_id.clear();
      case repo_digests:
        return image_.repo_digests.clear();
      case repo_tags:
        return image_.repo_tags.clear();
      case shared_size:
        return image_.shared_size.reset();
      case size:
        return image_.size.reset();
    }
  }

  std::string& next_key(std::size_t) { return image_.labels->emplace_back().key; }

  std::string& next_text(std::size_t field) {
    switch (field) {
      case id:
        return image_.id;
      case parent_id:
        return image_.parent_id;
      case repo_digests:
        return image_.repo_digests.emplace_back();
      case repo_tags:
        return image_.repo_tags.emplace_back();
      default:
        return image_.labels->back().value;  // next_key() was called for its key
    }
  }

  void set_number(std::size_t field, std::int64_t value) {
    if (field == created)
      image_.created = known_creation_time(value);
    else
      (field == size ? image_.size : image_.shared_size) = known_count(value);
  }

  bool set_document(std::size_t field, const boost::json::value& value) {
    if (field == manifests) {
      auto parsed = parse_manifests(value);
      if (parsed)
        image_.manifests = std::move(*parsed);
      return parsed.has_value();
    }
    const auto target = parse_descriptor(value);
    if (target && target->is_index)
      image_.index_size = target->size;
    return target.has_value();
  }

  std::string_view end() {
    if (image_.id.empty())
      return "an image without Id";
    arrange_labels();
    sink_(image_);
    return {};
  }

 private:
  /// Engines send -1 for bytes that they did not compute.
  static std::optional<std::uint64_t> known_count(std::int64_t value) {
    return value < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(value));
  }

  /// Sorts the labels by key and keeps the last one of a repeated key. Engines send them sorted.
  void arrange_labels() {
    if (!image_.labels)
      return;
    const auto misplaced = [](const Label& a, const Label& b) { return a.key >= b.key; };
    std::vector<Label>& all = *image_.labels;
    if (std::adjacent_find(all.begin(), all.end(), misplaced) == all.end())
      return;
    std::stable_sort(all.begin(), all.end(),
                     [](const Label& a, const Label& b) { return a.key < b.key; });
    const auto same = [](const Label& a, const Label& b) { return a.key == b.key; };
    // unique() keeps the first of equal keys. From the back that is the last one.
    const auto kept = std::unique(all.rbegin(), all.rend(), same);
    all.erase(all.begin(), kept.base());
  }

  ImageSink sink_;
  ImageFields wanted_;
  Image image_;
};

DKRLS_DECL ImageListParser::ImageListParser(ImageSink sink, ImageFields fields)
    : ListParser(std::make_unique<ObjectListImpl<ImageCollector>>(
          ImageCollector(std::move(sink), std::move(fields)))) {}

}  // namespace dkrls::detail
