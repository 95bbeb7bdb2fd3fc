// SPDX-License-Identifier: MIT
#include "terminal/fd_stream.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace dkr_ls {

FdStream::FdStream(int descriptor) : std::ostream(nullptr), buffer_(descriptor) {
  rdbuf(&buffer_);
  exceptions(std::ios::badbit);  // passes on exceptions of the buffer
}

FdStream::Buffer::Buffer(int descriptor) : descriptor_(descriptor) {
  setp(space_.data(), space_.data() + space_.size());
}

FdStream::Buffer::int_type FdStream::Buffer::overflow(int_type c) {
  sync();
  if (!traits_type::eq_int_type(c, traits_type::eof()))
    sputc(traits_type::to_char_type(c));
  return traits_type::not_eof(c);
}

std::streamsize FdStream::Buffer::xsputn(const char* text, std::streamsize size) {
  if (size <= epptr() - pptr())
    return std::streambuf::xsputn(text, size);
  sync();
  write_all(text, static_cast<std::size_t>(size));
  return size;
}

int FdStream::Buffer::sync() {
  const std::size_t size = static_cast<std::size_t>(pptr() - pbase());
  setp(space_.data(), space_.data() + space_.size());  // does not retry a failed write
  write_all(space_.data(), size);
  return 0;
}

void FdStream::Buffer::write_all(const char* text, std::size_t size) const {
  while (size > 0) {
    const ssize_t written = ::write(descriptor_, text, size);
    if (written >= 0) {
      text += written;
      size -= static_cast<std::size_t>(written);
    } else if (errno != EINTR) {
      throw std::system_error(errno, std::generic_category());
    }
  }
}

FdInput::FdInput(int descriptor) : std::istream(nullptr), buffer_(descriptor) {
  rdbuf(&buffer_);
  exceptions(std::ios::badbit);  // passes on exceptions of the buffer
}

FdInput::Buffer::int_type FdInput::Buffer::underflow() {
  ssize_t size = 0;
  do {
    size = ::read(descriptor_, space_.data(), space_.size());
  } while (size < 0 && errno == EINTR);
  if (size < 0)
    throw std::system_error(errno, std::generic_category());
  setg(space_.data(), space_.data(), space_.data() + size);
  return size == 0 ? traits_type::eof() : traits_type::to_int_type(space_.front());
}

}  // namespace dkr_ls
