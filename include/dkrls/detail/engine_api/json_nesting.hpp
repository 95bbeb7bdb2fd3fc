#pragma once

#include <cstdint>

namespace dkrls::detail {

/// Which arrays and objects are open: a bit for each level, so that a document takes no memory.
class JsonNesting {
 public:
  static constexpr int max_depth = 64;

  int depth() const noexcept { return depth_; }

  /// Whether the innermost is an object; false where nothing is open.
  bool in_object() const noexcept { return (objects_ & 1) != 0; }

  /// Returns false when that is too deep.
  bool open(bool object) noexcept {
    if (depth_ == max_depth)
      return false;
    ++depth_;
    objects_ = objects_ << 1 | (object ? 1 : 0);
    return true;
  }

  void close() noexcept {
    --depth_;
    objects_ >>= 1;
  }

 private:
  int depth_ = 0;
  std::uint64_t objects_ = 0;  // the innermost is the lowest bit
};

}  // namespace dkrls::detail
