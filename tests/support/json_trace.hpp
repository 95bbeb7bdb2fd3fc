#pragma once

#include <boost/json/basic_parser_impl.hpp>
#include <cstddef>
#include <cstdint>
#include <dkrls/detail/engine_api/json_reader.hpp>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dkrls_test {

/// What a reader tells about a document, in one text.
struct JsonTrace {
  bool is_json = false;
  std::string told;          ///< up to the problem, if there is one
  std::uint64_t offset = 0;  ///< where the problem is; not known of Boost's

  friend bool operator==(const JsonTrace&, const JsonTrace&) = default;
};

/// Writes down what a JsonReader tells, without the places at which texts were cut.
class TracedEvents {
 public:
  explicit TracedEvents(std::string& told) : told_(told) {}

  dkrls::detail::JsonWish begin(dkrls::detail::JsonType type) {
    told_ += "[{\"#bn"[static_cast<std::size_t>(type)];
    return dkrls::detail::JsonWish::take;
  }

  bool end() {
    told_ += '/';
    return true;
  }

  std::size_t guess_key(std::string_view) { return 0; }

  std::size_t key_part(std::string_view part) { return text(part); }

  std::size_t key(std::string_view part) {
    const std::size_t size = text(part);
    told_ += ':';
    return size;
  }

  std::size_t text(std::string_view part) {
    told_ += part;
    return part.size();
  }

  bool number(std::optional<std::int64_t> value) {
    told_ += value ? std::to_string(*value) : "not whole";
    return true;
  }

 private:
  std::string& told_;
};

/// The same of what boost::json::basic_parser tells.
struct BoostTracer {
  using error_code = boost::system::error_code;

  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = max_object_size;
  static constexpr std::size_t max_key_size = max_object_size;
  static constexpr std::size_t max_string_size = max_object_size;

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_array_begin(error_code&) { return tell("["); }
  bool on_array_end(std::size_t, error_code&) { return tell("/"); }
  bool on_object_begin(error_code&) { return tell("{"); }
  bool on_object_end(std::size_t, error_code&) { return tell("/"); }
  bool on_key_part(std::string_view part, std::size_t, error_code&) { return tell(part); }
  bool on_key(std::string_view part, std::size_t, error_code&) { return tell(part) && tell(":"); }
  bool on_string_part(std::string_view part, std::size_t size, error_code&) {
    return (size > part.size() || tell("\"")) && tell(part);
  }
  bool on_string(std::string_view part, std::size_t size, error_code&) {
    return (size > part.size() || tell("\"")) && tell(part);
  }
  bool on_number_part(std::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t value, std::string_view, error_code&) {
    return tell("#" + std::to_string(value));
  }
  bool on_uint64(std::uint64_t, std::string_view, error_code&) { return tell("#not whole"); }
  bool on_double(double, std::string_view, error_code&) { return tell("#not whole"); }
  bool on_bool(bool, error_code&) { return tell("b"); }
  bool on_null(error_code&) { return tell("n"); }
  bool on_comment_part(std::string_view, error_code&) { return true; }
  bool on_comment(std::string_view, error_code&) { return true; }

  bool tell(std::string_view what) {
    told += what;
    return true;
  }

  std::string told;
};

inline JsonTrace trace_json(const std::vector<std::string_view>& pieces) {
  JsonTrace trace;
  TracedEvents events(trace.told);
  dkrls::detail::JsonReader reader;
  for (const std::string_view piece : pieces)
    if (!reader.write(piece, events))
      break;
  trace.is_json = reader.finish(events);
  trace.offset = reader.offset();
  return trace;
}

/// What Boost.JSON makes of a document; nullopt where it refuses what JSON does not forbid, an
/// exponent beyond int.
inline std::optional<JsonTrace> trace_with_boost(std::string_view document) {
  boost::json::parse_options options;
  options.max_depth = dkrls::detail::JsonNesting::max_depth;
  boost::json::basic_parser<BoostTracer> parser(options);
  boost::system::error_code ec;
  const std::size_t used = parser.write_some(false, document.data(), document.size(), ec);
  if (ec == boost::json::error::exponent_overflow)
    return std::nullopt;
  return JsonTrace{!ec && used == document.size(), parser.handler().told};
}

}  // namespace dkrls_test
