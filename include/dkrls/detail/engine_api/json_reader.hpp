#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

#include "dkrls/detail/engine_api/json_events.hpp"
#include "dkrls/detail/engine_api/json_nesting.hpp"
#include "dkrls/detail/engine_api/json_number.hpp"
#include "dkrls/detail/engine_api/json_string.hpp"

namespace dkrls::detail {

/// Reads a JSON document in pieces of any size and tells what is in it while it arrives. How it is
/// cut changes neither that, but for the parts of texts, nor the place of a problem: it is the
/// first byte with which no document can go on, or that the events did not want.
/// Source: RFC 8259, all of it and no more.
class JsonReader {
 public:
  /// Reads on. Returns false when there is a problem, and ever after.
  template <class Events>
  bool write(std::string_view piece, Events& events) {
    JsonInput input{piece.data(), piece.data() + piece.size()};
    NoJsonEvents nobody;
    while (!input.empty() && problem_ == JsonProblem::none)
      skipping_ ? read(input, nobody) : read(input, events);
    offset_ += piece.size() - static_cast<std::size_t>(input.end - input.next);
    return problem_ == JsonProblem::none;
  }

  /// Says that there are no more pieces. Returns whether there was a document, and no problem.
  template <class Events>
  bool finish(Events& events) {
    const bool may_end = nesting_.depth() == 0 && next_ == Next::number && number_.may_end();
    JsonInput nothing;
    if (problem_ == JsonProblem::none && may_end)
      end_number(nothing, events, number_.end());
    return problem_ == JsonProblem::none && next_ == Next::nothing;
  }

  JsonProblem problem() const noexcept { return problem_; }

  /// How many bytes were read before the problem, if there was one.
  std::uint64_t offset() const noexcept { return offset_; }

 private:
  enum class Next : std::uint8_t {
    value,
    value_or_end,  ///< behind [
    key,
    key_or_end,  ///< behind {
    colon,
    comma_or_end,
    nothing,   ///< but blanks
    key_text,  ///< the rest of a key, and below of a value, that has begun
    text,
    number,
    word
  };

  /// Reads until the piece ends, or what is skipped begins or ends.
  template <class Events>
  void read(JsonInput& piece, Events& events) {
    constexpr bool skips = std::is_same_v<Events, NoJsonEvents>;
    JsonInput input = piece;  // the compiler can keep it in registers
    while (!input.empty() && skipping_ == skips && read_token(input, events)) {
    }
    piece = input;
  }

  /// Reads one of the characters that make up the structure, with the key or value it begins, or
  /// the rest of such.
  template <class Events>
  [[gnu::always_inline]] bool read_token(JsonInput& input, Events& events) {
    const char c = *input.next;
    switch (next_) {
      case Next::comma_or_end:
        if (c == ',')
          return go(input, nesting_.in_object() ? Next::key : Next::value);
        return c == (nesting_.in_object() ? '}' : ']') ? close(input, events) : read_blank(input);
      case Next::key_or_end:
        if (c == '}')
          return close(input, events);
        [[fallthrough]];
      case Next::key:
        return c == '"' ? begin_key(input, events) : read_blank(input);
      case Next::colon:
        return c == ':' ? go(input, Next::value) : read_blank(input);
      case Next::value_or_end:
        if (c == ']')
          return close(input, events);
        [[fallthrough]];
      case Next::value:
        return begin_value(input, events);
      case Next::nothing:
        return read_blank(input);
      default:
        return read_rest(input, events);
    }
  }

  /// Goes on with what has begun and was not whole in its piece, or not simple.
  template <class Events>
  bool read_rest(JsonInput& input, Events& events) {
    const auto take = [&](std::string_view part) { return events.text(part); };
    const auto take_key_part = [&](std::string_view part) { return events.key_part(part); };
    const auto take_key = [&](std::string_view part) { return events.key(part); };
    JsonProgress progress = JsonProgress::unfinished;
    switch (next_) {
      case Next::key_text:
        progress = string_.read(input, take_key_part, take_key);
        if (progress == JsonProgress::complete)
          next_ = Next::colon;
        return is_good(progress);
      case Next::text:
        return end_value(input, string_.read(input, take, take));
      case Next::number:
        progress = number_.read(input);
        return progress == JsonProgress::complete ? end_number(input, events, number_.end())
                                                  : is_good(progress);
      default:
        return end_value(input, word_.read(input));
    }
  }

  [[gnu::always_inline]] bool end_value(JsonInput& input, JsonProgress progress) {
    return progress == JsonProgress::complete ? end_value(input) : is_good(progress);
  }

  // What follows takes most of the time. What is not as simple as most is left to read_rest(), with
  // nothing taken. Inlined by force: the compiler shies away from functions of this size.

