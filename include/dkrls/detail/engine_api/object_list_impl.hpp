#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "dkrls/detail/engine_api/json_nesting.hpp"
#include "dkrls/detail/engine_api/json_reader.hpp"
#include "dkrls/detail/engine_api/object_list_events.hpp"
#include "dkrls/detail/net/list_parser.hpp"

namespace dkrls::detail {

/// Reads a list of what an Object collects; see ListParser and ObjectListEvents.
template <class Object>
class ObjectListImpl final : public ListParser::Impl {
 public:
  explicit ObjectListImpl(Object object) : events_(std::move(object)) {}

  void write(std::string_view piece, error_code& ec) override {
    if (!reader_.write(piece, events_))
      fail(ec);
  }

  void finish(error_code& ec) override {
    if (reader_.offset() == 0 && reader_.problem() == JsonProblem::none) {
      problem = "an empty answer";
      ec = Object::error;
    } else if (!reader_.finish(events_)) {
      reader_.problem() == JsonProblem::none ? fail_at_end(ec) : fail(ec);
    }
  }

 private:
  void fail(error_code& ec) {
    problem = complaint() + " at byte " + std::to_string(reader_.offset());
    ec = Object::error;
  }

  void fail_at_end(error_code& ec) {
    problem = "the " + std::string(Object::list_name) + " ends at byte " +
              std::to_string(reader_.offset());
    ec = Errc::truncated_answer;
  }

  std::string complaint() const {
    switch (reader_.problem()) {
      case JsonProblem::too_deep:
        return "nested deeper than " + std::to_string(JsonNesting::max_depth);
      case JsonProblem::extra_data:
        return "not JSON: extra data";
      case JsonProblem::refused:
        return events_.complaint().empty() ? "not a " + std::string(Object::list_name)
                                           : std::string(events_.complaint());
      default:
        return "not JSON: syntax error";
    }
  }

  JsonReader reader_;
  ObjectListEvents<Object> events_;
};

}  // namespace dkrls::detail
