// SPDX-License-Identifier: MIT

// Sizes: a printed size parses again and prints the same.

#include <dkrls/byte_size.hpp>
#include <limits>
#include <string>

#include "fuzz.hpp"

using namespace dkrls_fuzz;

namespace {

std::string print(std::uint64_t bytes, int digits) {
  std::string out;
  dkrls::append_byte_size(out, bytes, digits);
  return out;
}

void check(std::uint64_t bytes) {
  expect(dkrls::parse_byte_size(std::to_string(bytes)) == dkrls::result<std::uint64_t>(bytes),
         "a plain number is a number of bytes");
  for (const int digits : {3, 4}) {
    const std::string printed = print(bytes, digits);
    const auto again = dkrls::parse_byte_size(printed);
    expect(again.has_value(), "a printed size parses");
    expect(print(*again, digits) == printed, "a parsed size prints the same");
    const std::uint64_t error = *again > bytes ? *again - bytes : bytes - *again;
    expect(error <= bytes / 100, "three digits are right");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  const auto bytes = dkrls::parse_byte_size(text);
  if (bytes) {
    constexpr std::uint64_t limit = std::numeric_limits<std::int64_t>::max();
    expect(*bytes <= limit, "sizes fit int64");
    check(*bytes);
  }
  Numbers numbers(text);
  check(numbers.below(std::size_t{1} << (1 + numbers.below(63))));
  return 0;
}
