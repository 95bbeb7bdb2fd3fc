#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace dkrls::detail {

/// A part of a line: text of the format itself, or a value of the record.
struct Piece {
  enum class Kind {
    literal,
    text,           ///< a field as people read it
    json,           ///< a field as {{json .Field}}
    object,         ///< the record as our JSON object
    docker_object,  ///< the record as docker's JSON object
  };

  Kind kind = Kind::literal;
  std::string literal = {};
  std::size_t field = 0;  ///< the number of the field in RecordTraits::fields
};

/// The pieces of one column.
using Cell = std::vector<Piece>;

}  // namespace dkrls::detail
