// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/format/fields.hpp"
#include "dkrls/detail/format/piece.hpp"
#include "dkrls/detail/text/json_text.hpp"
#include "dkrls/terminal_text.hpp"

/// The text of the pieces of a format for a record.
namespace dkrls::detail {

/// Appends our JSON object, {"repository":"nginx",...}: the fields that have a key, in their order.
template <class Record, class Line>
void append_object(std::string& out, Line& line) {
  out += '{';
  for (const auto& field : RecordTraits<Record>::fields) {
    if (field.json_key.empty())
      continue;
    append_json_key(out, field.json_key);
    field.append_json(out, line);
  }
  out += '}';
}

/// Appends docker's text of a field as a JSON string.
template <class Traits, class Line>
void append_text_as_json(std::string& out, const Traits& field, Line& line, JsonEscapes escapes) {
  if (field.view != nullptr)
    return append_json_string(out, field.view(line), escapes);
  std::string text;  // NOLINT(misc-const-correctness): written to below, in a template
  field.append_text(text, line);
  append_json_string(out, text, escapes);
}

/// Returns the fields sorted by name, as Go sorts the keys of a map.
template <class Record>
constexpr auto sorted_fields() {
  auto fields = RecordTraits<Record>::fields;
  std::sort(fields.begin(), fields.end(), [](auto& a, auto& b) { return a.name < b.name; });
  return fields;
}

/// Appends docker's JSON object, {"Containers":"N/A",...}.
template <class Record, class Line>
void append_docker_object(std::string& out, Line& line) {
  static constexpr auto fields = sorted_fields<Record>();
  out += '{';
  for (const auto& field : fields) {
    if (!field.docker)
      continue;
    append_json_key(out, field.name);
    append_text_as_json(out, field, line, JsonEscapes::html);
  }
  out += '}';
}

/// Appends a field as people read it.
template <class Record, class Line>
void append_field(std::string& out, std::size_t number, Line& line) {
  const auto& field = RecordTraits<Record>::fields[number];
  if (field.view != nullptr)
    append_printable(out, field.view(line));
  else
    field.append_text(out, line);
}

/// Appends a field as {{json .Field}} shows it.
template <class Record, class Line>
void append_field_json(std::string& out, std::size_t number, Line& line) {
  const auto& field = RecordTraits<Record>::fields[number];
  if (field.docker)
    append_text_as_json(out, field, line, JsonEscapes::needed);
  else
    field.append_json(out, line);
}

/// Gives expressions the fields of a line.
template <class Record, class Line>
class LineReader : public FieldReader {
 public:
  explicit LineReader(Line& line) : line_(line) {}

  std::string text(std::size_t field) override {
    std::string text;
    append_field<Record>(text, field, line_);
    return text;
  }

  std::string json(std::size_t field) override {
    std::string text;
    append_field_json<Record>(text, field, line_);
    return text;
  }

  std::string member(std::size_t field, std::string_view key) override {
    std::string text;
    append_printable(text, RecordTraits<Record>::fields[field].member(line_, key));
    return text;
  }

  std::string member_json(std::size_t field, std::string_view key) override {
    std::string text;
    append_json_string(text, RecordTraits<Record>::fields[field].member(line_, key),
                       JsonEscapes::needed);
    return text;
  }

  bool reads_headings() const override { return false; }

 private:
  Line& line_;
};

template <class Record, class Line>
void append_cell(std::string& out, const Cell& cell, Line& line);

template <class Record, class Line>
void append_piece(std::string& out, const Piece& piece, Line& line) {
  LineReader<Record, Line> fields(line);
  switch (piece.kind) {
    case Piece::Kind::literal:
      out += piece.literal;
      break;
    case Piece::Kind::text:
      append_field<Record>(out, piece.field, line);
      break;
    case Piece::Kind::json:
      append_field_json<Record>(out, piece.field, line);
      break;
    case Piece::Kind::object:
      append_object<Record>(out, line);
      break;
    case Piece::Kind::docker_object:
      append_docker_object<Record>(out, line);
      break;
    case Piece::Kind::value:
      append_value(out, evaluate(piece.expression, fields));
      break;
    case Piece::Kind::condition:
      append_cell<Record>(
          out, is_true(evaluate(piece.expression, fields)) ? piece.then : piece.otherwise, line);
      break;
  }
}

template <class Record, class Line>
void append_cell(std::string& out, const Cell& cell, Line& line) {
  for (const Piece& piece : cell)
    append_piece<Record>(out, piece, line);
}

/// Gives expressions the headings of the fields, as docker does to make the heading of a table.
template <class Record>
class HeadingReader : public FieldReader {
 public:
  std::string text(std::size_t field) override {
    return std::string(RecordTraits<Record>::fields[field].heading);
  }
  std::string json(std::size_t field) override { return text(field); }
  std::string member(std::size_t, std::string_view key) override { return std::string(key); }
  std::string member_json(std::size_t, std::string_view key) override { return std::string(key); }
  bool reads_headings() const override { return true; }
};

template <class Record>
void append_heading(std::string& out, const Cell& cell) {
  HeadingReader<Record> fields;
  for (const Piece& piece : cell) {
    if (piece.kind == Piece::Kind::literal)
      out += piece.literal;
    else if (piece.kind == Piece::Kind::value)
      append_value(out, evaluate(piece.expression, fields));
    else if (piece.kind == Piece::Kind::condition)
      append_heading<Record>(
          out, is_true(evaluate(piece.expression, fields)) ? piece.then : piece.otherwise);
    else
      out += fields.text(piece.field);
  }
}

/// True for a column of names, which a narrow terminal shows without their middle.
template <class Record>
bool may_shorten(const Cell& cell) {
  if (cell.size() != 1 || cell.front().kind != Piece::Kind::text)
    return false;
  const auto& names = RecordTraits<Record>::names;
  return std::any_of(names.begin(), names.end(), [&](auto name) {
    return static_cast<std::size_t>(name) == cell.front().field;
  });
}

template <class Record>
std::vector<std::string> headings(const std::vector<Cell>& cells) {
  std::vector<std::string> texts;
  for (const Cell& cell : cells)
    append_heading<Record>(texts.emplace_back(), cell);
  return texts;
}

}  // namespace dkrls::detail
