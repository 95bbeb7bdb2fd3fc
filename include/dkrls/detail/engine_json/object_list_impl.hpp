// SPDX-License-Identifier: MIT
#pragma once

#include <boost/json/basic_parser_impl.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "dkrls/detail/engine_json/object_list_handler.hpp"
#include "dkrls/detail/net/list_parser.hpp"

namespace dkrls::detail {

/// Reads a list of objects that an Object collects; see ListParser and ObjectListHandler.
template <class Object>
class ObjectListImpl final : public ListParser::Impl {
 public:
  explicit ObjectListImpl(Object object) : parser_(options(), std::move(object)) {}

  void write(std::string_view chunk, error_code& ec) override {
    if (!failure_ && !chunk.empty())
      read(chunk);
    ec = failure_;
  }

  void finish(error_code& ec) override {
    if (!failure_ && offset_ == 0)
      fail("an empty answer");
    else if (!failure_)
      read_end();
    ec = failure_;
  }

 private:
  static constexpr std::size_t max_depth = 64;

  static boost::json::parse_options options() {
    boost::json::parse_options options;
    options.max_depth = max_depth;
    return options;
  }

  void read(std::string_view chunk) {
    error_code ec;
    const std::size_t taken = parser_.write_some(true, chunk.data(), chunk.size(), ec);
    offset_ += taken;
    if (!ec && taken < chunk.size())
      ec = boost::json::error::extra_data;
    if (ec)
      fail(complaint(ec) + at_byte());
  }

  void read_end() {
    error_code ec;
    parser_.write_some(false, nullptr, 0, ec);
    if (ec == Object::error)
      fail(complaint(ec) + at_byte());
    else if (ec)  // every byte was right, but some are missing
      fail("the " + std::string(Object::list_name) + " ends" + at_byte(), Errc::truncated_answer);
  }

  std::string complaint(const error_code& ec) const {
    if (ec == boost::json::error::too_deep)
      return "nested deeper than " + std::to_string(max_depth);
    if (ec != Object::error)
      return "not JSON: " + ec.message();
    const std::string_view complaint = parser_.handler().complaint();
    return complaint.empty() ? "not a " + std::string(Object::list_name) : std::string(complaint);
  }

  std::string at_byte() const { return " at byte " + std::to_string(offset_); }

  void fail(const std::string& what, Errc error = Object::error) {
    problem = what;
    failure_ = error;
  }

  boost::json::basic_parser<ObjectListHandler<Object>> parser_;
  std::uint64_t offset_ = 0;  // of the next byte in the body
  error_code failure_;
};

}  // namespace dkrls::detail
