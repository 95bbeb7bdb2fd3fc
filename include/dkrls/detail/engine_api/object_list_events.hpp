#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "dkrls/detail/engine_api/expected_keys.hpp"
#include "dkrls/detail/engine_api/json_events.hpp"
#include "dkrls/detail/engine_api/listed_field.hpp"

namespace dkrls::detail {

/// What a JsonReader reports to: gives the fields of interest in a list of objects to an Object,
/// which collects them one object at a time. It has these members, those for a type of field where
/// it has such fields:
///
///     static constexpr std::string_view list_name;           // "list of images"
///     static constexpr Errc error;                           // when it is no such list
///     static constexpr std::array<ListedField, n> fields;    // in the order engines send
///     bool wants(std::size_t field) const;                   // false: skip it
///     void begin();                                          // with all fields absent
///     void clear(std::size_t field);                         // it begins again
///     std::string& next_key(std::size_t field);              // empty, for a key of a map
///     std::string& next_text(std::size_t field);             // empty, for a text
///     void set_number(std::size_t field, std::int64_t value);
///     std::string_view end();                                // a complaint, or ""
///     void release();                                        // what is kept for reuse
template <class Object>
class ObjectListEvents {
 public:
  explicit ObjectListEvents(Object object) : object_(std::move(object)) {}

  /// What was not accepted; static storage, and empty when it was not even a list of objects.
  std::string_view complaint() const noexcept { return complaint_; }

  [[gnu::always_inline]] JsonWish begin(JsonType type) {
    switch (depth_) {
      case 0:  // a list, or null for one that is absent
        return type == JsonType::null ? JsonWish::take : begin_level(type == JsonType::array);
      case list_depth:
        if (type == JsonType::object)
          begin_object();
        return begin_level(type == JsonType::object);
      case object_depth:
        return begin_field(type);
      default:
        return type == JsonType::text ? begin_text(object_.next_text(field_)) : refuse_field();
    }
  }

  bool end() {
    if (depth_-- != object_depth)
      return true;
    complaint_ = object_.end();
    return complaint_.empty();
  }

  std::size_t guess_key(std::string_view rest) {
    if (depth_ != object_depth)
      return 0;
    const ExpectedKeys::Match match = expected_.take(rest);
    if (match.size != 0)
      choose(match.field);
    return match.size;
  }

  std::size_t key_part(std::string_view part) {
    if (depth_ != object_depth)
      return append_key(part);
    keep_key(part);
    return part.size();
  }

  std::size_t key(std::string_view last_part) {
    if (depth_ != object_depth) {
      const std::size_t taken = append_key(last_part);
      in_key_ = false;
      return taken;
    }
    if (key_.empty()) {
      look_up(last_part);
    } else {
      keep_key(last_part);
      look_up(key_);
      key_.clear();
    }
    return last_part.size();
  }

  [[gnu::always_inline]] std::size_t text(std::string_view part) {
    const TextLimit& limit = Object::fields[field_].limit;
    text_size_ += part.size();
    if (text_->size() + part.size() > limit.size || text_size_ > max_text_of_object)
      return refuse_text(part, limit);
    text_->append(part.data(), part.size());
    return part.size();
  }

  bool number(std::optional<std::int64_t> value) {
    if constexpr (has(FieldType::whole_number))
      if (value)
        object_.set_number(field_, *value);
    return value || refuse_field() == JsonWish::take;
  }

 private:
  static constexpr int list_depth = 1;
  static constexpr int object_depth = 2;  // 3 is that of what is in a text_list or text_map

  static constexpr std::string_view too_much_text = "too much text in one object";

  static constexpr bool has(FieldType type) {
    return std::any_of(Object::fields.begin(), Object::fields.end(),
                       [&](const ListedField& field) { return field.type == type; });
  }

  static constexpr std::size_t longest_key =
      std::max_element(
          Object::fields.begin(), Object::fields.end(),
          [](const ListedField& a, const ListedField& b) { return a.key.size() < b.key.size(); })
          ->key.size();

  JsonWish begin_level(bool expected) {
    ++depth_;
    return expected ? JsonWish::take : JsonWish::refuse;
  }

