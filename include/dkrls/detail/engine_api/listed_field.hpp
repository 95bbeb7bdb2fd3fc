#pragma once

#include <cstddef>
#include <string_view>

namespace dkrls::detail {

/// What a field of an object may hold, besides null.
enum class FieldType {
  skipped,      ///< anything
  text,         ///< a string
  text_list,    ///< a list of strings
  text_map,     ///< an object of strings
  whole_number  ///< an integer that fits std::int64_t
};

/// The longest text that is taken, and what is said of a longer one.
struct TextLimit {
  std::size_t size;
  std::string_view complaint;
};

inline constexpr TextLimit name_limit{64 * 1024, "a name is too long"};
inline constexpr TextLimit label_limit{1024 * 1024, "a label is too long"};

/// The most text that is kept of an object; each text counts as what it takes when empty, too.
inline constexpr std::size_t max_text_of_object = 16 * 1024 * 1024;

/// A field of interest.
struct ListedField {
  std::string_view key;
  FieldType type;
  std::string_view complaint;  ///< about a value of another type
  TextLimit limit = name_limit;
};

}  // namespace dkrls::detail
