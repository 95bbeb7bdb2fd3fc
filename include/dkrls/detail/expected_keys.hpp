#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "dkrls/detail/json_string.hpp"

namespace dkrls::detail {

/// The keys of the object before, in their order: engines send those of each object in the same, so
/// that most are known before they have been read. Each is kept with what it was found to mean.
class ExpectedKeys {
 public:
  struct Key {
    std::string text;       ///< as it is in the document, `"key":`
    std::size_t field = 0;  ///< what it means
  };

  void begin_object() noexcept { next_ = 0; }

  /// The key that `rest`, what follows in the document, begins with if it is the expected one; else
  /// nullptr.
  const Key* take(std::string_view rest) noexcept {
    if (next_ == keys_.size())
      return nullptr;
    const std::string& text = keys_[next_].text;
    if (text.empty() || rest.size() < text.size() ||
        !are_equal(rest.data(), text.data(), text.size()))
      return nullptr;
    return &keys_[next_++];
  }

  /// Tells what the key means that was not the expected one.
  void learn(std::string_view key, std::size_t field) {
    if (next_ == keys_.size())
      return;
    Key& place = keys_[next_++];
    place.text.clear();
    // Only what stands in a document as it is can be looked for there.
    if (key.size() <= longest && find_special(key.data(), key.data() + key.size()) == key.end()) {
      place.text.append(1, '"').append(key).append("\":");
      place.field = field;
    }
  }

 private:
  static constexpr std::size_t longest = 32;

  template <class Word>
  static bool take_word(const char*& a, const char*& b) noexcept {
    Word x = 0;
    Word y = 0;
    std::memcpy(&x, a, sizeof(x));
    std::memcpy(&y, b, sizeof(y));
    a += sizeof(x);
    b += sizeof(y);
    return x == y;
  }

  /// What memcmp() would say, without a call: the texts are short and there are many.
  static bool are_equal(const char* a, const char* b, std::size_t size) noexcept {
    for (std::size_t words = size / 8; words > 0; --words)
      if (!take_word<std::uint64_t>(a, b))
        return false;
    return ((size & 4) == 0 || take_word<std::uint32_t>(a, b)) &&
           ((size & 2) == 0 || take_word<std::uint16_t>(a, b)) && ((size & 1) == 0 || *a == *b);
  }

  std::array<Key, 16> keys_;  // more than engines send
  std::size_t next_ = 0;
};

}  // namespace dkrls::detail
