#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "dkrls/detail/engine_api/json_string.hpp"

namespace dkrls::detail {

/// The keys of the object before, in their order: engines send those of each object in the same, so
/// that most are known before they have been read. Each is kept with what it was found to mean.
class ExpectedKeys {
 public:
  /// What stands where the expected key may be.
  struct Match {
    std::size_t size = 0;   ///< of the key in the document, `"key":`; 0 when it is another one
    std::size_t field = 0;  ///< what the key means
  };

  void begin_object() noexcept { next_ = 0; }

  /// Whether `rest`, what follows in the document from a quote on, begins with the expected key.
  [[gnu::always_inline]] Match take(std::string_view rest) noexcept {
    if (next_ == keys_.size() || rest.size() < longest)
      return {};
    const Key& key = keys_[next_];
    // Two words and no loop: this is asked of every key of a long list.
    const Words words = words_of(rest.data());
    if ((((words[0] ^ key.text[0]) & key.mask[0]) | ((words[1] ^ key.text[1]) & key.mask[1])) != 0)
      return {};
    ++next_;
    return key.match;
  }

  /// Tells what the key means that was not the expected one.
  void learn(std::string_view key, std::size_t field) {
    constexpr std::string_view around = "\"\":";
    if (next_ == keys_.size())
      return;
    Key& place = keys_[next_++];
    place = {};
    const std::size_t size = key.size() + around.size();
    // Only what stands in a document as it is can be looked for there.
    if (size > longest || find_special(key.data(), key.data() + key.size()) != key.end())
      return;
    std::array<char, longest> bytes{'"'};
    *std::copy(key.begin(), key.end(), bytes.begin() + 1) = '"';
    bytes[size - 1] = ':';
    place.text = words_of(bytes.data());
    bytes.fill(0);
    std::fill_n(bytes.begin(), size, static_cast<char>(0xff));
    place.mask = words_of(bytes.data());
    place.match = {size, field};
  }

 private:
  using Words = std::array<std::uint64_t, 2>;
  static constexpr std::size_t longest = sizeof(Words);  // docker's are all shorter

  struct Key {
    Words text{};              // 0 behind the key
    Words mask{~0ULL, ~0ULL};  // and all bits set in it; none is expected yet: not a quote
    Match match;
  };

  static Words words_of(const char* bytes) noexcept {
    Words words;
    std::memcpy(words.data(), bytes, sizeof(words));
    return words;
  }

  std::array<Key, 16> keys_;  // more than engines send
  std::size_t next_ = 0;
};

}  // namespace dkrls::detail
