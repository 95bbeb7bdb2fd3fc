// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/detail/text/json_text.hpp"
#include "dkrls/detail/text/percent_encoding.hpp"
#include "dkrls/platform.hpp"

namespace dkrls::detail {

/// Returns the value of the parameter "platform" of requests about an image.
/// Source: Engine API, GET /images/{name}/json.
inline std::string platform_parameter(const Platform& platform) {
  std::string json = "{";
  const auto append = [&json](std::string_view key, const std::string& value) {
    if (value.empty())
      return;
    append_json_key(json, key);
    append_json_string(json, value);
  };
  append("os", platform.os);
  append("architecture", platform.architecture);
  append("variant", platform.variant);
  append("os.version", platform.os_version);
  return percent_encode(
      json + "}", [](char c) { return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_'; });
}

}  // namespace dkrls::detail
