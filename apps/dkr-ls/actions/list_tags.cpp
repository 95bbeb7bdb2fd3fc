// SPDX-License-Identifier: MIT
#include <algorithm>
#include <dkrls/disk_usage.hpp>
#include <dkrls/formatter.hpp>
#include <dkrls/image_query.hpp>
#include <optional>

#include "actions/build_cache.hpp"
#include "actions/choice.hpp"
#include "actions/format_choice.hpp"
#include "actions/listing.hpp"
#include "engine/engine.hpp"
#include "engine/engine_calls.hpp"
#include "engine/rows_file.hpp"
#include "terminal/logging.hpp"
#include "terminal/terminal.hpp"

namespace dkr_ls {
namespace {

using dkrls::ImageField;
using dkrls::ImageFormat;

dkrls::ImageQuery query_of(const Settings& settings, const Choice& choice,
                           const ImageFormat& format) {
  dkrls::ImageQuery query;
  choice.add_filters(query);
  if (settings.keep)
    query.keep(*settings.keep);
  if (settings.max_tags)
    query.max_tags(*settings.max_tags);
  query.by_date(settings.date);
  query.order_by({.key = settings.sort_key, .reversed = settings.reverse});
  query.each_image_once(settings.quiet);
  query.keep_images(settings.digests || format.shows(ImageField::digest) ||
                    format.shows(ImageField::reference) || format.shows(ImageField::labels) ||
                    format.shows(ImageField::containers) || format.shows(ImageField::platform) ||
                    format.shows(ImageField::content_size) || format.shows(ImageField::dangling));
  return query;
}

/// True if a table or a template has a field. JSON has a place for every field, also for those that
/// cost requests of their own.
bool names(const ImageFormat& format, ImageField field) {
  return format.layout() != ImageFormat::Layout::json && format.shows(field);
}

bool shows_platforms(const Settings& settings) {
  return settings.platform_column.value_or(!settings.platforms.empty());
}

/// True if the table says on which host each image is.
bool shows_hosts(const Settings& settings) {
  return names_several_engines(settings) || !settings.host_name.empty();
}

/// Throws UsageError for flags that only make sense with one engine.
void check_engines(const Invocation& invocation) {
  if (!names_several_engines(invocation.settings))
    return;
  if (invocation.settings.quiet)
    throw UsageError(*invocation.command,
                     "--quiet shows IDs, and an ID does not say on which of several hosts it is: "
                     "use --format '{{.Host}} {{.Reference}}'");
  if (!invocation.settings.host_name.empty())
    throw UsageError(*invocation.command,
                     "--host-name names the host of one engine, and several are named: leave it "
                     "out, or name one engine");
}

/// Whether a filter needs the containers: without them it cannot do what it says.
bool chooses_by_containers(const Settings& settings) {
  return settings.used || settings.unused;
}

dkrls::ImageRequest request_of(const Settings& settings, const ImageFormat& format) {
  return {.intermediate = settings.intermediate,
          .labels = !settings.labels.empty() || format.shows(ImageField::labels),
          .containers = chooses_by_containers(settings) || format.shows(ImageField::containers),
          .containers_optional = !chooses_by_containers(settings),
          .manifests = format.shows(ImageField::content_size),
          .platforms = shows_platforms(settings) || !settings.platforms.empty() ||
                       names(format, ImageField::platform),
          .tagged = settings.date == dkrls::ImageDate::tagged ||
                    names(format, ImageField::tagged_since) ||
                    names(format, ImageField::tagged_at)};
}

ImageFormat table_of(const Settings& settings, bool with_hosts) {
  if (settings.quiet)
    return ImageFormat::table({ImageField::id});
  std::vector<ImageField> columns;
  if (with_hosts)
    columns.push_back(ImageField::host);
  columns.insert(columns.end(), {ImageField::repository, ImageField::tag});
  if (settings.digests)
    columns.push_back(ImageField::digest);
  const bool tagged = settings.date == dkrls::ImageDate::tagged;
  columns.insert(columns.end(),
                 {ImageField::id, tagged ? ImageField::tagged_since : ImageField::created_since,
                  ImageField::size});
  if (settings.unique)
    columns.push_back(ImageField::unique);
  if (shows_platforms(settings))
    columns.push_back(ImageField::platform);
  return ImageFormat::table(columns);
}

bool has_unique_field(const ImageFormat& format) {
  return format.shows(ImageField::unique) || format.shows(ImageField::unique_bytes);
}

/// True if the format prints what only one image holds. JSON has a place for that anyway.
bool shows_unique(const Settings& settings, const ImageFormat& format) {
  return settings.unique || names(format, ImageField::unique) ||
         names(format, ImageField::unique_bytes);
}

bool shows_total(const Settings& settings) {
  return settings.sum.value_or(settings.reclaim);
}

ImageFormat format_of(const Invocation& invocation, bool with_hosts) {
  const Settings& settings = invocation.settings;
  ImageFormat format = choose_format(invocation, table_of(settings, with_hosts));
  if ((shows_total(settings) || settings.reclaim) && !format.has_place_for_total())
    throw UsageError(*invocation.command, std::string("a template has no place for ") +
                                              (settings.reclaim ? "--reclaim" : "--sum") +
                                              ": give --format table or json");
  if (settings.digests && format.layout() == ImageFormat::Layout::docker_table &&
      !format.shows(ImageField::digest))
    throw UsageError(
        *invocation.command,
        "a template names its own columns: put {{.Digest}} into it instead of --digests");
  if (settings.unique && !has_unique_field(format))
    throw UsageError(
        *invocation.command,
        "a template names its own columns: put {{.Unique}} into it instead of --unique");
  if (settings.platform_column == true && !format.shows(ImageField::platform))
    throw UsageError(
        *invocation.command,
        "a template names its own columns: put {{.Platform}} into it instead of --platforms");
  if (settings.rows && shows_unique(settings, format))
    throw UsageError(
        *invocation.command,
        "only an engine knows what images share: give --rows or {{.Unique}}, not both");
  return format;
}

/// Logs what the flags that choose could not do, and returns the rows.
dkrls::Listing finish(dkrls::ListingBuilder& builder, const Choice& choice,
                      const dkrls::Logger& logger) {
  choice.log(logger);
  if (builder.undated() > 0)
    logger.log(dkrls::LogLevel::warning,
               "--keep leaves out " + std::string(choice.counted()) +
                   " of unknown date: " + std::to_string(builder.undated()));
  return builder.finish();
}

/// The answers of all engines.
struct Answer {
  dkrls::Listing listing;
  DiskUsages usages;  ///< empty unless they were asked for
  Answers answers = Answers::all;
};

Answer ask(Choice& choice, const Settings& settings, const ImageFormat& format,
           const Engines& engines, const World& world) {
  const dkrls::ImageRequest request = request_of(settings, format);
  dkrls::ListingBuilder builder(query_of(settings, choice, format));
  const auto add = [&](const dkrls::Image& image) {
    builder.add(image);
    choice.note(image);
  };
  Answer answer;
  if (settings.reclaim || shows_unique(settings, format)) {
    answer.usages = disk_usages(engines,
                                {.intermediate = request.intermediate,
                                 .labels = request.labels,
                                 .platforms = request.platforms,
                                 .tagged = request.tagged,
                                 .build_cache = settings.reclaim,
                                 .containers_required = chooses_by_containers(settings),
                                 .only_unique = !settings.reclaim},
                                world);
    answer.answers = answer.usages.answers;
    for (const HostUsage& host : answer.usages.hosts)
      for (const dkrls::Image& image : host.usage.images())
        add(image);
  } else {
    answer.answers = for_each_image(engines, request, add, world);
  }
  if (answer.answers != Answers::none)
    answer.listing = finish(builder, choice, engines.logger);
  return answer;
}

std::optional<dkrls::Figure> unique_of(const dkrls::Row& row, const DiskUsages& usages) {
  for (const HostUsage& host : usages.hosts)
    if (host.host == row.host)
      return host.usage.unique(row);
  return std::nullopt;
}

dkrls::Figure freed_by(const dkrls::Listing& listing, const DiskUsages& usages) {
  dkrls::Figure freed;
  for (const HostUsage& host : usages.hosts)
    freed = freed + host.usage.freed_by(listing);
  return freed;
}

/// Lists rows that were printed before. Sets `named` if one of them names its host.
dkrls::Listing list_rows(Choice& choice, const dkrls::ImageQuery& query,
                         const Invocation& invocation, const World& world, bool& named) {
  const Settings& settings = invocation.settings;
  const dkrls::Logger logger = make_logger(settings.log_level, world.err);
  dkrls::ListingBuilder builder(query);
  bool unnamed = false;
  const auto add = [&](const dkrls::Image& row) {
    builder.add(row);
    choice.note(row);
    named = named || !row.host.empty();
    unnamed = unnamed || row.host.empty();
  };
  for_each_row(*settings.rows, add, world);
  if (named && unnamed)
    logger.log(dkrls::LogLevel::warning,
               "some rows have no host and count as those of one machine: give --host-name where "
               "they are printed");
  dkrls::Listing listing = finish(builder, choice, logger);
  const auto of_first_host = [&](const dkrls::Row& row) { return row.host == listing[0].host; };
  if (settings.quiet && !std::ranges::all_of(listing, of_first_host))
    throw UsageError(
        *invocation.command,
        "--quiet shows no hosts, and the rows are of several: give --format '{{.Host}} "
        "{{.ID}}'");
  return listing;
}

dkrls::FormatOptions options_of(const Settings& settings, const dkrls::Listing& listing,
                                const World& world) {
  dkrls::FormatOptions options{.now = world.now(),
                               .heading = settings.heading && !settings.quiet,
                               .whole_ids = settings.in_full,
                               .width = width_of_table(settings, world),
                               .ellipsis = ellipsis(world.environment),
                               .digests = settings.digests,
                               .append_time = world.append_time};
  if (shows_total(settings))
    options.total = listing.total();
  return options;
}

/// Prints rows that are read; see --rows.
ExitCode print_rows(Choice& choice, const ImageFormat& format, const Invocation& invocation,
                    const World& world) {
  const Settings& settings = invocation.settings;
  const dkrls::ImageQuery query = query_of(settings, choice, format);
  bool named = false;
  const dkrls::Listing listing = list_rows(choice, query, invocation, world, named);
  dkrls::Formatter<dkrls::Row>(named ? format_of(invocation, true) : format,
                               options_of(settings, listing, world))
      .write(listing, world.out);
  return ExitCode::ok;
}

}  // namespace

ExitCode list_tags(const Invocation& invocation, const World& world) {
  const Settings& settings = invocation.settings;
  check_engines(invocation);
  const ImageFormat format = format_of(invocation, shows_hosts(settings));
  Choice choice(invocation, world);
  if (settings.rows)
    return print_rows(choice, format, invocation, world);
  const Answer answer = ask(choice, settings, format, locate_engines(settings, world), world);
  if (answer.answers == Answers::none)
    return ExitCode::failure;
  dkrls::FormatOptions options = options_of(settings, answer.listing, world);
  if (shows_unique(settings, format))
    options.unique = [&](const dkrls::Row& row) { return unique_of(row, answer.usages); };
  if (settings.reclaim)
    options.reclaimable = freed_by(answer.listing, answer.usages);
  dkrls::Formatter<dkrls::Row>(format, options).write(answer.listing, world.out);
  if (settings.reclaim)
    print_build_cache_note(
        answer.usages.hosts,
        [&](const dkrls::DiskUsage& usage) { return usage.freed_by(answer.listing); }, world);
  return exit_code_of(answer.answers);
}

}  // namespace dkr_ls
