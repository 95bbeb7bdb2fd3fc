#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <memory_resource>
#include <new>
#include <utility>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace dkrls::detail {

/// Memory that is given out piece by piece and given back as a whole, in blocks that are the larger
/// the more there are. Large ones are made of huge pages where the system has them: with small ones
/// a long listing spends as much time on page faults as on reading half of its JSON.
class Arena final : public std::pmr::memory_resource {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  /// A place for so many characters.
  char* take(std::size_t bytes) {
    if (bytes > room_)
      add_block(bytes);
    std::byte* const place = std::exchange(next_, next_ + bytes);
    room_ -= bytes;
    return reinterpret_cast<char*>(place);
  }

 private:
  static constexpr std::size_t first_block = 4 * 1024;
  static constexpr std::size_t huge_page = 2 * 1024 * 1024;
  static constexpr std::size_t largest_block = 2 * huge_page;

  struct Free {
    void operator()(std::byte* block) const noexcept { std::free(block); }
  };
  using Block = std::unique_ptr<std::byte, Free>;

  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    void* place = next_;
    if (std::align(alignment, bytes, place, room_) == nullptr) {
      add_block(bytes);
      place = next_;  // as aligned as anything can ask for
    }
    next_ = static_cast<std::byte*>(place) + bytes;
    room_ -= bytes;
    return place;
  }

  void do_deallocate(void*, std::size_t, std::size_t) override {}

  bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
    return this == &other;
  }

  void add_block(std::size_t at_least) {
    const bool huge = block_size_ >= huge_page;
    const std::size_t alignment = huge ? huge_page : alignof(std::max_align_t);
    const std::size_t size = (std::max(block_size_, at_least) + alignment - 1) & ~(alignment - 1);
    Block block(static_cast<std::byte*>(std::aligned_alloc(alignment, size)));
    if (!block)
      throw std::bad_alloc();
#ifdef __linux__
    if (huge)
      ::madvise(block.get(), size, MADV_HUGEPAGE);  // in vain it costs nothing but time
#endif
    next_ = block.get();
    room_ = size;
    blocks_.push_back(std::move(block));
    block_size_ = std::min(block_size_ * 4, largest_block);
  }

  std::vector<Block> blocks_;
  std::size_t block_size_ = first_block;  // of the next block
  std::byte* next_ = nullptr;
  std::size_t room_ = 0;  // behind next_
};

}  // namespace dkrls::detail
