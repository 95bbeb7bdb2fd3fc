// SPDX-License-Identifier: MIT
#include "engine/engine.hpp"

#include <algorithm>
#include <dkrls/tls.hpp>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "terminal/logging.hpp"

namespace dkr_ls {
namespace {

dkrls::ClientOptions options_for(const Settings& settings, dkrls::Logger logger) {
  return {.tls_connector = dkrls::connect_with_tls,
          .timeout = settings.timeout,
          .logger = std::move(logger)};
}

dkrls::EngineRequest request_for(const EngineName& engine, const World& world) {
  dkrls::EngineRequest request{.certificates = world.certificates};
  (engine.kind == EngineName::Kind::host ? request.host : request.context) = engine.name;
  return request;
}

/// Returns why an engine cannot be chosen.
std::string reason_of(const dkrls::error_code& ec, const dkrls::Diagnostics& diagnostics) {
  return explain(dkrls::Error(ec, diagnostics), remedy_words());
}

void log_choice(const dkrls::LocatedEngine& engine) {
  engine.options.logger.log(
      dkrls::LogLevel::debug,
      "the engine is " + to_string(engine.options.endpoint) + ", named by: " + engine.named_by);
}

/// Returns a logger that begins messages with the name of a host.
dkrls::Logger logger_of(const std::string& host, dkrls::LogLevel level,
                        const dkrls::Logger& logger) {
  return {level, [host, logger](dkrls::LogLevel of_message, std::string_view message) {
            logger.log(of_message, std::string(host).append(": ").append(message));
          }};
}

/// Locates engines one after the other.
class EngineCollector {
 public:
  EngineCollector(const Settings& settings, const World& world)
      : settings_(settings), world_(world) {
    engines_.several = true;
    engines_.logger = make_logger(settings.log_level, world.err);
  }

  /// Adds an engine, unless it is there already: then logs that at `level`.
  void add(const EngineName& named, dkrls::LogLevel level) {
    dkrls::error_code ec;
    dkrls::Diagnostics diagnostics;
    // Only the first logs what is wrong with config.json: it is the same for all.
    const bool is_first = engines_.located.empty() && engines_.failures.empty();
    dkrls::LocatedEngine engine = dkrls::locate_engine(
        request_for(named, world_), world_.environment,
        options_for(settings_, is_first ? engines_.logger : dkrls::Logger()), ec, diagnostics);
    if (ec) {
      engines_.failures.push_back(named.name + ": " + reason_of(ec, diagnostics));
      return;
    }
    const auto [same, is_new] =
        hosts_.try_emplace(engine_identity(engine.options.endpoint), named.name);
    if (!is_new) {
      engines_.logger.log(
          level, named.name + " is the engine of " + same->second + ", which is listed once");
      return;
    }
    if (!names_.insert(named.name).second)
      throw EngineError("two engines are called \"" + named.name +
                        "\", a host and a context: write the host as tcp://HOST:PORT");
    engine.options.host_name = named.name;
    engine.options.ssh_batch_mode = true;
    engine.options.logger = logger_of(named.name, settings_.log_level, engines_.logger);
    log_choice(engine);
    engines_.located.push_back(std::move(engine));
  }

  /// Adds the engines of all contexts that are not named already.
  void add_contexts() {
    dkrls::error_code ec;
    dkrls::Diagnostics diagnostics;
    for (const std::string& name :
         dkrls::contexts_with_engine(world_.environment, ec, diagnostics)) {
      const EngineName context{EngineName::Kind::context, name};
      if (std::ranges::find(settings_.engines, context) == settings_.engines.end())
        add(context, dkrls::LogLevel::info);
    }
    if (ec)
      engines_.failures.push_back("--all-contexts: " + reason_of(ec, diagnostics));
  }

  Engines take() { return std::move(engines_); }

 private:
  const Settings& settings_;
  const World& world_;
  Engines engines_;
  std::unordered_map<std::string, std::string> hosts_;  // the name of each engine_identity()
  std::unordered_set<std::string> names_;               // a host and a context may have the same
};

}  // namespace

dkrls::RemedyWords remedy_words() {
  return {.engine = "--host, --context or DOCKER_HOST",
          .address = "--host or DOCKER_HOST",
          .timeout = "--timeout SECONDS (0: for ever)",
          .program = "dkr-ls"};
}

bool names_several_engines(const Settings& settings) {
  return settings.all_contexts || settings.engines.size() > 1;
}

dkrls::EngineRequest request_for(const Settings& settings, const World& world) {
  return settings.engines.empty() ? dkrls::EngineRequest{.certificates = world.certificates}
                                  : request_for(settings.engines.front(), world);
}

dkrls::LocatedEngine locate_engine(const Settings& settings, const World& world) {
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  dkrls::LocatedEngine engine = dkrls::locate_engine(
      request_for(settings, world), world.environment,
      options_for(settings, make_logger(settings.log_level, world.err)), ec, diagnostics);
  if (ec)
    throw EngineError(reason_of(ec, diagnostics));
  log_choice(engine);
  if (!settings.host_name.empty())
    engine.options.host_name = settings.host_name;
  else if (!settings.engines.empty())
    engine.options.host_name = settings.engines.front().name;
  return engine;
}

Engines locate_engines(const Settings& settings, const World& world) {
  if (!names_several_engines(settings)) {
    dkrls::LocatedEngine engine = locate_engine(settings, world);
    const dkrls::Logger logger = engine.options.logger;
    return {.located = {std::move(engine)}, .logger = logger};
  }
  EngineCollector engines(settings, world);
  for (const EngineName& named : settings.engines)
    engines.add(named, dkrls::LogLevel::warning);
  if (settings.all_contexts)
    engines.add_contexts();
  Engines found = engines.take();
  if (found.located.empty() && found.failures.empty())
    throw EngineError(
        "--all-contexts finds no engine: docker has no contexts of yours, and nothing is at its "
        "default socket; name an engine with --host");
  return found;
}

}  // namespace dkr_ls
