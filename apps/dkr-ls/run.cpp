#include "run.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <dkrls/dkrls.hpp>
#include <ostream>
#include <system_error>

#include "command_line.hpp"
#include "completion.hpp"
#include "engine.hpp"
#include "explain.hpp"
#include "help.hpp"
#include "interruption.hpp"
#include "version.hpp"

namespace dkr_ls {
namespace {

using dkrls::Column;
using dkrls::LogLevel;

/// The only function that prints errors.
void print_error(std::ostream& err, std::string_view message) {
  std::string line = "Error: ";
  dkrls::append_printable(line, message);
  err << line << '\n';
}

ExitCode report(const UsageError& error, std::ostream& err) {
  print_error(err, error.what());
  if (!error.suggestion().empty())
    err << "Did you mean \"" << error.suggestion() << "\"?\n";
  err << usage_text(error.command());
  return ExitCode::usage;
}

dkrls::ImageQuery query_for_tags(const Settings& settings, std::chrono::sys_seconds now) {
  dkrls::ImageQuery query;
  if (settings.min_age)
    query.where(dkrls::older_than(*settings.min_age, now));
  if (settings.min_size)
    query.where(dkrls::larger_than(*settings.min_size));
  if (!settings.prefixes.empty()) {
    dkrls::Filter any = dkrls::repository_has_prefix(settings.prefixes.front());
    for (std::size_t i = 1; i < settings.prefixes.size(); ++i)
      any = any | dkrls::repository_has_prefix(settings.prefixes[i]);
    query.where(any);
  }
  if (settings.max_tags)
    query.max_tags(*settings.max_tags);
  return query;
}

/// Asks the engine and prints what the query selects.
ExitCode list(const Settings& settings, const World& world, dkrls::ImageQuery query,
              const dkrls::Formatter& formatter) {
  const dkrls::LocatedEngine engine = locate_engine(settings, world);
  const dkrls::DockerClient client(engine.options);
  dkrls::Selection selection(std::move(query));
  std::size_t undated = 0;
  dkrls::Diagnostics diagnostics;
  const auto sink = [&](const dkrls::Image& image) {
    selection.add(image);
    if (!image.created)
      ++undated;
  };
  const dkrls::error_code ec = run_operation(
      engine.options.endpoint, [&](const auto& executor, auto cancellation, auto done) {
        client.async_for_each_image(
            executor, sink, diagnostics,
            boost::asio::bind_cancellation_slot(cancellation, std::move(done)));
      });
  if (ec) {
    print_error(world.err, explain(ec, diagnostics, engine));
    return ExitCode::failure;
  }
  if (settings.min_age && undated > 0)
    client.options().logger.log(
        LogLevel::info, "--minAge leaves out images of unknown age: " + std::to_string(undated));
  formatter.write(selection.finish(), world.out);
  return ExitCode::ok;
}

ExitCode list_repositories(const Settings& settings, const World& world) {
  // The newest tag of each repository stands for it.
  return list(settings, world, dkrls::ImageQuery().max_tags(1),
              dkrls::Formatter({Column::repository}, world.now()));
}

ExitCode list_tags(const Settings& settings, const World& world) {
  const std::chrono::sys_seconds now = world.now();
  dkrls::Formatter formatter(
      {Column::repository, Column::tag, Column::id, Column::created, Column::size}, now);
  formatter.show_total(settings.sum);
  return list(settings, world, query_for_tags(settings, now), formatter);
}

ExitCode show_help(const Invocation& invocation, std::ostream& out) {
  const Command* topic = &root_command;
  if (!invocation.arguments.empty()) {
    const std::string& name = invocation.arguments.front();
    topic = find_command(name);
    if (topic == nullptr)
      throw unknown_command(name);
  }
  out << help_text(*topic);
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

ExitCode dispatch(const Invocation& invocation, const World& world) {
  const Settings& settings = invocation.settings;
  if (settings.help) {
    world.out << help_text(*invocation.command);
    return ExitCode::ok;
  }
  if (settings.version) {
    world.out << "dkr-ls " << dkrls::version << '\n';
    return ExitCode::ok;
  }
  switch (invocation.command->id) {
    case Command::Id::repos:
      return list_repositories(settings, world);
    case Command::Id::tags:
      return list_tags(settings, world);
    case Command::Id::version:
      return show_version(settings, world);
    case Command::Id::completion:
      return show_completion(invocation, world.out);
    case Command::Id::complete:
      world.out << complete(invocation.arguments);
      return ExitCode::ok;
    case Command::Id::help:
    case Command::Id::root:
      break;
  }
  return show_help(invocation, world.out);
}

}  // namespace

ExitCode run(std::span<const std::string> arguments, const World& world) {
  try {
    const ExitCode code = dispatch(parse_command_line(arguments), world);
    world.out.flush();
    return code;
  } catch (const UsageError& error) {
    return report(error, world.err);
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::broken_pipe)
      return ExitCode::ok;
    print_error(world.err, "cannot write the output: " + error.code().message());
    return ExitCode::failure;
  } catch (const std::exception& error) {
    print_error(world.err, error.what());
    return ExitCode::failure;
  }
}

}  // namespace dkr_ls
