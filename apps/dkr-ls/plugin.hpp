// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exit_code.hpp"
#include "world.hpp"

/// dkr-ls as a plugin of docker's own command: the same program under the name "docker-ls".
/// Source: docker/cli, cli-plugins/manager and cli/flags/options.go of 20.10 to 28.2.
namespace dkr_ls {

/// What docker said when it called its plugin.
struct PluginCall {
  /// The command line as dkr-ls takes it.
  std::vector<std::string> arguments;

  /// Variables that replace those of the environment; empty ones count as unset.
  std::map<std::string, std::string, std::less<>> variables;

  dkrls::CertificateFiles certificates;
};

/// Whether a process of this name (argv[0]) is docker's plugin.
bool is_plugin(std::string_view process_name);

/// Understands the arguments of the plugin: docker's global flags as the user typed them, "ls", and
/// what is for us; docker has refused what is wrong with the flags. Arguments without "ls", which
/// are not docker's, stay as they are.
PluginCall understand_plugin_call(std::span<const std::string> arguments);

/// The command as docker's plugin: does what the arguments say, see run().
ExitCode run_as_plugin(std::span<const std::string> arguments, const World& world);

}  // namespace dkr_ls
