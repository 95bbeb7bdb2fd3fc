// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dkrls/age.hpp"
#include "dkrls/byte_size.hpp"
#include "dkrls/detail/text/json_text.hpp"
#include "dkrls/detail/text/time_text.hpp"
#include "dkrls/terminal_text.hpp"

/// The parts that the fields of all kinds of records have in common.
namespace dkrls::detail {

/// A field of a kind of record. It is read from a Line: one record, and what else a line shows.
template <class FieldName, class Line>
struct FieldTraits {
  FieldName field;
  std::string_view name;      ///< in templates
  std::string_view heading;   ///< in tables
  std::string_view json_key;  ///< in our JSON object; empty: not there
  bool docker;                ///< whether docker's templates and its JSON object have it, as text

  /// Returns text from an engine as it is; the reader escapes it. nullptr for other fields.
  std::string_view (*view)(Line& line) = nullptr;

  /// Appends the text of a field without a view, escaped.
  void (*append_text)(std::string& out, Line& line) = nullptr;

  /// Appends the field as JSON; nullptr if neither our JSON object nor {{json .Field}} reads it.
  void (*append_json)(std::string& out, Line& line) = nullptr;

  /// Returns what a field of keys and values has under a key, as it is; empty if it has no such
  /// key. nullptr for other fields.
  std::string_view (*member)(Line& line, std::string_view key) = nullptr;
};

/// A kind of record: its fields in the order of FieldOf, its Line, and the columns of its plain
/// table. A new kind specializes this in a header that formatter.ipp and format.ipp include.
template <class Record>
struct RecordTraits;

/// Returns whether each field is at its number.
template <class Fields>
constexpr bool are_in_order(const Fields& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (static_cast<std::size_t>(fields[i].field) != i)
      return false;
  return true;
}

inline constexpr std::string_view unknown = "N/A";

inline std::string_view or_none(std::string_view text) noexcept {
  return text.empty() ? "<none>" : text;
}

inline void append_json_or_null(std::string& out, std::string_view text) {
  if (text.empty())
    out += "null";
  else
    append_json_string(out, text);
}

inline void append_number_or(std::string& out, std::optional<std::uint64_t> number,
                             std::string_view otherwise) {
  if (number)
    append_number(out, *number);
  else
    out += otherwise;
}

using Time = std::optional<std::chrono::sys_seconds>;

inline void append_unix_time_or(std::string& out, const Time& time, std::string_view otherwise) {
  if (time)
    append_number(out, std::int64_t{time->time_since_epoch().count()});
  else
    out += otherwise;
}

/// Appends a time of RFC 3339; null if it is unknown or its year has not four digits.
inline void append_json_time(std::string& out, const Time& time) {
  out += '"';
  if (time && append_date_and_time(out, *time, 'T'))
    out += "Z\"";
  else
    out.replace(out.size() - 1, 1, "null");
}

/// "2 weeks ago".
inline void append_age_or_unknown(std::string& out, const Time& time,
                                  std::chrono::sys_seconds now) {
  if (!time) {
    out += unknown;
    return;
  }
  append_age(out, now - *time);
  out += " ago";
}

}  // namespace dkrls::detail
