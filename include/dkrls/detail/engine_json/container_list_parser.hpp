// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/net/list_parser.hpp"

namespace dkrls::detail {

/// Receives the ID of the image of a container, "sha256:" and 64 hex digits.
/// *Lifetime:* the text is valid during the call.
using ImageIdSink = std::function<void(std::string_view image_id)>;

/// Parses the body of GET /containers/json while it arrives and reports the image of each
/// container. Source: Engine API, ContainerSummary.
///
/// Skips a container without ImageID.
/// *Errors:* Errc::unexpected_answer for an invalid list.
class ContainerListParser : public ListParser {
 public:
  /// Calls `sink` once for each container, with its ImageID.
  explicit ContainerListParser(ImageIdSink sink);
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/engine_json/container_list_parser.ipp"
#endif