  template <class Events>
  [[gnu::always_inline]] bool begin_key(JsonInput& input, Events& events) {
    const std::string_view rest(input.next, static_cast<std::size_t>(input.end - input.next));
    if (const std::size_t guessed = events.guess_key(rest); guessed != 0) {
      input.next += guessed;
      next_ = Next::value;
      return input.empty() || begin_value(input, events);
    }
    next_ = Next::key_text;
    ++input.next;
    const JsonProgress progress =
        JsonString::read_simple(input, [&](std::string_view key) { return events.key(key); });
    if (progress != JsonProgress::complete)
      return is_good(progress);
    next_ = Next::colon;
    if (input.empty() || *input.next != ':')
      return true;
    return go(input, Next::value) && (input.empty() || begin_value(input, events));
  }

  template <class Events>
  [[gnu::always_inline]] bool begin_text(JsonInput& input, Events& events) {
    if (!ask(JsonType::text, events))
      return false;
    next_ = Next::text;
    ++input.next;
    const JsonProgress progress = JsonString::read_simple(
        input, [&](std::string_view text) { return skipping_ ? text.size() : events.text(text); });
    return end_value(input, progress);
  }

  template <class Events>
  [[gnu::always_inline]] bool begin_number(JsonInput& input, Events& events) {
    if (!ask(JsonType::number, events))
      return false;
    next_ = Next::number;
    std::int64_t number = 0;
    return !JsonNumber::read_simple(input, number) || end_number(input, events, number);
  }

  template <class Events>
  [[gnu::always_inline]] bool begin_value(JsonInput& input, Events& events) {
    const char c = *input.next;
    if (c == '"')
      return begin_text(input, events);
    if (c == '-' || is_digit(c))
      return begin_number(input, events);
    if (c == '[')
      return ask(JsonType::array, events) && open(input, false);
    if (c == '{')
      return ask(JsonType::object, events) && open(input, true);
    if (!word_.begin(c))
      return read_blank(input);
    next_ = Next::word;
    return ask(c == 'n' ? JsonType::null : JsonType::boolean, events);
  }

  /// What is wanted with a value that begins; from now on the reader skips what is not wanted.
  template <class Events>
  [[gnu::always_inline]] bool ask(JsonType type, Events& events) {
    const JsonWish wish = events.begin(type);
    if (wish == JsonWish::skip) {
      skipping_ = true;
      skipped_at_ = nesting_.depth();
    }
    return wish != JsonWish::refuse || fail(JsonProblem::refused);
  }

  [[gnu::always_inline]] bool open(JsonInput& input, bool object) {
    if (!nesting_.open(object))
      return fail(JsonProblem::too_deep);
    return go(input, object ? Next::key_or_end : Next::value_or_end);
  }

  template <class Events>
  [[gnu::always_inline]] bool close(JsonInput& input, Events& events) {
    if (!events.end())
      return fail(JsonProblem::refused);
    nesting_.close();
    ++input.next;
    return end_value(input);
  }

  /// Behind a value, and the comma that may follow.
  [[gnu::always_inline]] bool end_value(JsonInput& input) {
    if (skipping_ && nesting_.depth() == skipped_at_)
      skipping_ = false;
    if (!input.empty() && *input.next == ',' && nesting_.depth() != 0)
      return go(input, nesting_.in_object() ? Next::key : Next::value);
    next_ = nesting_.depth() == 0 ? Next::nothing : Next::comma_or_end;
    return true;
  }

  template <class Events>
  [[gnu::always_inline]] bool end_number(JsonInput& input, Events& events,
                                         std::optional<std::int64_t> number) {
    return skipping_ || events.number(number) ? end_value(input) : fail(JsonProblem::refused);
  }

  /// Where nothing else may be.
  bool read_blank(JsonInput& input) {
    if (is_json_blank(*input.next))
      return go(input, next_);
    return fail(next_ == Next::nothing ? JsonProblem::extra_data : JsonProblem::syntax);
  }

  bool go(JsonInput& input, Next next) {
    ++input.next;
    next_ = next;
    return true;
  }

  bool is_good(JsonProgress progress) {
    if (progress == JsonProgress::unfinished || progress == JsonProgress::complete)
      return true;
    return fail(progress == JsonProgress::wrong ? JsonProblem::syntax : JsonProblem::refused);
  }

  bool fail(JsonProblem problem) {
    problem_ = problem;
    return false;
  }

  Next next_ = Next::value;
  JsonProblem problem_ = JsonProblem::none;
  std::uint64_t offset_ = 0;

  JsonNesting nesting_;
  bool skipping_ = false;
  int skipped_at_ = 0;  // the depth at which what is skipped began

  JsonString string_;
  JsonNumber number_;
  JsonWord word_;
};

}  // namespace dkrls::detail
