#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dkrls::detail {

enum class JsonType { array, object, text, number, boolean, null };

/// What is to become of a value.
enum class JsonWish {
  take,   ///< the calls that tell its contents follow
  skip,   ///< there is no call about it nor about anything in it; it must be JSON nevertheless
  refuse  ///< reading ends at its first byte
};

/// Why reading ended early.
enum class JsonProblem {
  none,
  syntax,
  extra_data,  ///< something but blanks behind the value that is the document
  too_deep,
  refused  ///< by the events
};

/// What a JsonReader calls of its events, here those of nobody. A text or key that is whole in a
/// piece and has no escapes comes in one part, otherwise in several; a view is valid during the
/// call. Each returns how many bytes of a part it takes, fewer to refuse the first that it does not
/// take, or false to refuse what it has been told.
struct NoJsonEvents {
  JsonWish begin(JsonType) { return JsonWish::take; }  ///< a value begins
  bool end() { return true; }                          ///< the innermost array or object ends
  /// Where a key may begin: how many bytes of what follows in the piece are the key that is
  /// expected here and its colon, `"key":`, which has then been taken; 0 where it is another one.
  std::size_t guess_key(std::string_view) { return 0; }
  std::size_t key_part(std::string_view part) { return part.size(); }
  std::size_t key(std::string_view last_part) { return last_part.size(); }
  std::size_t text(std::string_view part) { return part.size(); }
  bool number(std::optional<std::int64_t>) { return true; }  ///< nullopt: not whole or not int64
};

}  // namespace dkrls::detail
