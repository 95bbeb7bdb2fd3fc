// SPDX-License-Identifier: MIT
#include "run.hpp"

#include <dkrls/version.hpp>
#include <ostream>
#include <system_error>

#include "actions/completion_values.hpp"
#include "actions/listing.hpp"
#include "actions/version.hpp"
#include "cli/command_line.hpp"
#include "cli/completion.hpp"
#include "cli/help.hpp"
#include "cli/plugin_metadata.hpp"
#include "terminal/error_line.hpp"

namespace dkr_ls {
namespace {

constexpr std::size_t width_of_pipe = 80;

ExitCode report(const UsageError& error, const World& world) {
  print_error(world.err, error.what());
  if (!error.hint().empty())
    world.err << as_typed(error.hint(), world.program) << '\n';
  if (error.shows_usage())
    world.err << "Usage:\n  " << usage_line(error.command(), world.program) << '\n';
  world.err << where_help_is(error.command(), world.program) << '\n';
  return ExitCode::usage;
}

ExitCode show_help(const Invocation& invocation, const World& world) {
  const Command* topic = &root_command;
  if (!invocation.arguments.empty()) {
    const std::string& name = invocation.arguments.front();
    topic = find_command(name);
    if (topic == nullptr)
      throw unknown_command(name);
  }
  world.out << help_text(*topic, world.program, world.width.value_or(width_of_pipe));
  return ExitCode::ok;
}

ExitCode show_completion(const Invocation& invocation, std::ostream& out) {
  if (invocation.arguments.empty())
    throw UsageError(*invocation.command, "no shell is named: give bash, zsh or fish");
  const std::string& shell = invocation.arguments.front();
  const char* const script = completion_script(shell);
  if (script == nullptr)
    throw UsageError(*invocation.command,
                     "no completion for \"" + shell + "\": give bash, zsh or fish");
  out << script;
  return ExitCode::ok;
}

ExitCode show_candidates(const Invocation& invocation, const World& world) {
  world.out << complete(invocation.arguments, [&](Flag::Live kind, const Settings& settings) {
    return live_values(kind, settings, world);
  });
  return ExitCode::ok;
}

ExitCode dispatch(const Invocation& invocation, const World& world) {
  const Settings& settings = invocation.settings;
  if (settings.help) {
    world.out << help_text(*invocation.command, world.program, world.width.value_or(width_of_pipe));
    return ExitCode::ok;
  }
  if (settings.version) {
    world.out << "dkr-ls " << dkrls::version << '\n';
    return ExitCode::ok;
  }
  switch (invocation.command->id) {
    case Command::Id::repos:
      return list_repositories(invocation, world);
    case Command::Id::tags:
      return list_tags(invocation, world);
    case Command::Id::du:
      return show_disk_usage(invocation, world);
    case Command::Id::version:
      return show_version(invocation, world);
    case Command::Id::completion:
      return show_completion(invocation, world.out);
    case Command::Id::complete:
      return show_candidates(invocation, world);
    case Command::Id::plugin_metadata:
      world.out << plugin_metadata();
      return ExitCode::ok;
    case Command::Id::help:
    case Command::Id::root:
      break;
  }
  return show_help(invocation, world);
}

}  // namespace

ExitCode run(std::span<const std::string> arguments, const World& world) {
  try {
    const ExitCode code = dispatch(parse_command_line(arguments), world);
    world.out.flush();
    return code;
  } catch (const UsageError& error) {
    return report(error, world);
  } catch (const std::system_error& error) {
    const bool of_output = world.out.bad();  // else of a file that was read, for example
    if (of_output && error.code() == std::errc::broken_pipe)
      return ExitCode::ok;
    print_error(world.err, of_output ? "cannot write the output: " + error.code().message()
                                     : std::string(error.what()));
    return ExitCode::failure;
  } catch (const std::exception& error) {
    print_error(world.err, error.what());
    return ExitCode::failure;
  }
}

}  // namespace dkr_ls
