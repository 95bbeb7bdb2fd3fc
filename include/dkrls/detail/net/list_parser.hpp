#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "dkrls/error.hpp"

namespace dkrls::detail {

/// Takes the body of an answer that is a JSON list of objects, in pieces of any size: how they are
/// cut changes nothing. It holds one object at a time, and neither the body nor a document of it.
/// What is in the list, and where it goes, is up to the classes derived from this one.
///
/// All of them refuse an answer that is something else rather than half understand it:
/// - The whole body must be JSON (RFC 8259) in UTF-8, without a byte order mark, half of a
/// surrogate
///   pair, or anything but blanks around the list. Skipped fields are no exception.
/// - Fields of interest must have their types; null and absent mean the same, and so they do for
///   the list (an engine that has nothing to list). Numbers are integers from -2^63 to 2^63 - 1. Of
///   a repeated key the last one counts. Other fields are skipped, whatever they hold.
/// - Text is bytes, control characters and NUL among them. Names have at most 64 KiB, labels' keys
///   and values 1 MiB each, all text of an object 16 MiB: far more than engines allow, so that a
///   wrong answer cannot take all memory.
/// - Arrays and objects nest 64 deep at most, a bit each. The deepest that an engine can send is
/// the
///   tenth level: the list, an image, Manifests, one of them, ImageData, Identity, Signature, one
///   of them, Timestamps, one of them.
class ListParser {
 public:
  /// What a derived class brings; of its own so that only bodies see how JSON is read.
  struct Impl {
    virtual ~Impl() = default;
    virtual void write(std::string_view piece, error_code& ec) = 0;
    virtual void finish(error_code& ec) = 0;

    std::string problem;
  };

  ListParser(const ListParser&) = delete;
  ListParser& operator=(const ListParser&) = delete;

  /// Takes the next piece. Fails when this cannot become such a list, see problem(), and ever
  /// after: there is nothing more to be had from this parser. What a sink throws leaves through
  /// here.
  void write(std::string_view piece, error_code& ec) { impl_->write(piece, ec); }

  /// Says that there are no more pieces. Fails with Errc::truncated_answer in the middle of a list,
  /// and as write() when there was nothing at all.
  void finish(error_code& ec) { impl_->finish(ec); }

  /// What was wrong, and at which byte of the body; empty before a failure.
  const std::string& problem() const noexcept { return impl_->problem; }

 protected:
  explicit ListParser(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
  ~ListParser() = default;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace dkrls::detail
