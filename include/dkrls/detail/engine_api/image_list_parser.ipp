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

#include "dkrls/detail/engine_api/image_list_parser.hpp"
#include "dkrls/detail/engine_api/object_list_impl.hpp"

namespace dkrls::detail {

/// Collects the fields of an image. For their memory, the texts of the image before are used again.
class ImageCollector {
 public:
  static constexpr std::string_view list_name = "list of images";
  static constexpr Errc error = Errc::not_an_image_list;

  enum Field : std::size_t {
    containers,
    created,
    id,
    labels,
    parent_id,
    repo_digests,
    repo_tags,
    shared_size,
    size
  };
  static constexpr std::array<ListedField, 9> fields{{
      {"Containers", FieldType::whole_number, "Containers is not a number of containers"},
      {"Created", FieldType::whole_number, "Created is not a number of seconds"},
      {"Id", FieldType::text, "Id is not a string"},
      {"Labels", FieldType::text_map, "Labels is not an object of strings", label_limit},
      {"ParentId", FieldType::text, "ParentId is not a string"},
      {"RepoDigests", FieldType::text_list, "RepoDigests is not a list of strings"},
      {"RepoTags", FieldType::text_list, "RepoTags is not a list of strings"},
      {"SharedSize", FieldType::whole_number, "SharedSize is not a number of bytes"},
      {"Size", FieldType::whole_number, "Size is not a number of bytes"},
  }};

  ImageCollector(ImageSink sink, ImageFields wanted) : sink_(std::move(sink)), wanted_(wanted) {}

  bool wants(std::size_t field) const noexcept {
    return (field != labels || wanted_.labels) && (field != shared_size || wanted_.shared_size);
  }

  void begin() {
    image_.containers.reset();
    image_.created.reset();
    image_.id.clear();
    labels_ = 0;
    image_.parent_id.clear();
    repo_digests_ = 0;
    repo_tags_ = 0;
    image_.shared_size.reset();
    image_.size.reset();
  }

  void clear(std::size_t field) {
    switch (field) {
      case containers:
        image_.containers.reset();
        break;
      case created:
        image_.created.reset();
        break;
      case id:
        image_.id.clear();
        break;
      case labels:
        labels_ = 0;
        break;
      case parent_id:
        image_.parent_id.clear();
        break;
      case repo_digests:
        repo_digests_ = 0;
        break;
      case repo_tags:
        repo_tags_ = 0;
        break;
      case shared_size:
        image_.shared_size.reset();
        break;
      case size:
        image_.size.reset();
        break;
    }
  }

  std::string& next_key(std::size_t) {
    Label& label = next(image_.labels, labels_);
    label.key.clear();
    return label.key;
  }

  std::string& next_text(std::size_t field) {
    std::string& text = place_of_text(field);
    text.clear();
    return text;
  }

  void set_number(std::size_t field, std::int64_t value) {
    if (field == created)
      image_.created = known_creation_time(value);
    else
      place_of_count(field) = known_count(value);
  }

  std::string_view end() {
    if (image_.id.empty())
      return "an image without Id";
    image_.repo_tags.resize(repo_tags_);
    image_.repo_digests.resize(repo_digests_);
    image_.labels.resize(labels_);
    arrange_labels();
    sink_(image_);
    return {};
  }

  void release() { image_ = Image(); }

 private:
  /// Engines say -1 for what they did not count.
  static std::optional<std::uint64_t> known_count(std::int64_t value) {
    return value < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(value));
  }

  std::optional<std::uint64_t>& place_of_count(std::size_t field) {
    if (field == containers)
      return image_.containers;
    return field == size ? image_.size : image_.shared_size;
  }

  template <class T>
  static T& next(std::vector<T>& elements, std::size_t& used) {
    if (used == elements.size())
      elements.emplace_back();
    return elements[used++];
  }

  std::string& place_of_text(std::size_t field) {
    switch (field) {
      case id:
        return image_.id;
      case parent_id:
        return image_.parent_id;
      case repo_digests:
        return next(image_.repo_digests, repo_digests_);
      case repo_tags:
        return next(image_.repo_tags, repo_tags_);
      default:
        return image_.labels[labels_ - 1].value;  // the key of which has just been there
    }
  }

  /// By key, and each key once with its last value. Engines send them like that already, as Go
  /// does.
  void arrange_labels() {
    const auto misplaced = [](const Label& a, const Label& b) { return a.key >= b.key; };
    std::vector<Label>& all = image_.labels;
    if (std::adjacent_find(all.begin(), all.end(), misplaced) == all.end())
      return;
    std::stable_sort(all.begin(), all.end(),
                     [](const Label& a, const Label& b) { return a.key < b.key; });
    const auto same = [](const Label& a, const Label& b) { return a.key == b.key; };
    // unique() keeps the first of those with the same key: from the back that is the last one.
    const auto kept = std::unique(all.rbegin(), all.rend(), same);
    all.erase(all.begin(), kept.base());
  }

  ImageSink sink_;
  ImageFields wanted_;
  Image image_;
  std::size_t labels_ = 0;        // how many of image_'s labels are of this image
  std::size_t repo_digests_ = 0;  // likewise
  std::size_t repo_tags_ = 0;     // likewise
};

DKRLS_DECL ImageListParser::ImageListParser(ImageSink sink, ImageFields fields)
    : ListParser(std::make_unique<ObjectListImpl<ImageCollector>>(
          ImageCollector(std::move(sink), fields))) {}

}  // namespace dkrls::detail
