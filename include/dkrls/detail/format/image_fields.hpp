// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/format/fields.hpp"
#include "dkrls/detail/format/figure_text.hpp"
#include "dkrls/detail/format/image_line.hpp"
#include "dkrls/detail/format/platform_fields.hpp"
#include "dkrls/field.hpp"
#include "dkrls/format_options.hpp"
#include "dkrls/listing.hpp"

namespace dkrls::detail {

inline std::string_view repository_text(ImageLine& line) {
  return or_none(line.row->repository);
}
inline void append_repository_json(std::string& out, ImageLine& line) {
  append_json_or_null(out, line.row->repository);
}

inline std::string_view tag_text(ImageLine& line) {
  return or_none(line.row->tag);
}
inline void append_tag_json(std::string& out, ImageLine& line) {
  append_json_or_null(out, line.row->tag);
}

/// If no digests are shown, docker's object has "" in the rows that have nothing but digests.
inline std::string_view digest_text(ImageLine& line) {
  const bool only_digests = line.row->tag.empty() && !line.row->repository.empty();
  return only_digests && !line.shows_digest ? line.digest : or_none(line.digest);
}
inline void append_digest_json(std::string& out, ImageLine& line) {
  append_json_or_null(out, line.digest);
}

/// Returns the first 12 digits, as docker shortens IDs.
inline std::string_view short_id(std::string_view id) noexcept {
  constexpr std::size_t digits = 12;
  return id.substr(id.find(':') + 1).substr(0, digits);  // npos + 1 is 0
}

inline std::string_view id_text(ImageLine& line) {
  return line.options.whole_ids ? line.row->id : short_id(line.row->id);
}
inline void append_id_json(std::string& out, ImageLine& line) {
  append_json_string(out, line.row->id);
}

inline void append_created_since(std::string& out, ImageLine& line) {
  append_age_or_unknown(out, line.row->created, line.options.now);
}
inline void append_created_json(std::string& out, ImageLine& line) {
  append_json_time(out, line.row->created);
}
inline void append_time_or_unknown(std::string& out, const ImageLine& line, const Time& time) {
  if (time)
    line.options.append_time(out, *time);
  else
    out += unknown;
}
inline void append_created_at(std::string& out, ImageLine& line) {
  append_time_or_unknown(out, line, line.row->created);
}
inline void append_created_unix(std::string& out, ImageLine& line) {
  append_unix_time_or(out, line.row->created, unknown);
}
inline void append_created_unix_json(std::string& out, ImageLine& line) {
  append_unix_time_or(out, line.row->created, "null");
}

inline void append_tagged_since(std::string& out, ImageLine& line) {
  append_age_or_unknown(out, line.row->tagged, line.options.now);
}
inline void append_tagged_at(std::string& out, ImageLine& line) {
  append_time_or_unknown(out, line, line.row->tagged);
}
inline void append_tagged_json(std::string& out, ImageLine& line) {
  append_json_time(out, line.row->tagged);
}

template <int digits>
void append_size(std::string& out, ImageLine& line) {
  if (line.row->size)
    append_byte_size(out, *line.row->size, digits);
  else
    out += unknown;
}
inline void append_bytes(std::string& out, ImageLine& line) {
  append_number_or(out, line.row->size, unknown);
}
inline void append_bytes_json(std::string& out, ImageLine& line) {
  append_number_or(out, line.row->size, "null");
}

/// docker does not request these fields when it lists images.
inline std::string_view unknown_text(ImageLine&) {
  return unknown;
}

/// Returns the labels of a line; nullptr if they are unknown.
inline const std::vector<Label>* labels_of(const ImageLine& line) {
  return line.row->image && line.row->image->labels ? &*line.row->image->labels : nullptr;
}

/// Appends "key=value,key=value", as docker shows the labels of containers.
inline void append_labels(std::string& out, ImageLine& line) {
  const std::vector<Label>* const labels = labels_of(line);
  if (labels == nullptr) {
    out += unknown;
    return;
  }
  std::string_view separator;
  for (const Label& label : *labels) {
    out += separator;
    append_printable(out, label.key);
    out += '=';
    append_printable(out, label.value);
    separator = ",";
  }
}
inline std::string_view label_text(ImageLine& line, std::string_view key) {
  const std::vector<Label>* const labels = labels_of(line);
  if (labels == nullptr)
    return unknown;
  const auto found = std::find_if(labels->begin(), labels->end(),
                                  [&](const Label& label) { return label.key == key; });
  return found == labels->end() ? std::string_view() : found->value;
}
inline void append_labels_json(std::string& out, ImageLine& line) {
  const std::vector<Label>* const labels = labels_of(line);
  if (labels == nullptr) {
    out += "null";
    return;
  }
  out += '{';
  std::string_view separator;
  for (const Label& label : *labels) {
    out += separator;
    append_json_string(out, label.key);
    out += ':';
    append_json_string(out, label.value);
    separator = ",";
  }
  out += '}';
}

inline std::optional<std::uint64_t> containers_of(const ImageLine& line) {
  return line.row->image ? line.row->image->containers : std::nullopt;
}
inline void append_containers(std::string& out, ImageLine& line) {
  append_number_or(out, containers_of(line), unknown);
}
inline void append_containers_json(std::string& out, ImageLine& line) {
  append_number_or(out, containers_of(line), "null");
}

inline void append_unique(std::string& out, ImageLine& line) {
  if (const auto unique = unique_of(line))
    append_figure(out, *unique);
  else
    out += unknown;
}
inline void append_unique_json(std::string& out, ImageLine& line) {
  if (const auto unique = unique_of(line))
    append_figure_json(out, *unique);
  else
    out += "null";
}
inline void append_unique_bytes(std::string& out, ImageLine& line) {
  const auto unique = unique_of(line);
  append_number_or(out, unique ? std::optional(unique->bytes) : std::nullopt, unknown);
}
inline void append_unique_bytes_json(std::string& out, ImageLine& line) {
  const auto unique = unique_of(line);
  append_number_or(out, unique ? std::optional(unique->bytes) : std::nullopt, "null");
}

inline void append_reference(std::string& out, ImageLine& line) {
  append_printable(out, reference_of(*line.row, line.digest));
}
inline void append_reference_json(std::string& out, ImageLine& line) {
  append_json_string(out, reference_of(*line.row, line.digest));
}

inline std::string_view host_text(ImageLine& line) {
  return or_none(line.row->host);
}
inline void append_host_json(std::string& out, ImageLine& line) {
  append_json_or_null(out, line.row->host);
}

/// Appends "true" or "false", or `otherwise` if that is unknown.
inline void append_dangling_or(std::string& out, const ImageLine& line,
                               std::string_view otherwise) {
  const auto dangling = line.row->image ? known_dangling(*line.row->image) : std::nullopt;
  out += !dangling ? otherwise : *dangling ? "true" : "false";
}
inline void append_dangling(std::string& out, ImageLine& line) {
  append_dangling_or(out, line, unknown);
}
inline void append_dangling_json(std::string& out, ImageLine& line) {
  append_dangling_or(out, line, "null");
}

// clang-format off
inline constexpr std::array<FieldTraits<ImageField, ImageLine>, 23> image_fields = {{
    {ImageField::repository,    "Repository",   "REPOSITORY",   "repository", true,  repository_text,    nullptr,            append_repository_json},
    {ImageField::tag,           "Tag",          "TAG",          "tag",        true,  tag_text,           nullptr,            append_tag_json},
    {ImageField::digest,        "Digest",       "DIGEST",       "digest",     true,  digest_text,        nullptr,            append_digest_json},
    {ImageField::id,            "ID",           "IMAGE ID",     "id",         true,  id_text,            nullptr,            append_id_json},
    {ImageField::created_since, "CreatedSince", "CREATED",      "created",    true,  nullptr,            append_created_since, append_created_json},
    {ImageField::created_at,    "CreatedAt",    "CREATED AT",   "",           true,  nullptr,            append_created_at},
    {ImageField::size,          "Size",         "SIZE",         "size",       true,  nullptr,            append_size<3>,     append_bytes_json},
    {ImageField::labels,        "Labels",       "LABELS",       "labels",     false, nullptr,            append_labels,      append_labels_json, label_text},
    {ImageField::containers,    "Containers",   "CONTAINERS",   "containers", true,  nullptr,            append_containers,  append_containers_json},
    {ImageField::unique,        "Unique",       "UNIQUE",       "unique",     false, nullptr,            append_unique,      append_unique_json},
    {ImageField::virtual_size,  "VirtualSize",  "SIZE",         "",           true,  nullptr,            append_size<4>},
    {ImageField::shared_size,   "SharedSize",   "SHARED SIZE",  "",           true,  unknown_text},
    {ImageField::unique_size,   "UniqueSize",   "UNIQUE SIZE",  "",           true,  unknown_text},
    {ImageField::reference,     "Reference",    "REFERENCE",    "",           false, nullptr,            append_reference,    append_reference_json},
    {ImageField::bytes,         "Bytes",        "BYTES",        "",           false, nullptr,            append_bytes,        append_bytes_json},
    {ImageField::created_unix,  "CreatedUnix",  "CREATED UNIX", "",           false, nullptr,            append_created_unix, append_created_unix_json},
    {ImageField::unique_bytes,  "UniqueBytes",  "UNIQUE BYTES", "",           false, nullptr,            append_unique_bytes, append_unique_bytes_json},
    {ImageField::dangling,      "Dangling",     "DANGLING",     "dangling",   false, nullptr,            append_dangling,     append_dangling_json},
    {ImageField::host,          "Host",         "HOST",         "host",       false, host_text,          nullptr,            append_host_json},
    {ImageField::platform,      "Platform",     "PLATFORM",     "platforms",  false, nullptr,            append_platforms,    append_platforms_json},
    {ImageField::content_size,  "ContentSize",  "CONTENT SIZE", "content_size", false, nullptr,          append_content_size, append_content_size_json},
    {ImageField::tagged_since,  "TaggedSince",  "TAGGED",       "tagged",     false, nullptr,            append_tagged_since, append_tagged_json},
    {ImageField::tagged_at,     "TaggedAt",     "TAGGED AT",    "",           false, nullptr,            append_tagged_at,    append_tagged_json},
}};
// clang-format on
static_assert(are_in_order(image_fields));

template <>
struct RecordTraits<Row> {
  using Line = ImageLine;

  static constexpr auto& fields = image_fields;
  static constexpr std::array columns = {ImageField::repository, ImageField::tag, ImageField::id,
                                         ImageField::created_since, ImageField::size};
  static constexpr std::array names = {ImageField::repository, ImageField::tag, ImageField::digest,
                                       ImageField::host};

  template <class Format>
  static Line line(const Format& format, const FormatOptions& options) {
    return {options, options.digests || format.shows(ImageField::digest),
            format.shows(ImageField::reference)};
  }

  /// Calls `write` for each line of the row.
  template <class Write>
  static void for_each_line(const Row& row, Line& line, Write write) {
    line.row = &row;
    line.digest = {};
    if (line.shows_digest || (line.shows_reference && row.tag.empty())) {
      for (const std::string_view digest : digests_of(row)) {
        line.digest = digest;
        write();
      }
    }
    if (line.digest.empty())
      write();
  }
};

}  // namespace dkrls::detail
