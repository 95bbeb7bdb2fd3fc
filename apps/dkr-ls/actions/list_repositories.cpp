// SPDX-License-Identifier: MIT
#include <dkrls/formatter.hpp>
#include <vector>

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
  std::vector<RepositoryField> columns = {RepositoryField::repository};
  if (settings.long_listing && names_several_engines(settings))
    columns.push_back(RepositoryField::hosts);
  if (settings.long_listing)
    columns.insert(columns.end(),
                   {RepositoryField::tags, RepositoryField::images, RepositoryField::newest,
                    RepositoryField::oldest, RepositoryField::size});
  if (settings.long_listing && settings.format != table_format)
    throw UsageError(*invocation.command,
                     "a format names its own columns: give --long or --format, not both");
  return choose_format(invocation, RepositoryFormat::table(columns));
}

}  // namespace

ExitCode list_repositories(const Invocation& invocation, const World& world) {
  const Settings& settings = invocation.settings;
  const RepositoryFormat format = format_of(invocation);
  dkrls::RepositorySummary summary;
  const Answers answers = for_each_image(
      locate_engines(settings, world), {.labels = false},
      [&](const dkrls::Image& image) { summary.add(image); }, world);
  if (answers == Answers::none)
    return ExitCode::failure;
  const auto repositories =
      summary.finish({.key = settings.repository_key, .reversed = settings.reverse});
  dkrls::Formatter<dkrls::Repository>(format, {.now = world.now(),
                                               .heading = settings.heading,
                                               .width = width_of_table(settings, world),
                                               .ellipsis = ellipsis(world.environment)})
      .write(repositories, world.out);
  return exit_code_of(answers);
}

}  // namespace dkr_ls
