#include <dkrls/disk_summary_formatter.hpp>

#include "actions/build_cache.hpp"
#include "actions/format_choice.hpp"
#include "actions/listing.hpp"
#include "engine/engine.hpp"
#include "engine/engine_calls.hpp"
#include "terminal/terminal.hpp"

namespace dkr_ls {

ExitCode show_disk_usage(const Invocation& invocation, const World& world) {
  const Settings& settings = invocation.settings;
  const auto format = choose_format<dkrls::RepositoryUsage>(invocation, {});
  const dkrls::DiskUsage usage =
      disk_usage(locate_engine(settings, world), {.build_cache = true, .layers_size = true}, world);
  const dkrls::DiskSummary summary = summarize(usage);
  const dkrls::DiskScreen screen{.width = world.width,
                                 .bar = speaks_utf8(world.environment) ? "\u2588" : "#",
                                 .heading = settings.heading};
  dkrls::DiskSummaryFormatter(format, screen).write(summary, world.out);
  print_build_cache_note(usage, summary.unused, world);
  return ExitCode::ok;
}

}  // namespace dkr_ls
