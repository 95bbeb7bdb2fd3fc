// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "dkrls/detail/engine_json/listed_field.hpp"
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
///     void clear(std::size_t field);                         // its value follows, or null
///     std::string& next_key(std::size_t field);              // empty, for a key of a text_map
///     std::string& next_text(std::size_t field);             // empty, for a text
///     void set_number(std::size_t field, std::int64_t value);
///     bool set_document(std::size_t field, const boost::json::value& value);  // false: refused
///     std::string_view end();                                // a complaint, or ""
///
/// A document is the only value that is held whole.
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

  bool on_array_begin(error_code& ec) { return open(FieldType::text_list, ec); }
  bool on_array_end(std::size_t size, error_code& ec) {
    --depth_;
    return !in_document() || keep(ec, [&] { document_.push_array(size); });
  }

  bool on_object_begin(error_code& ec) {
    if (!open(FieldType::text_map, ec))
      return false;
    if (depth_ == object_depth) {
      text_size_ = 0;
      object_.begin();
    }
    return true;
  }

  bool on_object_end(std::size_t size, error_code& ec) {
    if (depth_-- != object_depth)
      return !in_document() || keep(ec, [&] { document_.push_object(size); });
    complaint_ = object_.end();
    return complaint_.empty() || refuse(ec);
  }

  bool on_key_part(std::string_view part, std::size_t, error_code& ec) {
    if (depth_ == object_depth)
      keep_key(part);
    else if (in_document())
      return keep_chars(part, ec);
    else if constexpr (has(FieldType::text_map))
      return skips() || append(
                            part, [&]() -> auto& { return object_.next_key(field_); }, ec);
    return true;
  }

  bool on_key(std::string_view last_part, std::size_t size, error_code& ec) {
    if (depth_ == object_depth) {
      begin_field(last_part);
      return true;
    }
    const bool taken = on_key_part(last_part, size, ec);
    text_ = nullptr;
    if (in_document())
      document_.push_key({});
    return taken;
  }

  bool on_string_part(std::string_view part, std::size_t, error_code& ec) {
    if (!expect(FieldType::text, ec))
      return false;
    if (in_document())
      return keep_chars(part, ec);
    return skips() || append(
                          part, [&]() -> auto& { return object_.next_text(field_); }, ec);
  }

  bool on_string(std::string_view last_part, std::size_t size, error_code& ec) {
    const bool taken = on_string_part(last_part, size, ec);
    text_ = nullptr;
    return taken && (!in_document() || keep(ec, [&] { document_.push_string({}); }));
  }

  bool on_int64(std::int64_t value, std::string_view, error_code& ec) {
    if (!expect(FieldType::whole_number, ec))
      return false;
    if (in_document())
      return keep(ec, [&] { document_.push_int64(value); });
    if constexpr (has(FieldType::whole_number))
      if (!skips())
        object_.set_number(field_, value);
    return true;
  }

  bool on_number_part(std::string_view, error_code&) { return true; }
  bool on_uint64(std::uint64_t value, std::string_view, error_code& ec) {
    return expect_other(ec) && (!in_document() || keep(ec, [&] { document_.push_uint64(value); }));
  }
  bool on_double(double value, std::string_view, error_code& ec) {
    return expect_other(ec) && (!in_document() || keep(ec, [&] { document_.push_double(value); }));
  }
  bool on_bool(bool value, error_code& ec) {
    return expect_other(ec) && (!in_document() || keep(ec, [&] { document_.push_bool(value); }));
  }

  bool on_null(error_code& ec) {
    // The list and each field may be null. A field is then as clear() has left it.
    if (depth_ == 0 || depth_ == object_depth)
      return true;
    return expect_other(ec) && (!in_document() || keep(ec, [&] { document_.push_null(); }));
  }

  bool on_comment_part(std::string_view, error_code&) { return true; }
  bool on_comment(std::string_view, error_code&) { return true; }

 private:
  // How many arrays and objects are open. Within the text_list or text_map of a field it is 3, and
  // within a skipped field or a document anything from 3 on.
  static constexpr int list_depth = 1;
  static constexpr int object_depth = 2;

  static constexpr bool has(FieldType type) {
    return std::any_of(Object::fields.begin(), Object::fields.end(),
                       [&](const ListedField& field) { return field.type == type; });
  }

  static constexpr std::size_t longest_key =
      std::max_element(
          Object::fields.begin(), Object::fields.end(),
          [](const ListedField& a, const ListedField& b) { return a.key.size() < b.key.size(); })
          ->key.size();

  /// True in the value of a skipped field.
  bool skips() const noexcept { return depth_ >= object_depth && type_ == FieldType::skipped; }

  /// True in the value of a field that is a document.
  bool in_document() const noexcept {
    return has(FieldType::document) && depth_ >= object_depth && type_ == FieldType::document;
  }

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
    if (skips() || in_document() || may_be_here(type))
      return true;
    if (depth_ >= object_depth)
      complaint_ = Object::fields[field_].complaint;
    return refuse(ec);
  }

  /// For values that only a skipped field or a document may have.
  bool expect_other(error_code& ec) { return expect(FieldType::skipped, ec); }

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

  /// Begins the field whose key ends with this part. Most keys have one part only.
  void begin_field(std::string_view last_part) {
    if (!key_.empty())
      keep_key(last_part);
    const std::string_view key = key_.empty() ? last_part : key_;
    const auto found = std::find_if(Object::fields.begin(), Object::fields.end(),
                                    [&](const ListedField& field) { return field.key == key; });
    key_.clear();
    field_ = static_cast<std::size_t>(found - Object::fields.begin());
    const bool wanted = found != Object::fields.end() && object_.wants(field_);
    type_ = wanted ? found->type : FieldType::skipped;
    if (wanted)
      object_.clear(field_);  // the last one of a repeated key counts
    if (type_ == FieldType::document)
      document_.reset();
  }

  /// Puts a value into the document. If that was all of it, the object judges it.
  template <class Push>
  bool keep(error_code& ec, Push push) {
    if (!count(sizeof(boost::json::value), ec))
      return false;
    push();
    if constexpr (has(FieldType::document))
      if (depth_ == object_depth && !object_.set_document(field_, document_.release())) {
        complaint_ = Object::fields[field_].complaint;
        return refuse(ec);
      }
    return true;
  }

  /// Puts a part of a text or key into the document.
  bool keep_chars(std::string_view part, error_code& ec) {
    if (!count(part.size(), ec))
      return false;
    document_.push_chars(part);
    return true;
  }

  bool count(std::size_t bytes, error_code& ec) {
    text_size_ += bytes;
    if (text_size_ <= max_text_of_object)
      return true;
    complaint_ = "too much text in one object";
    return refuse(ec);
  }

  /// Appends a part of a text. `next_text` returns where a new text goes.
  template <class NextText>
  bool append(std::string_view part, NextText next_text, error_code& ec) {
    if (text_ == nullptr) {
      text_ = &next_text();
      text_size_ += sizeof(std::string);
    }
    const TextLimit& limit = Object::fields[field_].limit;
    if (text_->size() + part.size() > limit.size) {
      complaint_ = limit.complaint;
      return refuse(ec);
    }
    text_->append(part);
    return count(part.size(), ec);
  }

  Object object_;
  std::string_view complaint_;  // static storage

  int depth_ = 0;
  std::size_t field_ = 0;  // the field whose key was read last
  FieldType type_ = FieldType::skipped;
  std::string key_;              // of an object: the parts before the last one
  std::string* text_ = nullptr;  // where the parts of the current text go; nullptr before the first
  std::size_t text_size_ = 0;    // of all texts and documents of the current object
  boost::json::value_stack document_;
};

}  // namespace dkrls::detail
