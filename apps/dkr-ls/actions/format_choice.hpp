#pragma once

#include <dkrls/format.hpp>

#include "cli/invocation.hpp"

namespace dkr_ls {

inline constexpr std::string_view table_format = "table";

/// Returns the format of --format.
/// *Errors:* throws UsageError.
template <class Record>
dkrls::Format<Record> choose_format(const Invocation& invocation,
                                    const dkrls::Format<Record>& table) {
  dkrls::FormatProblem problem;
  const auto format = dkrls::Format<Record>::parse(invocation.settings.format, table, problem);
  if (!format)
    throw UsageError(*invocation.command, "invalid --format: " + problem.message);
  return *format;
}

}  // namespace dkr_ls