  void begin_object() {
    if (text_size_ > max_text_for_reuse)
      object_.release();
    text_size_ = 0;
    seen_ = 0;
    expected_.begin_object();
    object_.begin();
  }

  [[gnu::always_inline]] JsonWish begin_field(JsonType type) {
    if (type_ == FieldType::skipped)
      return JsonWish::skip;
    if (type == JsonType::null)
      return JsonWish::take;
    if (type_ != type_of_field(type))
      return refuse_field();
    if (type == JsonType::text)
      return begin_text(object_.next_text(field_));
    return type == JsonType::array || type == JsonType::object ? begin_level(true) : JsonWish::take;
  }

  static constexpr FieldType type_of_field(JsonType type) {
    switch (type) {
      case JsonType::array:
        return FieldType::text_list;
      case JsonType::object:
        return FieldType::text_map;
      case JsonType::number:
        return FieldType::whole_number;
      case JsonType::text:
        return FieldType::text;
      default:
        return FieldType::skipped;
    }
  }

  JsonWish refuse_field() {
    complaint_ = Object::fields[field_].complaint;
    return JsonWish::refuse;
  }

  /// Returns how much of a text that is too long, and has been counted, is not.
  std::size_t refuse_text(std::string_view part, const TextLimit& limit) {
    const std::size_t room = limit.size - text_->size();
    const std::size_t excess = text_size_ - std::min(text_size_, max_text_of_object);
    const std::size_t room_in_object = part.size() - std::min(part.size(), excess);
    complaint_ = room <= room_in_object ? limit.complaint : too_much_text;
    return std::min(room, room_in_object);
  }

  /// The keys of interest are short: no more than their length is ever needed.
  void keep_key(std::string_view part) {
    if (key_.size() <= longest_key)
      key_.append(part.substr(0, longest_key + 1));
  }

  void look_up(std::string_view key) {
    const std::size_t field = find(key, std::make_index_sequence<Object::fields.size()>());
    expected_.learn(key, field);
    choose(field);
  }

  /// The value that follows is that of a field, or of none, which is to be skipped.
  void choose(std::size_t field) {
    type_ = FieldType::skipped;
    if (field == Object::fields.size() || !object_.wants(field))
      return;
    field_ = field;
    type_ = Object::fields[field].type;
    const std::uint32_t bit = std::uint32_t(1) << field;
    if ((seen_ & bit) != 0)
      object_.clear(field);
    seen_ |= bit;
  }

  /// Which field has a key, or their number. Unrolled, so that keys are compared as constants.
  template <std::size_t... field>
  static std::size_t find(std::string_view key, std::index_sequence<field...>) {
    std::size_t found = sizeof...(field);
    static_cast<void>(((is_key<field>(key) && (found = field, true)) || ...));
    return found;
  }

  template <std::size_t field>
  static bool is_key(std::string_view key) {
    constexpr std::string_view expected = Object::fields[field].key;
    return key.size() == expected.size() &&
           std::memcmp(key.data(), expected.data(), expected.size()) == 0;
  }

  std::size_t append_key(std::string_view part) {
    if constexpr (has(FieldType::text_map)) {
      if (!std::exchange(in_key_, true))
        begin_text(object_.next_key(field_));  // in vain where it is too much: text() notices
    }
    return text(part);
  }

  JsonWish begin_text(std::string& text) {
    text_ = &text;
    text_size_ += sizeof(std::string);
    if (text_size_ <= max_text_of_object)
      return JsonWish::take;
    complaint_ = too_much_text;
    return JsonWish::refuse;
  }

  Object object_;
  std::string_view complaint_;

  int depth_ = 0;                        // of what is taken, as all below
  std::size_t field_ = 0;                // the last field that was found
  FieldType type_ = FieldType::skipped;  // of the field at hand
  ExpectedKeys expected_;
  std::uint32_t seen_ = 0;       // a bit for each field that this object has had
  std::string key_;              // of a key that came in parts, what has come so far
  std::string* text_ = nullptr;  // where the parts of the current text go
  bool in_key_ = false;          // in one of a text_map, whose first part has come
  std::size_t text_size_ = 0;    // how much is kept of this object
};

}  // namespace dkrls::detail
