// SPDX-License-Identifier: MIT
#pragma once

#include <dkrls/format.hpp>

#include "cli/invocation.hpp"
#include "world.hpp"

namespace dkr_ls {

inline constexpr std::string_view table_format = "table";

/// Returns the format of --format.
/// *Errors:* throws UsageError.
template <class Record>
dkrls::Format<Record> choose_format(const Invocation& invocation,
                                    const dkrls::Format<Record>& table) {
  dkrls::FormatProblem problem;
  const auto format = dkrls::Format<Record>::parse(invocation.settings.format, table, problem);
  if (!format) {
    UsageError error(*invocation.command, "invalid --format: " + problem.message);
    if (invocation.settings.format.find("{{") != std::string::npos)
      error.set_hint("Use --format json and a program such as jq for what templates cannot do.");
    throw error;
  }
  return *format;
}

/// Returns the cells that a table must fit into; nullopt if it may be as wide as it is.
inline std::optional<std::size_t> width_of_table(const Settings& settings, const World& world) {
  return settings.in_full ? std::nullopt : world.width;
}

}  // namespace dkr_ls
