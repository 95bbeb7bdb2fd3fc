// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <istream>
#include <ostream>
#include <streambuf>

namespace dkr_ls {

/// An output stream over a file descriptor that it does not own.
/// *Errors:* unlike the standard streams, writing and flushing throw std::system_error with the
/// errno.
class FdStream : public std::ostream {
 public:
  explicit FdStream(int descriptor);

 private:
  class Buffer : public std::streambuf {
   public:
    explicit Buffer(int descriptor);

   protected:
    int_type overflow(int_type c) override;
    std::streamsize xsputn(const char* text, std::streamsize size) override;
    int sync() override;

   private:
    void write_all(const char* text, std::size_t size) const;

    int descriptor_;
    std::array<char, 65536> space_;
  };

  Buffer buffer_;
};

/// An input stream over a file descriptor that it does not own.
/// *Errors:* reading throws std::system_error with the errno.
class FdInput : public std::istream {
 public:
  explicit FdInput(int descriptor);

 private:
  class Buffer : public std::streambuf {
   public:
    explicit Buffer(int descriptor) : descriptor_(descriptor) {}

   protected:
    int_type underflow() override;

   private:
    int descriptor_;
    std::array<char, 65536> space_;
  };

  Buffer buffer_;
};

}  // namespace dkr_ls
