#include <cstdint>
#include <cstring>
#include <dkrls/detail/arena.hpp>
#include <vector>

#include "catch.hpp"

using dkrls::detail::Arena;

TEST_CASE("pieces of an arena are aligned and do not overlap, however large they are") {
  Arena arena;
  struct Piece {
    unsigned char* bytes;
    std::size_t size;
  };
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < 3000; ++i) {
    const std::size_t size = i % 500 == 499 ? 5'000'000 : i * 7 % 4000;
    const std::size_t alignment = std::size_t{1} << i % 5;
    auto* const bytes = static_cast<unsigned char*>(arena.allocate(size, alignment));
    REQUIRE(reinterpret_cast<std::uintptr_t>(bytes) % alignment == 0);
    std::memset(bytes, static_cast<int>(i % 251), size);
    pieces.push_back({bytes, size});
  }
  std::size_t spoilt = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i)
    for (std::size_t at = 0; at < pieces[i].size; at += 97)
      spoilt += pieces[i].bytes[at] != i % 251 ? 1 : 0;
  CHECK(spoilt == 0);
}

TEST_CASE("an arena is equal to itself only") {
  Arena one;
  const Arena other;
  CHECK(one == one);
  CHECK_FALSE(one == other);
}
