#pragma once

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/net/list_parser.hpp"
#include "dkrls/image.hpp"

namespace dkrls::detail {

/// The fields of Image that are not always wanted: labels cost time, and engines that were not
/// asked for shared sizes may send what is none.
struct ImageFields {
  bool labels = true;
  bool shared_size = false;
};

/// Turns the body of GET /images/json into images while it arrives.
///
/// The fields of Image are of interest, and every image must have an Id. What engines say instead
/// of a number they do not know becomes nullopt. A list is refused with Errc::not_an_image_list.
class ImageListParser : public ListParser {
 public:
  /// `sink` gets every image as soon as it is complete.
  explicit ImageListParser(ImageSink sink, ImageFields fields = {});
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/engine_api/image_list_parser.ipp"
#endif
