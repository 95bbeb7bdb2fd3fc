#pragma once

#include <boost/json/parse.hpp>
#include <optional>
#include <string>
#include <utility>

#include "dkrls/detail/engine_api/inspection_parser.hpp"
#include "dkrls/detail/text/rfc3339.hpp"
#include "dkrls/error.hpp"

namespace dkrls::detail {

/// Returns a member of an object; nullptr if there is none or `value` is not an object.
inline const boost::json::value* find_member(const boost::json::value& value,
                                             std::string_view key) {
  return value.is_object() ? value.get_object().if_contains(key) : nullptr;
}

/// Returns a text in an object; empty if there is none.
inline std::string find_text(const boost::json::value& object, std::string_view key) {
  const boost::json::value* const text = find_member(object, key);
  return text != nullptr && text->is_string() ? std::string(text->get_string()) : std::string();
}

DKRLS_DECL void add_inspection(std::string_view body, Image& image) {
  error_code ec;
  const boost::json::value inspected = boost::json::parse(body, ec);
  Platform platform{.os = find_text(inspected, "Os"),
                    .architecture = find_text(inspected, "Architecture"),
                    .variant = find_text(inspected, "Variant"),
                    .os_version = find_text(inspected, "OsVersion")};
  image.platform.reset();
  if (!platform.os.empty() && !platform.architecture.empty())
    image.platform = std::move(platform);
  image.tagged.reset();
  const boost::json::value* const metadata = find_member(inspected, "Metadata");
  const auto time =
      metadata != nullptr ? read_moment(find_text(*metadata, "LastTagTime")) : std::nullopt;
  if (time)
    image.tagged = known_creation_time(time->time_since_epoch().count());
}

}  // namespace dkrls::detail
