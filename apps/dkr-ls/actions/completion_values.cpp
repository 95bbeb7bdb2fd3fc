// SPDX-License-Identifier: MIT
#include "actions/completion_values.hpp"

#include <algorithm>
#include <dkrls/dkrls.hpp>
#include <dkrls/tls.hpp>

#include "cli/completion.hpp"
#include "engine/engine.hpp"
#include "terminal/time_limit.hpp"

namespace dkr_ls {
namespace {

constexpr std::chrono::milliseconds patience{300};

bool is_plain(std::string_view name) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+/:@";
  return !name.empty() && name.front() != '-' &&
         name.find_first_not_of(plain) == std::string_view::npos;
}

/// The repositories of the engine, the one with the newest image first, and behind them, for
/// patterns, all names with their tags.
std::vector<std::string> names(const Settings& settings, const World& world, bool with_tags) {
  if (settings.rows)  // no engine will be asked
    return {};
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  const dkrls::LocatedEngine engine =
      dkrls::locate_engine(request_for(settings, world), world.environment,
                           {.tls_connector = dkrls::connect_with_tls}, ec, diagnostics);
  if (ec || std::holds_alternative<dkrls::SshEndpoint>(engine.options.endpoint))
    return {};
  dkrls::RepositorySummary summary;
  dkrls::ListingBuilder builder(dkrls::ImageQuery{});
  dkrls::DockerClient(engine.options)
      .for_each_image(
          {.labels = false},
          [&](const dkrls::Image& image) {
            summary.add(image);
            if (with_tags)
              builder.add(image);
          },
          ec, diagnostics);
  std::vector<std::string> found;
  if (ec)
    return found;
  for (dkrls::Repository& repository : summary.finish())
    found.push_back(std::move(repository.name));
  const dkrls::Listing listing = builder.finish();
  for (const dkrls::Row& row : listing)
    if (!row.tag.empty())
      found.push_back(row.repository + ":" + row.tag);
  return found;
}

std::vector<std::string> find_values(Flag::Live kind, const Settings& settings,
                                     const World& world) {
  switch (kind) {
    case Flag::Live::repositories:
      return names(settings, world, false);
    case Flag::Live::patterns:
      return names(settings, world, true);
    case Flag::Live::contexts:
      return dkrls::context_names(world.environment);
    case Flag::Live::none:
    case Flag::Live::files:
      break;
  }
  return {};
}

}  // namespace

std::vector<std::string> live_values(Flag::Live kind, const Settings& settings,
                                     const World& world) {
  const TimeLimit limit(patience, end_of_candidates);
  std::vector<std::string> values = find_values(kind, settings, world);
  std::erase_if(values, [](const std::string& value) { return !is_plain(value); });
  return values;
}

}  // namespace dkr_ls
