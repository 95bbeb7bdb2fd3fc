#include <dkrls/byte_size.hpp>
#include <dkrls/disk_summary_formatter.hpp>
#include <ostream>

#include "actions/build_cache.hpp"
#include "actions/format_choice.hpp"
#include "actions/listing.hpp"
#include "cli/help.hpp"
#include "engine/engine.hpp"
#include "engine/engine_calls.hpp"
#include "terminal/terminal.hpp"

namespace dkr_ls {
namespace {

/// Appends a command that lists what may go, and as a comment below what removing that would free;
/// nothing if that is nothing.
void append_next_step(std::string& out, std::string_view command, const dkrls::Figure& freed) {
  if (freed.exact() && freed.bytes == 0)
    return;
  out.append(command).append("\n  # would free ").append(freed.exact() ? "" : ">=");
  dkrls::append_byte_size(out, freed.bytes);
  out += '\n';
}

/// Prints what a user at a terminal may want to see next.
void print_next_steps(const dkrls::DiskSummary& summary, const World& world) {
  std::string steps;
  append_next_step(steps, "dkr-ls tags --unused --reclaim", summary.unused);
  append_next_step(steps, "dkr-ls tags --dangling --reclaim", summary.dangling);
  if (!steps.empty())
    world.out << '\n' << as_typed(steps, world.program);
}

}  // namespace

ExitCode show_disk_usage(const Invocation& invocation, const World& world) {
  const Settings& settings = invocation.settings;
  const auto format = choose_format<dkrls::RepositoryUsage>(invocation, {});
  const dkrls::DiskUsage usage =
      disk_usage(locate_engine(settings, world), {.build_cache = true, .layers_size = true}, world);
  const dkrls::DiskSummary summary = summarize(usage);
  const dkrls::DiskScreen screen{.width = width_of_table(settings, world),
                                 .bar = speaks_utf8(world.environment) ? "\u2588" : "#",
                                 .heading = settings.heading,
                                 .ellipsis = ellipsis(world.environment)};
  dkrls::DiskSummaryFormatter(format, screen).write(summary, world.out);
  if (world.width && settings.format == table_format)
    print_next_steps(summary, world);
  print_build_cache_note(usage, summary.unused, world);
  return ExitCode::ok;
}

}  // namespace dkr_ls
