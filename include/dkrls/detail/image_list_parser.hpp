#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"
#include "dkrls/image.hpp"

namespace dkrls::detail {

/// Turns the body of GET /images/json into images while it arrives, in pieces of any size. Holds
/// one image at a time and neither the body nor a document of it.
///
/// Unknown fields are skipped. Null and absent mean the same, as does a list of null (an engine
/// without images). The fields of Image must have their types, and every image an Id: an answer
/// that is something else is refused rather than half understood.
class ImageListParser {
 public:
  /// The longest Id or name that is taken; engines allow 255 characters and a tag of 128.
  static constexpr std::size_t max_text_size = 64 * 1024;

  /// `sink` gets every image as soon as it is complete; what it throws leaves through write().
  explicit ImageListParser(ImageSink sink);
  ~ImageListParser();
  ImageListParser(const ImageListParser&) = delete;
  ImageListParser& operator=(const ImageListParser&) = delete;

  /// Takes the next piece. Fails with Errc::not_an_image_list; see problem(). After a failure there
  /// is nothing more to be had from this parser.
  void write(std::string_view piece, error_code& ec);

  /// Says that there are no more pieces. Fails with Errc::truncated_answer in the middle of a list
  /// and with Errc::not_an_image_list when there was nothing at all.
  void finish(error_code& ec);

  /// What was wrong, and at which byte of the body; empty before a failure.
  const std::string& problem() const noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/image_list_parser.ipp"
#endif
