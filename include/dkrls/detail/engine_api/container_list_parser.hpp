#pragma once

#include <functional>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/net/list_parser.hpp"

namespace dkrls::detail {

/// Takes the ID of the image that a container was made from, "sha256:" and 64 hex digits. The text
/// is valid during the call.
using ImageIdSink = std::function<void(std::string_view image_id)>;

/// Turns the body of GET /containers/json into the IDs of the images in use, while it arrives.
/// Source: Engine API, ContainerSummary.
///
/// A container without ImageID is passed over. A list is refused with Errc::unexpected_answer.
class ContainerListParser : public ListParser {
 public:
  /// `sink` gets the ImageID of each container as soon as that is complete, so often as it is
  /// there.
  explicit ContainerListParser(ImageIdSink sink);
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/engine_api/container_list_parser.ipp"
#endif
