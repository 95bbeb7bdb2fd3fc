// SPDX-License-Identifier: MIT
#include "cli/plugin_metadata.hpp"

#include <dkrls/version.hpp>

#include "cli/commands.hpp"

namespace dkr_ls {

std::string plugin_metadata() {
  return std::string(R"({"SchemaVersion":"0.1.0","Vendor":"The dkr-ls authors","Version":")")
      .append(dkrls::version)
      .append(R"(","ShortDescription":")")
      .append(root_command.summary)
      .append("\"}\n");
}

}  // namespace dkr_ls
