#include <dkrls/formatter.hpp>

#include "actions/format_choice.hpp"
#include "actions/listing.hpp"
#include "engine/engine.hpp"
#include "engine/engine_calls.hpp"
#include "terminal/terminal.hpp"

namespace dkr_ls {
namespace {

using dkrls::RepositoryField;
using dkrls::RepositoryFormat;

RepositoryFormat format_of(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  const RepositoryFormat table = settings.long_listing
                                     ? RepositoryFormat()
                                     : RepositoryFormat::table({RepositoryField::repository});
  if (settings.long_listing && settings.format != table_format)
    throw UsageError(*invocation.command,
                     "a format names its own columns: give --long or --format, not both");
  return choose_format(invocation, table);
}

}  // namespace

ExitCode list_repositories(const Invocation& invocation, const World& world) {
  const Settings& settings = invocation.settings;
  const RepositoryFormat format = format_of(invocation);
  dkrls::RepositorySummary summary;
  for_each_image(
      locate_engine(settings, world), {.labels = false},
      [&](const dkrls::Image& image) { summary.add(image); }, world);
  const auto repositories =
      summary.finish({.key = settings.repository_key, .reversed = settings.reverse});
  dkrls::Formatter<dkrls::Repository>(format, {.now = world.now(),
                                               .heading = settings.heading,
                                               .width = width_of_table(settings, world),
                                               .ellipsis = ellipsis(world.environment)})
      .write(repositories, world.out);
  return ExitCode::ok;
}

}  // namespace dkr_ls
