// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace dkrls::detail {

/// The type of a field of an object. Any field may also be null.
enum class FieldType {
  skipped,       ///< anything
  text,          ///< a string
  text_list,     ///< a list of strings
  text_map,      ///< an object of strings
  whole_number,  ///< an integer that fits std::int64_t
  document       ///< any JSON, which the object judges itself
};

/// The size of the longest accepted text, and the message for a longer one.
struct TextLimit {
  std::size_t size;
  std::string_view complaint;
};

inline constexpr TextLimit name_limit{64 * 1024, "a name is too long"};
inline constexpr TextLimit label_limit{1024 * 1024, "a label is too long"};

/// The limit for all texts of an object. Each text also counts the size of an empty string.
inline constexpr std::size_t max_text_of_object = 16 * 1024 * 1024;

/// A field of interest.
struct ListedField {
  std::string_view key;
  FieldType type;
  std::string_view complaint;  ///< the message for a value of another type
  TextLimit limit = name_limit;
};

}  // namespace dkrls::detail
