// SPDX-License-Identifier: MIT
#pragma once

#include <boost/json/parse.hpp>

#include "dkrls/detail/engine_json/engine_message.hpp"
#include "dkrls/error.hpp"

namespace dkrls::detail {

DKRLS_DECL std::string engine_message(std::string_view body) {
  error_code ec;
  const boost::json::value json = boost::json::parse(body, ec);
  if (!ec && json.is_object())
    if (const auto* message = json.get_object().if_contains("message"))
      if (message->is_string())
        return std::string(message->get_string());

  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = body.find_first_not_of(blanks);
  if (first == std::string_view::npos || body[first] == '<')
    return {};
  return std::string(body.substr(first, body.find_last_not_of(blanks) - first + 1));
}

}  // namespace dkrls::detail
