// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>

#include "dkrls/detail/format/image_fields.hpp"
#include "dkrls/detail/format/repository_fields.hpp"
#include "dkrls/detail/format/template_parser.hpp"
#include "dkrls/detail/format/usage_fields.hpp"
#include "dkrls/format.hpp"

namespace dkrls {
namespace detail {

/// Whether docker has this kind of record.
template <class Record>
constexpr bool docker_has() {
  return RecordTraits<Record>::fields.front().docker;
}

template <class Record>
constexpr auto field_names() {
  constexpr auto& fields = RecordTraits<Record>::fields;
  std::array<std::string_view, fields.size()> names;
  std::transform(fields.begin(), fields.end(), names.begin(),
                 [](auto& field) { return field.name; });
  return names;
}

template <class Fields>
std::vector<Cell> cells_of(const Fields& fields) {
  std::vector<Cell> cells;
  cells.reserve(fields.size());
  for (const auto field : fields)
    cells.push_back({{Piece::Kind::text, {}, static_cast<std::size_t>(field)}});
  return cells;
}

template <class Record>
bool reads(const Cell& cell, FieldOf<Record> field);

/// Whether a piece reads a field. docker's object reads the digest with --digests only.
template <class Record>
bool reads(const Piece& piece, FieldOf<Record> field) {
  const auto& traits = RecordTraits<Record>::fields[static_cast<std::size_t>(field)];
  switch (piece.kind) {
    case Piece::Kind::literal:
      return false;
    case Piece::Kind::object:
      return !traits.json_key.empty();
    case Piece::Kind::docker_object:
      return traits.docker && traits.name != "Digest";
    case Piece::Kind::value:
      return reads_field(piece.expression, static_cast<std::size_t>(field));
    case Piece::Kind::condition:
      return reads_field(piece.expression, static_cast<std::size_t>(field)) ||
             reads<Record>(piece.then, field) || reads<Record>(piece.otherwise, field);
    case Piece::Kind::text:
    case Piece::Kind::json:
      break;
  }
  return piece.field == static_cast<std::size_t>(field);
}

template <class Record>
bool reads(const Cell& cell, FieldOf<Record> field) {
  return std::any_of(cell.begin(), cell.end(),
                     [&](const Piece& piece) { return reads<Record>(piece, field); });
}

/// Returns the index of the column of sizes; 0 if it is the first column or there is none.
template <class Record>
std::size_t column_of_sizes(const std::vector<Cell>& cells) {
  for (std::size_t i = 1; i < cells.size(); ++i)
    if (cells[i].size() == 1 && cells[i].front().kind == Piece::Kind::text &&
        cells[i].front().field == static_cast<std::size_t>(FieldOf<Record>::size))
      return i;
  return 0;
}

/// A word where a format should be.
inline Errc refuse_word(std::string_view word, FormatProblem& problem) {
  problem.column = 1;
  problem.message = "column 1 of the format: unknown format \"" + std::string(word) +
                    "\"; give table, json or a template such as {{.Repository}}";
  return Errc::invalid_format;
}

}  // namespace detail

template <class Record>
Format<Record>::Format()
    : Format(Layout::table, detail::cells_of(detail::RecordTraits<Record>::columns)) {}

template <class Record>
Format<Record> Format<Record>::table(const std::vector<Field>& columns) {
  return {Layout::table, detail::cells_of(columns)};
}

template <class Record>
Format<Record> Format<Record>::json() {
  return {Layout::json, {{{detail::Piece::Kind::object}}}};
}

template <class Record>
result<Format<Record>> Format<Record>::parse(std::string_view text, const Format& plain_table,
                                             FormatProblem& problem) {
  constexpr std::string_view table_word = "table";
  const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
  const std::string_view trimmed = text.substr(first, text.find_last_not_of(' ') + 1 - first);
  if (trimmed == "json")
    return json();
  if (trimmed == table_word)
    return plain_table;
  if (trimmed.find("{{") == std::string_view::npos)
    return detail::refuse_word(trimmed, problem);

  const bool aligned = text.starts_with(table_word);  // docker, too, takes no blank before it
  constexpr auto names = detail::field_names<Record>();
  detail::TemplateParser parser(detail::docker_has<Record>() ? detail::Piece::Kind::docker_object
                                                             : detail::Piece::Kind::object,
                                names);
  Format format(aligned ? Layout::docker_table : Layout::lines, {});
  const std::size_t begin =
      std::min(text.find_first_not_of(' ', aligned ? table_word.size() : first), text.size());
  if (!parser.parse(text.substr(0, text.find_last_not_of(' ') + 1), begin) ||
      (aligned && !parser.split(format.cells_))) {
    problem = parser.problem();
    return Errc::invalid_format;
  }
  if (!aligned)
    format.cells_.push_back(std::move(parser.pieces()));
  return format;
}

template <class Record>
bool Format<Record>::shows(Field field) const noexcept {
  return std::any_of(cells_.begin(), cells_.end(),
                     [&](const detail::Cell& cell) { return detail::reads<Record>(cell, field); });
}

template <class Record>
bool Format<Record>::has_place_for_total() const noexcept {
  return layout_ == Layout::json ||
         (layout_ != Layout::lines && detail::column_of_sizes<Record>(cells_) > 0);
}

#ifdef DKRLS_SEPARATE_COMPILATION
template class Format<Row>;
template class Format<Repository>;
template class Format<RepositoryUsage>;
#endif

}  // namespace dkrls
