#include <algorithm>
#include <dkrls/disk_usage.hpp>
#include <dkrls/formatter.hpp>
#include <dkrls/image_query.hpp>
#include <optional>

#include "actions/build_cache.hpp"
#include "actions/format_choice.hpp"
#include "actions/listing.hpp"
#include "engine/engine.hpp"
#include "engine/engine_calls.hpp"
#include "terminal/terminal.hpp"

namespace dkr_ls {
namespace {

using dkrls::ImageField;
using dkrls::ImageFormat;

/// Any of several prefixes.
dkrls::Filter any_prefix(const std::vector<std::string>& prefixes) {
  dkrls::Filter any = dkrls::repository_has_prefix(prefixes.front());
  for (std::size_t i = 1; i < prefixes.size(); ++i)
    any = any | dkrls::repository_has_prefix(prefixes[i]);
  return any;
}

void add_filters(const Settings& settings, std::chrono::sys_seconds now, dkrls::ImageQuery& query) {
  if (settings.min_age)
    query.where(dkrls::older_than(*settings.min_age, now));
  if (settings.max_age)
    query.where(dkrls::no_older_than(*settings.max_age, now));
  if (settings.min_size)
    query.where(dkrls::larger_than(*settings.min_size));
  if (settings.max_size)
    query.where(dkrls::no_larger_than(*settings.max_size));
  if (!settings.prefixes.empty())
    query.where(any_prefix(settings.prefixes));
  if (!settings.excluded_prefixes.empty())
    query.where(!any_prefix(settings.excluded_prefixes));
  for (const LabelChoice& label : settings.labels)
    query.where(dkrls::has_label(label.key, label.value));
  if (settings.dangling)
    query.where(dkrls::dangling());
  if (settings.used)
    query.where(dkrls::used());
  if (settings.unused)
    query.where(dkrls::unused());
}

dkrls::ImageQuery query_of(const Settings& settings, const ImageFormat& format,
                           std::chrono::sys_seconds now) {
  dkrls::ImageQuery query;
  add_filters(settings, now, query);
  if (settings.keep)
    query.keep(*settings.keep);
  if (settings.max_tags)
    query.max_tags(*settings.max_tags);
  query.order_by({.key = settings.sort_key, .reversed = settings.reverse});
  query.each_image_once(settings.quiet);
  query.keep_images(settings.digests || format.shows(ImageField::digest) ||
                    format.shows(ImageField::reference) || format.shows(ImageField::labels) ||
                    format.shows(ImageField::containers));
  return query;
}

/// Whether a filter needs the containers: without them it cannot do what it says.
bool chooses_by_containers(const Settings& settings) {
  return settings.used || settings.unused;
}

dkrls::ImageRequest request_of(const Settings& settings, const ImageFormat& format) {
  return {.intermediate = settings.intermediate,
          .labels = !settings.labels.empty() || format.shows(ImageField::labels),
          .containers = settings.used || settings.unused || format.shows(ImageField::containers),
          .containers_optional = !chooses_by_containers(settings)};
}

ImageFormat table_of(const Settings& settings) {
  if (settings.quiet)
    return ImageFormat::table({ImageField::id});
  std::vector<ImageField> columns = {ImageField::repository, ImageField::tag};
  if (settings.digests)
    columns.push_back(ImageField::digest);
  columns.insert(columns.end(), {ImageField::id, ImageField::created_since, ImageField::size});
  if (settings.unique)
    columns.push_back(ImageField::unique);
  return ImageFormat::table(columns);
}

bool has_unique_field(const ImageFormat& format) {
  return format.shows(ImageField::unique) || format.shows(ImageField::unique_bytes);
}

/// Whether it is to be found out what only one image holds. JSON has a place for that anyway.
bool shows_unique(const Settings& settings, const ImageFormat& format) {
  return settings.unique ||
         (format.layout() != ImageFormat::Layout::json && has_unique_field(format));
}

bool shows_total(const Settings& settings) {
  return settings.sum.value_or(settings.reclaim);
}

ImageFormat format_of(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  ImageFormat format = choose_format(invocation, table_of(settings));
  if ((shows_total(settings) || settings.reclaim) && !format.has_place_for_total())
    throw UsageError(*invocation.command, std::string("a template has no place for ") +
                                              (settings.reclaim ? "--reclaim" : "--sum") +
                                              ": give --format table or json");
  if (settings.unique && !has_unique_field(format))
    throw UsageError(
        *invocation.command,
        "a template names its own columns: put {{.Unique}} into it instead of --unique");
  return format;
}

/// Logs how many images are left out because their date is unknown: by the age filters `undated`,
/// by --keep those that pass the filters.
void log_undated(const Settings& settings, std::size_t undated, const dkrls::Selection& selection,
                 const dkrls::Logger& logger) {
  if ((settings.min_age || settings.max_age) && undated > 0)
    logger.log(dkrls::LogLevel::info,
               std::string(settings.min_age ? "--minAge" : "--maxAge") +
                   " leaves out images of unknown age: " + std::to_string(undated));
  if (selection.undated() > 0)
    logger.log(dkrls::LogLevel::warning,
               "--keep leaves out images of unknown date: " + std::to_string(selection.undated()));
}

dkrls::Listing list(const Settings& settings, const dkrls::ImageQuery& query,
                    const dkrls::ImageRequest& request, const dkrls::LocatedEngine& engine,
                    const World& world) {
  dkrls::Selection selection(query);
  std::size_t undated = 0;
  const auto add = [&](const dkrls::Image& image) {
    selection.add(image);
    if (!image.created)
      ++undated;
  };
  for_each_image(engine, request, add, world);
  log_undated(settings, undated, selection, engine.options.logger);
  return selection.finish();
}

/// Lists the images of a disk usage.
dkrls::Listing list(const Settings& settings, const dkrls::ImageQuery& query,
                    const dkrls::DiskUsage& usage, const dkrls::Logger& logger) {
  dkrls::Selection selection(query);
  std::size_t undated = 0;
  for (const dkrls::Image& image : usage.images()) {
    selection.add(image);
    if (!image.created)
      ++undated;
  }
  log_undated(settings, undated, selection, logger);
  return selection.finish();
}

}  // namespace

ExitCode list_tags(const Invocation& invocation, const World& world) {
  const Settings& settings = invocation.settings;
  const std::chrono::sys_seconds now = world.now();
  const ImageFormat format = format_of(invocation);
  const dkrls::LocatedEngine engine = locate_engine(settings, world);
  const dkrls::ImageQuery query = query_of(settings, format, now);
  const dkrls::ImageRequest request = request_of(settings, format);
  std::optional<dkrls::DiskUsage> usage;
  if (settings.reclaim || shows_unique(settings, format))
    usage = disk_usage(engine,
                       {.intermediate = request.intermediate,
                        .labels = request.labels,
                        .build_cache = settings.reclaim,
                        .containers_required = chooses_by_containers(settings),
                        .only_unique = !settings.reclaim},
                       world);
  const dkrls::Listing listing = usage ? list(settings, query, *usage, engine.options.logger)
                                       : list(settings, query, request, engine, world);
  dkrls::FormatOptions options{.now = now,
                               .heading = settings.heading && !settings.quiet,
                               .whole_ids = settings.in_full,
                               .width = width_of_table(settings, world),
                               .ellipsis = ellipsis(world.environment),
                               .digests = settings.digests,
                               .append_time = world.append_time};
  if (shows_total(settings))
    options.total = listing.total();
  if (shows_unique(settings, format))
    options.disk_usage = &*usage;
  if (settings.reclaim)
    options.reclaimable = usage->freed_by(listing);
  dkrls::Formatter<dkrls::Row>(format, options).write(listing, world.out);
  if (options.reclaimable)
    print_build_cache_note(*usage, *options.reclaimable, world);
  return ExitCode::ok;
}

}  // namespace dkr_ls
