#pragma once

#include <string>
#include <string_view>

#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/detail/text/json_text.hpp"
#include "dkrls/image.hpp"

namespace dkrls::detail {

/// Percent-encodes a text as the value of a query parameter. Source: RFC 3986, section 2.
inline std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const char lower = to_lower(c);
    if (is_digit(c) || (lower >= 'a' && lower <= 'z') || c == '-' || c == '.' || c == '_') {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += {'%', digits[byte / 16], digits[byte % 16]};
  }
  return encoded;
}

/// The value of the parameter "platform" of requests about an image.
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
  return percent_encoded(json + "}");
}

}  // namespace dkrls::detail
