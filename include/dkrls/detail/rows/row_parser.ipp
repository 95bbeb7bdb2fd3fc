// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "dkrls/age.hpp"
#include "dkrls/detail/rows/row_parser.hpp"
#include "dkrls/detail/text/time_text.hpp"
#include "dkrls/error.hpp"

namespace dkrls::detail {

[[noreturn]] inline void refuse_row(std::string problem) {
  throw Error(Errc::not_a_row, {.message = std::move(problem)});
}

[[noreturn]] inline void refuse_value(std::string_view key, std::string_view expected) {
  refuse_row('"' + std::string(key) + "\" is not " + std::string(expected));
}

/// Returns the value of a key; nullptr if it is absent or null.
inline const boost::json::value* find_value(const boost::json::object& row, std::string_view key) {
  const boost::json::value* const value = row.if_contains(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

inline std::string get_text(const boost::json::object& row, std::string_view key) {
  const boost::json::value* const value = find_value(row, key);
  if (value == nullptr)
    return {};
  if (!value->is_string())
    refuse_value(key, "a string");
  return std::string(value->get_string());
}

inline std::optional<std::uint64_t> get_count(const boost::json::object& row,
                                              std::string_view key) {
  const boost::json::value* const value = find_value(row, key);
  if (value == nullptr)
    return std::nullopt;
  if (value->is_uint64())
    return value->get_uint64();
  if (!value->is_int64() || value->get_int64() < 0)
    refuse_value(key, "a whole number");
  return static_cast<std::uint64_t>(value->get_int64());
}

inline std::optional<bool> get_truth(const boost::json::object& row, std::string_view key) {
  const boost::json::value* const value = find_value(row, key);
  if (value == nullptr)
    return std::nullopt;
  if (!value->is_bool())
    refuse_value(key, "true or false");
  return value->get_bool();
}

inline std::optional<std::chrono::sys_seconds> get_date(const boost::json::object& row,
                                                        std::string_view key) {
  const std::string text = get_text(row, key);
  if (text.empty())
    return std::nullopt;
  const auto limit = parse_age_limit(text);
  const auto* const moment = limit ? std::get_if<std::chrono::sys_seconds>(&*limit) : nullptr;
  if (moment == nullptr)
    refuse_value(key, "a date such as 2026-01-01T12:00:00Z");
  if (std::string shown; !append_date_and_time(shown, *moment, 'T'))
    return std::nullopt;  // rounded up to the year 10000
  return known_creation_time(moment->time_since_epoch().count());
}

inline std::optional<std::vector<Label>> get_labels(const boost::json::object& row,
                                                    std::string_view key) {
  const boost::json::value* const value = find_value(row, key);
  if (value == nullptr)
    return std::nullopt;
  if (!value->is_object())
    refuse_value(key, "an object of strings");
  std::vector<Label> labels;
  labels.reserve(value->get_object().size());
  for (const auto& [name, text] : value->get_object()) {
    if (!text.is_string())
      refuse_value(key, "an object of strings");
    labels.push_back({std::string(name), std::string(text.get_string())});
  }
  std::sort(labels.begin(), labels.end(),
            [](const Label& a, const Label& b) { return a.key < b.key; });
  return labels;
}

/// Parses "linux/arm64/v8" as to_string() writes it.
inline Platform platform_of(std::string_view text) {
  const auto take_word = [&text] {
    const std::string_view word = text.substr(0, text.find('/'));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    return std::string(word);
  };
  Platform platform;
  platform.os = take_word();
  platform.architecture = take_word();
  platform.variant = text;
  return platform;
}

inline ImageManifest get_manifest(const boost::json::value& platform) {
  constexpr std::string_view expected = "a list of platforms with \"platform\" and \"available\"";
  if (!platform.is_object())
    refuse_value("platforms", expected);
  const boost::json::object& object = platform.get_object();
  const std::optional<bool> available = get_truth(object, "available");
  const std::string text = get_text(object, "platform");
  if (text.empty() || !available)
    refuse_value("platforms", expected);
  return {.digest = get_text(object, "digest"),
          .kind = ImageManifest::Kind::image,
          .available = *available,
          .platform = platform_of(text),
          .unpacked_size = get_count(object, "size").value_or(0)};
}

/// Reads the platforms of an image, so that platforms_of() and content_size() return what the row
/// shows.
inline void read_platforms(const boost::json::object& row, Image& image) {
  const std::optional<std::uint64_t> content = get_count(row, "content_size");
  const boost::json::value* const platforms = find_value(row, "platforms");
  if (platforms == nullptr && !content)
    return;
  if (platforms == nullptr || !platforms->is_array())
    refuse_value("platforms", "a list, as \"content_size\" needs it");
  std::vector<ImageManifest> manifests;
  for (const boost::json::value& platform : platforms->get_array())
    manifests.push_back(get_manifest(platform));
  if (content) {
    // The row has the content of the parts in sum only, that of attestations in it.
    manifests.push_back({.kind = ImageManifest::Kind::attestation, .content_size = *content});
    image.manifests = std::move(manifests);
  } else if (manifests.size() == 1 && manifests.front().digest.empty()) {
    image.platform = std::move(manifests.front().platform);
  } else {
    refuse_row("it has the platforms of containerd's store, but no \"content_size\"");
  }
}

/// Refuses a row that does not say which image and name it shows, and one that contradicts itself.
inline void check_row(const boost::json::object& object, const PrintedRow& row) {
  for (const std::string_view key : {"repository", "tag"})
    if (!object.contains(key))
      refuse_row("it has no \"" + std::string(key) + '"');
  if (row.repository.empty() && (!row.tag.empty() || !row.digests.empty()))
    refuse_row("it has a tag or digest, but no repository");
  if (row.dangling == false && row.repository.empty())
    refuse_row("it has no repository, but is not dangling");
}

DKRLS_DECL std::optional<PrintedRow> parse_row(std::string_view json) {
  std::array<unsigned char, 8192> space;  // NOLINT(*-member-init): written before it is read
  boost::json::monotonic_resource memory(space.data(), space.size());
  error_code ec;
  const boost::json::value value = boost::json::parse(json, ec, &memory);
  if (ec)
    refuse_row("not JSON: " + ec.message());
  const boost::json::object* const object = value.if_object();
  if (object == nullptr)
    refuse_row("no JSON object");
  if (object->size() == 1 && object->contains("total"))
    return std::nullopt;

  PrintedRow row;
  row.image.id = get_text(*object, "id");
  if (row.image.id.empty())
    refuse_row("it has no \"id\"");
  row.image.host = get_text(*object, "host");
  row.image.created = get_date(*object, "created");
  row.image.size = get_count(*object, "size");
  row.image.labels = get_labels(*object, "labels");
  row.image.containers = get_count(*object, "containers");
  row.image.tagged = get_date(*object, "tagged");
  read_platforms(*object, row.image);
  row.repository = get_text(*object, "repository");
  row.tag = get_text(*object, "tag");
  row.dangling = get_truth(*object, "dangling");
  if (std::string digest = get_text(*object, "digest"); !digest.empty())
    row.digests.push_back(std::move(digest));
  check_row(*object, row);
  return row;
}

DKRLS_DECL Image image_of(PrintedRow row) {
  Image image = std::move(row.image);
  if (row.repository.empty())
    return image;
  const bool has_tag = !row.tag.empty();
  // An image of which no name is among the tags is dangling, see is_dangling(). Of those that are
  // not, some have no tag: their engine sends digests as tags.
  auto& names = row.dangling.value_or(!has_tag) ? image.repo_digests : image.repo_tags;
  const std::string name = row.repository + ':' + (has_tag ? row.tag : "<none>");
  if (has_tag || row.digests.empty())
    names.push_back(name);
  for (const std::string& digest : row.digests)
    (has_tag ? image.repo_digests : names).emplace_back(name).append("@").append(digest);
  image.all_tags_known = has_tag || row.dangling.has_value();
  return image;
}

}  // namespace dkrls::detail
