// SPDX-License-Identifier: MIT
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

/// Access to the members of JSON from an engine, which may lack any of them.
namespace dkrls::detail {

/// Returns a member of an object; nullptr if there is none or `value` is not an object.
inline const boost::json::value* member_of(const boost::json::value& value, std::string_view key) {
  return value.is_object() ? value.get_object().if_contains(key) : nullptr;
}

/// Returns a text in an object; empty if there is none.
inline std::string text_of(const boost::json::value& value, std::string_view key) {
  const boost::json::value* const text = member_of(value, key);
  return text != nullptr && text->is_string() ? std::string(text->get_string()) : std::string();
}

/// Returns a list that is a member of an object; nullptr for none.
inline const boost::json::array* list_of(const boost::json::value& value, std::string_view key) {
  const boost::json::value* const list = member_of(value, key);
  return list == nullptr ? nullptr : list->if_array();
}

}  // namespace dkrls::detail
