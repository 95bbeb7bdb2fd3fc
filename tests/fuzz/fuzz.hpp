// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string_view>
#include <vector>

/// Code that the fuzz targets share. Each target is a file with the function that libFuzzer calls
/// for every input. Each run of the tests replays the inputs of corpus/ with the same function, see
/// replay.cpp.
namespace dkrls_fuzz {

/// Aborts the process if `holds` is false; the fuzzer reports that as a finding.
inline void expect(bool holds, const char* what) {
  if (holds)
    return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Pseudo-random numbers that depend only on the input, so that a finding can be repeated.
class Numbers {
 public:
  explicit Numbers(std::string_view input) : state_(std::hash<std::string_view>()(input) | 1) {}

  /// Returns a number from 0 to `limit` - 1 (xorshift64).
  std::size_t below(std::size_t limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<std::size_t>(state_ % limit);
  }

 private:
  std::uint64_t state_;
};

/// Cuts a text into chunks of 1 to `longest` bytes.
inline std::vector<std::string_view> cut(std::string_view text, std::size_t longest,
                                         Numbers& numbers) {
  std::vector<std::string_view> pieces;
  while (!text.empty()) {
    pieces.push_back(text.substr(0, 1 + numbers.below(longest)));
    text.remove_prefix(pieces.back().size());
  }
  return pieces;
}

/// Splits an input at NUL bytes into exactly `count` parts. Missing parts are empty; the last part
/// may contain further NUL bytes.
inline std::vector<std::string_view> split(std::string_view input, std::size_t count) {
  std::vector<std::string_view> parts;
  while (parts.size() + 1 < count) {
    const std::size_t end = input.find('\0');
    parts.push_back(input.substr(0, end));
    input = end == std::string_view::npos ? std::string_view() : input.substr(end + 1);
  }
  parts.push_back(input);
  return parts;
}

/// Reads the bytes of an input one by one, and zeros after its end.
class Bytes {
 public:
  explicit Bytes(std::string_view input) : rest_(input) {}

  bool empty() const noexcept { return rest_.empty(); }

  std::uint8_t next() {
    if (rest_.empty())
      return 0;
    const char byte = rest_.front();
    rest_.remove_prefix(1);
    return static_cast<std::uint8_t>(byte);
  }

 private:
  std::string_view rest_;
};

}  // namespace dkrls_fuzz

/// The function that each target defines. libFuzzer requires it to return 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
