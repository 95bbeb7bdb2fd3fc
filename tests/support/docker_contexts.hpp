// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "process.hpp"
#include "temporary_directory.hpp"

namespace dkrls_test {

/// A docker configuration with contexts.
class DockerContexts {
 public:
  void add(const std::string& name, const std::string& host) const {
    directory_.write("contexts/meta/" + name + "/meta.json",
                     R"({"Name":")" + name + R"(","Metadata":{},"Endpoints":{"docker":{"Host":")" +
                         host + R"(","SkipTLSVerify":false}}})");
  }

  /// Adds a context that cannot be read.
  void add_broken(const std::string& name) const {
    directory_.write("contexts/meta/" + name + "/meta.json", "{");
  }

  const std::string& path() const noexcept { return directory_.path(); }

  /// Returns the variables that name this configuration and no engine.
  std::vector<std::string> variables() const {
    return {"DOCKER_CONFIG=" + path(),
            "DOCKER_HOST=", "DOCKER_CONTEXT=", "DOCKER_TLS=", "DOCKER_TLS_VERIFY="};
  }

  /// Runs the command with this configuration and other variables.
  Finished run(std::vector<std::string> arguments, std::vector<std::string> others = {}) const {
    arguments.insert(arguments.begin(), DKR_LS);
    for (const std::string& variable : variables())
      others.push_back(variable);  // the first of a name counts
    return run_process(std::move(arguments), std::move(others));
  }

 private:
  TemporaryDirectory directory_;
};

}  // namespace dkrls_test
