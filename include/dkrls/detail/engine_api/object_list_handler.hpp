#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dkrls/detail/engine_api/listed_field.hpp"
#include "dkrls/error.hpp"

namespace dkrls::detail {

/// The handler of a boost::json::basic_parser that reads a JSON list of objects. It gives the
/// fields of interest to an Object, which collects one object of the list at a time. An Object has
/// these members; those for a type of field only if it has fields of that type:
///
///     static constexpr std::string_view list_name;           // "list of images"
///     static constexpr Errc error;                           // for any other JSON
///     static constexpr std::array<ListedField, n> fields;
///     bool wants(std::size_t field) const;                   // false: the field is skipped
///     void begin();                                          // all fields are absent now
///     void clear(std::size_t field);                         // this field is absent now
///     std::string& next_key(std::size_t field);              // empty, for a key of a text_map
///     std::string& next_text(std::size_t field);             // empty, for a text
///     void set_number(std::size_t field, std::int64_t value);
///
/// and for a document the following; `path` is "Size.Total" for a value in an object in the
/// document:
///
///     void begin_element(std::size_t field);                 // of a document that is a list
///     bool wants(std::size_t field, std::string_view path) const;
///     bool set_value(std::size_t field, std::string_view path, const DocumentValue& value);
///
/// set_value() returns false if the value has the wrong type. And last:
///
///     std::string_view end();                                // a complaint, or ""
template <class Object>
class ObjectListHandler {
 public:
  // Boost.JSON's own limits also hold for skipped fields, which may have any size.
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = max_object_size;
  static constexpr std::size_t max_key_size = max_object_size;
  static constexpr std::size_t max_string_size = max_object_size;

  explicit ObjectListHandler(Object object) : object_(std::move(object)) {}

  /// Why the handler refused a value; empty if the document is no list of objects at all.
  std::string_view complaint() const noexcept { return complaint_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }

  bool on_array_begin(error_code& ec) {
    return in_document() ? open_in_document() : open(FieldType::text_list, ec);
  }
  bool on_array_end(std::size_t, error_code&) {
    if (depth_ > object_depth && in_document())
      close_in_document();
    --depth_;
    return true;
  }

  bool on_object_begin(error_code& ec) {
    if (in_document())
      return begin_element(ec) && open_in_document();
    if (!open(FieldType::text_map, ec))
      return false;
    if (depth_ == object_depth) {
      text_size_ = 0;
      object_.begin();
    }
    return true;
  }

  bool on_object_end(std::size_t, error_code& ec) {
    if (depth_ > object_depth && in_document())
      close_in_document();
    if (depth_-- != object_depth)
      return true;
    complaint_ = object_.end();
    return complaint_.empty() || refuse(ec);
  }

  bool on_key_part(std::string_view part, std::size_t, error_code& ec) {
    if (depth_ == object_depth || in_document())
      keep_key(part);
    else if constexpr (has(FieldType::text_map))
      return skips() || append(
                            part, [&]() -> auto& { return object_.next_key(field_); }, ec);
    return true;
  }

  bool on_key(std::string_view last_part, std::size_t size, error_code& ec) {
    const bool taken = on_key_part(last_part, size, ec);
    text_ = nullptr;
    if (depth_ == object_depth)
      begin_field();
    else if (in_document())
      step_into_key();
    return taken;
  }

  bool on_string_part(std::string_view part, std::size_t, error_code& ec) {
    if (in_document())
      return keep_value_text(part, ec);
    if (!expect(FieldType::text, ec))
      return false;
    return skips() || append(
                          part, [&]() -> auto& { return object_.next_text(field_); }, ec);
  }

  bool on_string(std::string_view last_part, std::size_t size, error_code& ec) {
    const bool taken = on_string_part(last_part, size, ec);
    text_ = nullptr;
    return taken && (!in_document() || set_value(std::string_view(value_text_), ec));
  }

  bool on_int64(std::int64_t value, std::string_view, error_code& ec) {
    if (in_document())
      return set_value(value, ec);
    if (!expect(FieldType::whole_number, ec))
      return false;
    if constexpr (has(FieldType::whole_number))
      if (!skips())
        object_.set_number(field_, value);
    return true;
  }

  bool on_number_part(std::string_view, error_code&) { return true; }
  bool on_uint64(std::uint64_t, std::string_view, error_code& ec) {
    return in_document() ? refuse_wanted(ec) : expect_skipped(ec);
  }
  bool on_double(double, std::string_view, error_code& ec) {
    return in_document() ? refuse_wanted(ec) : expect_skipped(ec);
  }
  bool on_bool(bool value, error_code& ec) {
    return in_document() ? set_value(value, ec) : expect_skipped(ec);
  }

  bool on_null(error_code& ec) {
    // The list and each field may be null, which means the same as absent.
    return depth_ == 0 || depth_ == object_depth || in_document() || expect_skipped(ec);
  }

  bool on_comment_part(std::string_view, error_code&) { return true; }
  bool on_comment(std::string_view, error_code&) { return true; }

 private:
  // How many arrays and objects are open. Within the text_list or text_map of a field it is 3, and
  // within a skipped field anything from 3 on.
  static constexpr int list_depth = 1;
  static constexpr int object_depth = 2;

  static constexpr bool has(FieldType type) {
    return std::any_of(Object::fields.begin(), Object::fields.end(),
                       [&](const ListedField& field) { return field.type == type; });
  }

