#pragma once

#include <cstddef>
#include <ostream>
#include <string>

namespace dkrls::detail {

/// Lines of text on their way to a stream, in few large writes.
class LineWriter {
 public:
  explicit LineWriter(std::ostream& out) : out_(out) { text_.reserve(chunk + chunk / 4); }

  /// Where the text of a line is to be appended.
  std::string& text() noexcept { return text_; }

  void end_line() {
    text_ += '\n';
    if (text_.size() >= chunk)
      flush();
  }

  /// Hands over what has been kept back; due at the end. No destructor does it: streams may throw.
  void flush() {
    out_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
    text_.clear();
  }

  /// Whether the stream has taken everything so far.
  bool good() const { return !out_.fail(); }

 private:
  static constexpr std::size_t chunk = 64 * 1024;

  std::ostream& out_;
  std::string text_;
};

}  // namespace dkrls::detail
