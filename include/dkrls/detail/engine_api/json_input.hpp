#pragma once

namespace dkrls::detail {

/// What is still to be read of a piece.
struct JsonInput {
  const char* next = nullptr;
  const char* end = nullptr;

  bool empty() const noexcept { return next == end; }
};

/// Where reading a part of a document has come to.
enum class JsonProgress {
  unfinished,  ///< at the end of the piece
  complete,    ///< behind the part
  wrong,       ///< at the first byte that cannot be
  refused      ///< at the first byte that was not taken
};

constexpr bool is_json_blank(char c) noexcept {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// Reads "true", "false" or "null".
class JsonWord {
 public:
  /// Whether this is the first character of a word, which is the one to be read now.
  bool begin(char c) noexcept {
    rest_ = c == 't' ? "true" : c == 'f' ? "false" : c == 'n' ? "null" : nullptr;
    return rest_ != nullptr;
  }

  JsonProgress read(JsonInput& input) noexcept {
    for (; *rest_ != '\0'; ++rest_, ++input.next) {
      if (input.empty())
        return JsonProgress::unfinished;
      if (*input.next != *rest_)
        return JsonProgress::wrong;
    }
    return JsonProgress::complete;
  }

 private:
  const char* rest_ = nullptr;
};

}  // namespace dkrls::detail