  static constexpr std::size_t longest_key = 64;  // no field has a longer one

  /// True in the value of a skipped field.
  bool skips() const noexcept { return depth_ >= object_depth && type_ == FieldType::skipped; }

  /// True if a value of this type may be here. The list counts as a text_list, an object in it as a
  /// text_map: those are the types that JSON's arrays and objects can have as fields.
  bool may_be_here(FieldType type) const noexcept {
    switch (depth_) {
      case 0:
        return type == FieldType::text_list;
      case list_depth:
        return type == FieldType::text_map;
      case object_depth:
        return type == type_;
      default:
        return type == FieldType::text;
    }
  }

  bool expect(FieldType type, error_code& ec) {
    if (skips() || may_be_here(type))
      return true;
    if (depth_ >= object_depth)
      complaint_ = Object::fields[field_].complaint;
    return refuse(ec);
  }

  /// For values that no field may have.
  bool expect_skipped(error_code& ec) { return expect(FieldType::skipped, ec); }

  bool open(FieldType type, error_code& ec) {
    if (!expect(type, ec))
      return false;
    ++depth_;
    return true;
  }

  bool refuse(error_code& ec) {
    ec = Object::error;
    return false;
  }

  /// Keeps no more of a key than is needed to tell it from those of the fields.
  void keep_key(std::string_view part) {
    if (key_.size() <= longest_key)
      key_.append(part.substr(0, longest_key + 1));
  }

  /// True in the value of a field that is a document.
  bool in_document() const noexcept {
    return type_ == FieldType::document && depth_ >= object_depth;
  }

  bool open_in_document() {
    starts_.push_back(path_.size());
    ++depth_;
    return true;
  }

  void close_in_document() {
    path_.resize(starts_.back());
    starts_.pop_back();
  }

  /// Reports an object right in the list that the document is.
  bool begin_element(error_code& ec) {
    if constexpr (has(FieldType::document))
      if (depth_ == object_depth + 1 && path_.empty()) {
        object_.begin_element(field_);
        return count_text(sizeof(std::string) * 8, ec);
      }
    return true;
  }

  void step_into_key() {
    path_.resize(starts_.back());
    if (!path_.empty())
      path_ += '.';
    path_ += key_;
    key_.clear();
    value_text_.clear();
  }

  bool wants_value() const {
    if constexpr (has(FieldType::document))
      return object_.wants(field_, path_);
    return false;
  }

  bool keep_value_text(std::string_view part, error_code& ec) {
    if (!wants_value())
      return true;
    if (value_text_.size() + part.size() > name_limit.size) {
      complaint_ = name_limit.complaint;
      return refuse(ec);
    }
    value_text_.append(part);
    return count_text(part.size(), ec);
  }

  bool count_text(std::size_t size, error_code& ec) {
    text_size_ += size;
    if (text_size_ <= max_text_of_object)
      return true;
    complaint_ = "too much text in one object";
    return refuse(ec);
  }

  bool set_value(const DocumentValue& value, error_code& ec) {
    if constexpr (has(FieldType::document))
      if (!path_.empty() && (!wants_value() || object_.set_value(field_, path_, value))) {
        value_text_.clear();
        return true;
      }
    complaint_ = Object::fields[field_].complaint;
    return refuse(ec);
  }

  /// For a value that is of the wrong type wherever it is wanted.
  bool refuse_wanted(error_code& ec) {
    if (!path_.empty() && !wants_value())
      return true;
    complaint_ = Object::fields[field_].complaint;
    return refuse(ec);
  }

  void begin_field() {
    const auto found = std::find_if(Object::fields.begin(), Object::fields.end(),
                                    [&](const ListedField& field) { return field.key == key_; });
    key_.clear();
    field_ = static_cast<std::size_t>(found - Object::fields.begin());
    const bool wanted = found != Object::fields.end() && object_.wants(field_);
    type_ = wanted ? found->type : FieldType::skipped;
    path_.clear();
    starts_.clear();
    if (wanted)
      object_.clear(field_);  // the last one of a repeated key counts
  }

  /// Appends a part of a text. `next_text` returns where a new text goes.
  template <class NextText>
  bool append(std::string_view part, NextText next_text, error_code& ec) {
    if (text_ == nullptr) {
      text_ = &next_text();
      text_size_ += sizeof(std::string);
    }
    const TextLimit& limit = Object::fields[field_].limit;
    text_size_ += part.size();
    if (text_->size() + part.size() > limit.size)
      complaint_ = limit.complaint;
    else if (text_size_ > max_text_of_object)
      complaint_ = "too much text in one object";
    else
      text_->append(part);
    return complaint_.empty() || refuse(ec);
  }

  Object object_;
  std::string_view complaint_;  // static storage

  int depth_ = 0;
  std::size_t field_ = 0;  // the field whose key was read last
  FieldType type_ = FieldType::skipped;
  std::string key_;              // the parts of the current key of an object
  std::string* text_ = nullptr;  // where the parts of the current text go; nullptr before the first
  std::size_t text_size_ = 0;    // of all texts of the current object

  // In a document:
  std::string path_;                 // the keys that lead to the current value
  std::vector<std::size_t> starts_;  // the length of the path where each open value began
  std::string value_text_;           // the parts of the current text
};

}  // namespace dkrls::detail
