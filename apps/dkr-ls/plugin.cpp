// SPDX-License-Identifier: MIT
#include "plugin.hpp"

#include <algorithm>

#include "run.hpp"

namespace dkr_ls {
namespace {

constexpr std::string_view plugin_name = "ls";

/// A global flag of docker.
struct DockerFlag {
  std::string_view name;
  char letter;  ///< 0 for none
  bool takes_value;
  void (*apply)(const std::string& value, PluginCall& call);
};

/// Truth as docker reads it; it has refused what is neither.
bool is_true(std::string_view value) {
  return value.starts_with('1') || value.starts_with('t') || value.starts_with('T');
}

/// Hands a flag on as one of ours; an empty value is none.
void hand_on(std::string_view name, const std::string& value, PluginCall& call) {
  if (!value.empty())
    call.arguments.insert(call.arguments.end(), {std::string(name), value});
}

constexpr DockerFlag docker_flags[] = {
    {"config", 0, true,
     [](const std::string& value, PluginCall& call) { call.variables["DOCKER_CONFIG"] = value; }},
    {"context", 'c', true,
     [](const std::string& value, PluginCall& call) { hand_on("--context", value, call); }},
    {"debug", 'D', false,
     [](const std::string& value, PluginCall& call) {
       hand_on("--log-level", is_true(value) ? "DEBUG" : "", call);
     }},
    {"host", 'H', true,
     [](const std::string& value, PluginCall& call) { hand_on("--host", value, call); }},
    {"log-level", 'l', true,
     [](const std::string& value, PluginCall& call) { hand_on("--log-level", value, call); }},
    {"tls", 0, false,
     [](const std::string& value, PluginCall& call) {
       call.variables["DOCKER_TLS"] = is_true(value) ? "1" : "";
     }},
    {"tlscacert", 0, true,
     [](const std::string& value, PluginCall& call) { call.certificates.ca = value; }},
    {"tlscert", 0, true,
     [](const std::string& value, PluginCall& call) { call.certificates.cert = value; }},
    {"tlskey", 0, true,
     [](const std::string& value, PluginCall& call) { call.certificates.key = value; }},
    // To say no turns TLS on as well, without verification.
    {"tlsverify", 0, false,
     [](const std::string& value, PluginCall& call) {
       call.variables["DOCKER_TLS_VERIFY"] = is_true(value) ? "1" : "";
       call.variables["DOCKER_TLS"] = "1";
     }},
};

const DockerFlag* find_docker_flag(std::string_view name) {
  const auto* const found = std::ranges::find(docker_flags, name, &DockerFlag::name);
  return found == std::end(docker_flags) ? nullptr : found;
}

const DockerFlag* find_docker_flag(char letter) {
  const auto* const found = std::ranges::find(docker_flags, letter, &DockerFlag::letter);
  return found == std::end(docker_flags) ? nullptr : found;
}

/// Takes a flag over that begins with two dashes. Returns how many of the arguments it took; 0 when
/// it is not docker's.
std::size_t take_name(std::span<const std::string> arguments, PluginCall& call) {
  const std::string& argument = arguments.front();
  const std::size_t equals = argument.find('=');
  const DockerFlag* const flag = find_docker_flag(std::string_view(argument).substr(
      2, equals == std::string::npos ? std::string::npos : equals - 2));
  if (flag == nullptr)
    return 0;
  if (equals != std::string::npos) {
    flag->apply(argument.substr(equals + 1), call);
    return 1;
  }
  if (!flag->takes_value) {
    flag->apply("true", call);
    return 1;
  }
  if (arguments.size() < 2)
    return 0;
  flag->apply(arguments[1], call);
  return 2;
}

/// The same for letters behind one dash, as in "-D", "-Dcname", "-c=name" or "-c name".
std::size_t take_letters(std::span<const std::string> arguments, PluginCall& call) {
  const std::string& letters = arguments.front();
  for (std::size_t i = 1; i < letters.size(); ++i) {
    const DockerFlag* const flag = find_docker_flag(letters[i]);
    if (flag == nullptr)
      return 0;
    if (!flag->takes_value) {
      flag->apply("true", call);
      continue;
    }
    if (i + 1 < letters.size()) {
      flag->apply(letters.substr(letters[i + 1] == '=' ? i + 2 : i + 1), call);
      return 1;
    }
    if (arguments.size() < 2)
      return 0;
    flag->apply(arguments[1], call);
    return 2;
  }
  return 1;
}

/// Takes docker's flags over and returns the arguments behind them.
std::span<const std::string> take_flags(std::span<const std::string> arguments, PluginCall& call) {
  while (!arguments.empty() && arguments.front().size() > 1 && arguments.front()[0] == '-') {
    const std::size_t taken =
        arguments.front()[1] == '-' ? take_name(arguments, call) : take_letters(arguments, call);
    if (taken == 0)
      break;
    arguments = arguments.subspan(taken);
  }
  return arguments;
}

dkrls::Environment with_variables(const std::map<std::string, std::string, std::less<>>& variables,
                                  const dkrls::Environment& environment) {
  return [&variables, &environment](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? environment(name) : found->second;
  };
}

}  // namespace

bool is_plugin(std::string_view process_name) {
  return process_name.substr(process_name.rfind('/') + 1) == "docker-ls";
}

PluginCall understand_plugin_call(std::span<const std::string> arguments) {
  PluginCall call;
  std::span<const std::string> rest = take_flags(arguments, call);
  // The words of "docker help ls tags" keep their order.
  if (!rest.empty() && (rest.front() == "help" || rest.front() == "__complete")) {
    call.arguments.push_back(rest.front());
    rest = rest.subspan(1);
  }
  if (rest.empty() || rest.front() != plugin_name)
    return {{arguments.begin(), arguments.end()}, {}, {}};
  call.arguments.insert(call.arguments.end(), rest.begin() + 1, rest.end());
  return call;
}

ExitCode run_as_plugin(std::span<const std::string> arguments, const World& world) {
  const PluginCall call = understand_plugin_call(arguments);
  World as_plugin = world;
  as_plugin.environment = with_variables(call.variables, world.environment);
  as_plugin.program = "docker ls";
  as_plugin.certificates = call.certificates;
  return run(call.arguments, as_plugin);
}

}  // namespace dkr_ls
