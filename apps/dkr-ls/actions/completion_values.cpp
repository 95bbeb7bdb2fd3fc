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

std::vector<std::string> repositories(const Settings& settings, const World& world) {
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  const dkrls::LocatedEngine engine =
      dkrls::locate_engine(request_for(settings, world), world.environment,
                           {.tls_connector = dkrls::connect_with_tls}, ec, diagnostics);
  if (ec || std::holds_alternative<dkrls::SshEndpoint>(engine.options.endpoint))
    return {};
  dkrls::RepositorySummary summary;
  dkrls::DockerClient(engine.options)
      .for_each_image(
          {.labels = false}, [&](const dkrls::Image& image) { summary.add(image); }, ec,
          diagnostics);
  std::vector<std::string> names;
  if (ec)
    return names;
  for (dkrls::Repository& repository : summary.finish())
    names.push_back(std::move(repository.name));
  return names;
}

std::vector<std::string> find_values(Flag::Live kind, const Settings& settings,
                                     const World& world) {
  switch (kind) {
    case Flag::Live::repositories:
      return repositories(settings, world);
    case Flag::Live::contexts:
      return dkrls::context_names(world.environment);
    case Flag::Live::none:
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
