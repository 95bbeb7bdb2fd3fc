// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dkrls/byte_size.hpp"
#include "dkrls/detail/format/fields.hpp"
#include "dkrls/detail/format/image_line.hpp"
#include "dkrls/image.hpp"
#include "dkrls/platform.hpp"

/// The fields of an image about its platforms and their content.
namespace dkrls::detail {

/// Returns the platforms of the image; nullopt if they are unknown.
inline std::optional<std::vector<ImagePlatform>> platforms_of(const ImageLine& line) {
  return line.row->image ? platforms_of(*line.row->image) : std::nullopt;
}

/// Appends the platforms that the engine has content for: "linux/amd64, linux/arm64".
inline void append_platforms(std::string& out, ImageLine& line) {
  const auto platforms = platforms_of(line);
  if (!platforms) {
    out += unknown;
    return;
  }
  std::string text;
  for (const ImagePlatform& each : *platforms)
    if (each.available)
      text += (text.empty() ? "" : ", ") + to_string(each.platform);
  append_printable(out, or_none(text));
}
inline void append_platforms_json(std::string& out, ImageLine& line) {
  const auto platforms = platforms_of(line);
  if (!platforms) {
    out += "null";
    return;
  }
  out += '[';
  for (const ImagePlatform& each : *platforms) {
    out += out.back() == '[' ? "{" : ",{";
    append_json_key(out, "platform");
    append_json_string(out, to_string(each.platform));
    append_json_key(out, "digest");
    append_json_or_null(out, each.digest);
    append_json_key(out, "size");
    append_number_or(out, each.size, "null");
    append_json_key(out, "available");
    out += each.available ? "true}" : "false}";
  }
  out += ']';
}

/// Returns the bytes of the image's content; nullopt if they are unknown.
inline std::optional<std::uint64_t> content_size_of(const ImageLine& line) {
  return line.row->image ? content_size(*line.row->image) : std::nullopt;
}
inline void append_content_size(std::string& out, ImageLine& line) {
  if (const auto size = content_size_of(line))
    append_byte_size(out, *size, 3);
  else
    out += unknown;
}
inline void append_content_size_json(std::string& out, ImageLine& line) {
  append_number_or(out, content_size_of(line), "null");
}

}  // namespace dkrls::detail
