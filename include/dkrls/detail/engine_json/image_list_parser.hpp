// SPDX-License-Identifier: MIT
#pragma once

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/net/list_parser.hpp"
#include "dkrls/image.hpp"

namespace dkrls::detail {

/// The optional fields of Image. Labels and manifests cost time. An engine may send a meaningless
/// SharedSize if the request did not ask for it.
struct ImageFields {
  bool labels = true;
  bool shared_size = false;
  bool manifests = false;
  std::string host = {};  ///< Image::host of every image
};

/// Parses the body of GET /images/json into images while it arrives.
///
/// Reads the fields of Image except containers, which are counted in their own list. Every image
/// must have an Id. The numbers that engines send for an unknown value become nullopt. Errors:
/// Errc::not_an_image_list for an invalid list.
class ImageListParser : public ListParser {
 public:
  /// Calls `sink` with every image as soon as it is complete.
  explicit ImageListParser(ImageSink sink, ImageFields fields = {});
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/engine_json/image_list_parser.ipp"
#endif
