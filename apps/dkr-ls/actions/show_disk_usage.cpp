// SPDX-License-Identifier: MIT
#include <dkrls/disk_summary_formatter.hpp>
#include <ostream>
#include <vector>

#include "actions/build_cache.hpp"
#include "actions/format_choice.hpp"
#include "actions/listing.hpp"
#include "cli/shell_word.hpp"
#include "engine/engine.hpp"
#include "engine/engine_calls.hpp"
#include "terminal/terminal.hpp"

namespace dkr_ls {
namespace {

/// Appends a command and, as a comment below, the bytes that removing its rows would free. Appends
/// nothing if these are 0 or unknown.
void append_next_step(std::string& out, std::string_view command, const dkrls::Figure& freed) {
  const bool unknown = freed.reason == dkrls::LowerBoundReason::unknown_containers;
  if (freed.bytes == 0 && (unknown || freed.exact()))
    return;
  out.append(command).append("\n  # would free ");
  dkrls::append_figure(out, freed);
  out += '\n';
}

/// Returns the command up to its name, with the flags that name the same engines.
std::string command_of(const Settings& settings, const World& world) {
  std::string command = world.program;
  for (const EngineName& engine : settings.engines)
    command.append(engine.kind == EngineName::Kind::host ? " -H " : " -c ")
        .append(shell_word(engine.name));
  return command + (settings.all_contexts ? " --all-contexts" : "");
}

/// Prints what a user at a terminal may want to see next.
void print_next_steps(const dkrls::DiskSummary& summary, const Settings& settings,
                      const World& world) {
  const std::string command = command_of(settings, world);
  std::string steps;
  append_next_step(steps, command + " tags --unused --reclaim", summary.unused);
  append_next_step(steps, command + " tags --dangling --reclaim", summary.dangling);
  if (!steps.empty())
    world.out << '\n' << steps;
}

}  // namespace

ExitCode show_disk_usage(const Invocation& invocation, const World& world) {
  const Settings& settings = invocation.settings;
  const auto format = choose_format<dkrls::RepositoryUsage>(invocation, {});
  const Engines engines = locate_engines(settings, world);
  const DiskUsages usages = disk_usages(engines, {.build_cache = true, .layers_size = true}, world);
  if (usages.answers == Answers::none)
    return ExitCode::failure;
  std::vector<dkrls::DiskSummary> summaries;
  summaries.reserve(usages.hosts.size());
  for (const HostUsage& host : usages.hosts) {
    summaries.push_back(summarize(host.usage));
    summaries.back().host = host.host;
  }
  const dkrls::ScreenOptions screen{.width = width_of_table(settings, world),
                                    .bar = speaks_utf8(world.environment) ? "\u2588" : "#",
                                    .heading = settings.heading,
                                    .ellipsis = ellipsis(world.environment)};
  const dkrls::DiskSummaryFormatter formatter(format, screen);
  if (engines.several)
    formatter.write(summaries, world.out);
  else
    formatter.write(summaries.front(), world.out);
  if (world.width && settings.format == table_format)
    print_next_steps(dkrls::sum_of(summaries), settings, world);
  print_build_cache_note(usages.hosts, &dkrls::DiskUsage::unused, world);
  return exit_code_of(usages.answers);
}

}  // namespace dkr_ls
