// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <utility>

#include "dkrls/detail/capped_sum.hpp"
#include "dkrls/detail/engine_json/json_members.hpp"
#include "dkrls/detail/engine_json/layer_parser.hpp"
#include "dkrls/error.hpp"

namespace dkrls::detail {

DKRLS_DECL bool only_changes_settings(std::string_view created_by) noexcept {
  constexpr std::string_view no_operation = "#(nop)";
  constexpr std::array<std::string_view, 13> instructions = {
      "ARG",        "CMD",     "ENTRYPOINT", "ENV",        "EXPOSE", "HEALTHCHECK", "LABEL",
      "MAINTAINER", "ONBUILD", "SHELL",      "STOPSIGNAL", "USER",   "VOLUME"};
  if (const std::size_t at = created_by.find(no_operation); at != std::string_view::npos)
    created_by.remove_prefix(at + no_operation.size());
  created_by.remove_prefix(std::min(created_by.find_first_not_of(' '), created_by.size()));
  return std::find(instructions.begin(), instructions.end(),
                   created_by.substr(0, created_by.find(' '))) != instructions.end();
}

/// Parses a text as JSON. Returns null for other text.
inline boost::json::value json_of(std::string_view body) {
  error_code ec;
  return boost::json::parse(body, ec);
}

/// Returns the bytes in a member; nullopt unless it is a number from 0 to 2^63 - 1.
inline std::optional<std::uint64_t> bytes_of(const boost::json::value& value,
                                             std::string_view key) {
  const boost::json::value* const size = member_of(value, key);
  if (size == nullptr || !size->is_int64() || size->get_int64() < 0)
    return std::nullopt;
  return static_cast<std::uint64_t>(size->get_int64());
}

DKRLS_DECL std::optional<std::vector<std::string>> parse_layers(std::string_view body) {
  const boost::json::value image = json_of(body);
  const boost::json::value* const root = member_of(image, "RootFS");
  if (root == nullptr || !root->is_object())
    return std::nullopt;
  std::vector<std::string> layers;
  const boost::json::value* const listed = member_of(*root, "Layers");
  if (listed == nullptr || listed->is_null())
    return layers;
  if (!listed->is_array())
    return std::nullopt;
  for (const boost::json::value& layer : listed->get_array()) {
    if (!layer.is_string())
      return std::nullopt;
    layers.emplace_back(layer.get_string());
  }
  return layers;
}

DKRLS_DECL std::optional<std::uint64_t> parse_inspected_size(std::string_view body) {
  return bytes_of(json_of(body), "Size");
}

DKRLS_DECL std::optional<std::vector<HistoryStep>> parse_history(std::string_view body) {
  const boost::json::value listed = json_of(body);
  if (!listed.is_array())
    return std::nullopt;
  std::vector<HistoryStep> steps;
  for (const boost::json::value& step : listed.get_array()) {
    const auto size = bytes_of(step, "Size");
    if (!size)
      return std::nullopt;
    const boost::json::value* const words = member_of(step, "CreatedBy");
    const bool makes_layer = words == nullptr || !words->is_string() ||
                             !only_changes_settings(std::string_view(words->get_string()));
    steps.push_back({*size, makes_layer});
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

DKRLS_DECL std::optional<std::uint64_t> parse_shared_build_cache(std::string_view body) {
  const boost::json::value answer = json_of(body);
  if (!answer.is_object())
    return std::nullopt;
  const boost::json::array* records = list_of(answer, "BuildCache");
  if (const auto* const usage = member_of(answer, "BuildCacheUsage"); records == nullptr && usage)
    records = list_of(*usage, "Items");
  std::uint64_t bytes = 0;
  if (records == nullptr)
    return bytes;  // engines leave out an empty list
  for (const boost::json::value& record : *records) {
    const boost::json::value* const shared = member_of(record, "Shared");
    if (shared != nullptr && shared->is_bool() && shared->get_bool())
      bytes = capped_sum(bytes, bytes_of(record, "Size").value_or(0));
  }
  return bytes;
}

DKRLS_DECL std::optional<std::uint64_t> parse_layers_size(std::string_view body) {
  const boost::json::value answer = json_of(body);
  const boost::json::value* const usage = member_of(answer, "ImageUsage");
  const auto size = bytes_of(answer, "LayersSize");
  return size || usage == nullptr ? size : bytes_of(*usage, "TotalSize");
}

}  // namespace dkrls::detail
