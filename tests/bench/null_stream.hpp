// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <ostream>
#include <streambuf>

namespace dkrls_bench {

/// A stream that counts its bytes and discards them.
class NullStream : public std::ostream {
 public:
  NullStream() : std::ostream(nullptr) { rdbuf(&buffer_); }

  std::uint64_t bytes() const { return buffer_.bytes; }

 private:
  struct Buffer : std::streambuf {
    int_type overflow(int_type c) override {
      ++bytes;
      return traits_type::not_eof(c);
    }

    std::streamsize xsputn(const char*, std::streamsize size) override {
      bytes += static_cast<std::uint64_t>(size);
      return size;
    }

    std::uint64_t bytes = 0;
  };

  Buffer buffer_;
};

}  // namespace dkrls_bench
