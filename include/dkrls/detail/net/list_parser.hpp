// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "dkrls/error.hpp"

namespace dkrls::detail {

/// Parses the body of an answer that is a JSON list of objects, in chunks of any size. The chunks
/// do not affect the result. A parser holds one object at a time, and neither the body nor a
/// document of it. A derived class defines which list it reads and what happens to its objects.
///
/// Every parser refuses an answer that is anything else; it never takes a part of it:
/// - The whole body is JSON (RFC 8259) in UTF-8, without a byte order mark, half of a surrogate
///   pair, or anything but blanks around the list. This holds for skipped fields, too.
/// - Fields of interest have their types. A field that is null is absent (null Labels mean that
///   there are none), and a list that is null is empty. Numbers are integers of 64 bits with a
///   sign. The last one of a repeated key counts. Other fields are skipped and may hold any value.
/// - Text is bytes, control characters and NUL among them. A name has at most 64 KiB, the key and
///   the value of a label 1 MiB each, all text of an object 16 MiB. Engines allow far less; the
///   limits keep a wrong answer from taking all memory.
/// - Arrays and objects nest at most 64 deep. Engines send ten levels: the list, an image,
///   Manifests, one of them, ImageData, Identity, Signature, one of them, Timestamps, one of them.
class ListParser {
 public:
  /// The part that a derived class implements. Only bodies see it, so that the headers of
  /// the parsers do not include Boost.JSON.
  struct Impl {
    virtual ~Impl() = default;
    virtual void write(std::string_view chunk, error_code& ec) = 0;
    virtual void finish(error_code& ec) = 0;

    std::string problem;
  };

  ListParser(const ListParser&) = delete;
  ListParser& operator=(const ListParser&) = delete;

  /// Reads the next chunk. Throws what a sink throws.
  ///
  /// *Errors:* fails at the first byte with which the body cannot be such a list, see problem().
  /// Every later call fails with the same error.
  void write(std::string_view chunk, error_code& ec) { impl_->write(chunk, ec); }

  /// Tells the parser that there are no more chunks.
  ///
  /// *Errors:* Errc::truncated_answer if the body ends in the middle of the list; those of write()
  /// if the body is empty or not such a list.
  void finish(error_code& ec) { impl_->finish(ec); }

  /// Returns what is wrong with the body, and at which byte; empty unless the parser has failed.
  const std::string& problem() const noexcept { return impl_->problem; }

 protected:
  explicit ListParser(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
  ~ListParser() = default;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace dkrls::detail
