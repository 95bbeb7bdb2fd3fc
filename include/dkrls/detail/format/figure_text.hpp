// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "dkrls/detail/text/json_text.hpp"
#include "dkrls/disk_usage.hpp"

namespace dkrls::detail {

inline std::string_view words_of(LowerBoundReason reason) noexcept {
  switch (reason) {
    case LowerBoundReason::history:
      return "history";
    case LowerBoundReason::blobs:
      return "blobs";
    case LowerBoundReason::unknown_size:
      return "unknown size";
    case LowerBoundReason::unknown_containers:
      return "unknown containers";
    case LowerBoundReason::unknown_layers:
      break;
  }
  return "unknown layers";
}

/// Appends {"bytes":133000000,"exact":true}, or {"bytes":133000000,"exact":false,"why":"blobs"}.
inline void append_figure_json(std::string& out, const Figure& figure) {
  out += '{';
  append_json_key(out, "bytes");
  append_number(out, figure.bytes);
  append_json_key(out, "exact");
  out += figure.exact() ? "true" : "false";
  if (figure.reason) {
    append_json_key(out, "why");
    append_json_string(out, words_of(*figure.reason));
  }
  out += '}';
}

}  // namespace dkrls::detail
