#include <dkrls/byte_size.hpp>

#include "catch.hpp"

namespace {

std::string print(std::uint64_t bytes, int digits = 3) {
  std::string out;
  dkrls::append_byte_size(out, bytes, digits);
  return out;
}

}  // namespace

TEST_CASE("sizes are printed in units of 1000 with three significant digits") {
  CHECK(print(0) == "0B");
  CHECK(print(6) == "6B");
  CHECK(print(999) == "999B");
  CHECK(print(1000) == "1kB");
  CHECK(print(93'562) == "93.6kB");
  CHECK(print(1'200'000) == "1.2MB");
  CHECK(print(22'100'000) == "22.1MB");
  CHECK(print(133'000'000) == "133MB");
}
