// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"

/// The names of hosts that tools print before the output of a command.
namespace dkrls::detail {

/// Returns the host that the text before a row names; empty if there is only white space. nullopt
/// for unknown text.
///
///     "name | "             docker compose: "name"
///     "job.0.task@node | "  docker service logs: "node"
///     "[pod/name/app] "     kubectl logs --prefix: "name"
///     "host: "              pdsh: "host"
DKRLS_DECL std::optional<std::string_view> host_of_prefix(std::string_view prefix) noexcept;

/// The line that ansible prints before the output of a command on a host.
struct AnsibleHead {
  std::string_view host;
  std::string_view status = {};  ///< "CHANGED", "FAILED", "UNREACHABLE!", ...
  bool succeeded = false;        ///< the rows of this host follow
};

/// Parses "host | CHANGED | rc=0 >>", "host | FAILED | rc=1 >>" or "host | UNREACHABLE! => {";
/// nullopt for another line.
DKRLS_DECL std::optional<AnsibleHead> parse_ansible_head(std::string_view line) noexcept;

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/rows/host_prefix.ipp"
#endif
