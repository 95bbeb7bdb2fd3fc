// SPDX-License-Identifier: MIT
#pragma once

#include <boost/json/parse.hpp>
#include <optional>
#include <string>
#include <utility>

#include "dkrls/detail/engine_json/inspection_parser.hpp"
#include "dkrls/detail/engine_json/json_members.hpp"
#include "dkrls/detail/text/rfc3339.hpp"
#include "dkrls/error.hpp"

namespace dkrls::detail {

DKRLS_DECL void add_inspection(std::string_view body, Image& image) {
  error_code ec;
  const boost::json::value inspected = boost::json::parse(body, ec);
  Platform platform{.os = text_of(inspected, "Os"),
                    .architecture = text_of(inspected, "Architecture"),
                    .variant = text_of(inspected, "Variant"),
                    .os_version = text_of(inspected, "OsVersion")};
  image.platform.reset();
  if (!platform.os.empty() && !platform.architecture.empty())
    image.platform = std::move(platform);
  image.tagged.reset();
  const boost::json::value* const metadata = member_of(inspected, "Metadata");
  const auto time =
      metadata != nullptr ? read_moment(text_of(*metadata, "LastTagTime")) : std::nullopt;
  if (time)
    image.tagged = known_creation_time(time->time_since_epoch().count());
}

}  // namespace dkrls::detail
