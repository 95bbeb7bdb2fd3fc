// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "dkrls/detail/format/expression.hpp"

namespace dkrls::detail {

/// A part of a line: text of the format itself, or a value of the record.
struct Piece {
  enum class Kind {
    literal,
    text,           ///< a field as people read it
    json,           ///< a field as {{json .Field}}
    object,         ///< the record as our JSON object
    docker_object,  ///< the record as docker's JSON object
    value,          ///< what an expression computes
    condition,      ///< `then` or `otherwise`
  };

  Kind kind = Kind::literal;
  std::string literal = {};
  std::size_t field = 0;  ///< the number of the field in RecordTraits::fields
  Expression expression = {};
  std::vector<Piece> then = {};
  std::vector<Piece> otherwise = {};
  std::size_t at = 0;  ///< where the piece begins in the text of the format
};

/// The pieces of one column.
using Cell = std::vector<Piece>;

}  // namespace dkrls::detail
